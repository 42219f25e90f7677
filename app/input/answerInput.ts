/**
 * The loop around `input_required`, and the visits that error -32042 asks for: to the person one call, however many rounds.
 *
 * @see MCP 2026-07-28 basic/patterns/mrtr; MCP 2025-11-25 client/elicitation §URL Elicitation Required Error
 */
import { ProtocolError } from '@modelcontextprotocol/client';
import { z } from 'zod';
import { AppError } from '../contract/errors.ts';
import { elicitParams, samplingParams } from './askedParams.ts';
import type { ClientSide, SamplingContext } from './clientSide.ts';

/** Choice: more rounds than any honest flow, few enough that a person is not led on for ever. */
export const MAX_ROUNDS = 10;
/** Questions of one round. */
const MAX_QUESTIONS = 20;

/** What a retry carries besides the request's own parameters. */
export interface InputExtra {
  readonly inputResponses?: Readonly<Record<string, unknown>>;
  /** The server's own, echoed as it came and never looked into. */
  readonly requestState?: string;
}

export interface InputRequired {
  readonly resultType: 'input_required';
  readonly inputRequests?: Readonly<Record<string, unknown>>;
  readonly requestState?: string;
}

export interface InputOptions {
  readonly signal: AbortSignal;
  readonly protocolVersion: string;
  /** Told before each round's questions are put. */
  readonly onRound: () => void;
}

/**
 * Sends until there is a result, answering what the server wants to know between.
 *
 * @throws {AppError} `CALL_INPUT_TOO_OFTEN` past ten rounds, `CALL_INPUT_REFUSED` for what is refused or not understood; what
 *   `send` throws.
 */
export async function withInput<T>(
  send: (extra: InputExtra) => Promise<T | InputRequired>,
  clientSide: ClientSide,
  options: InputOptions,
): Promise<T> {
  let extra: InputExtra = {};
  for (let round = 0; round <= MAX_ROUNDS; round += 1) {
    const answer = await send(extra);
    if (!isInputRequired(answer)) return answer;
    options.onRound();
    extra = await answerRound(answer, clientSide, options);
  }
  throw new AppError('CALL_INPUT_TOO_OFTEN', 'The server kept asking.', { data: { rounds: MAX_ROUNDS } });
}

/** @throws {AppError} `CALL_INPUT_REFUSED` when one is declined, left, or can't be visited. */
export async function visitAll(
  elicitations: readonly unknown[],
  clientSide: ClientSide,
  signal: AbortSignal,
): Promise<void> {
  if (elicitations.length === 0 || elicitations.length > MAX_QUESTIONS) throw refused('elicitation/create');
  for (const elicitation of elicitations) {
    const params = urlElicitation.safeParse(elicitation);
    if (!params.success) throw refused('elicitation/create');
    const { action } = await clientSide.visit(params.data, { signal }).catch(toRefusal('elicitation/create', signal));
    if (action !== 'accept') throw refused('elicitation/create', action);
  }
}

const urlElicitation = z.looseObject({
  mode: z.literal('url'),
  message: z.string(),
  url: z.string(),
  elicitationId: z.string(),
});
const inputRequest = z.looseObject({ method: z.string(), params: z.looseObject({}).optional() });

function isInputRequired(answer: unknown): answer is InputRequired {
  return (
    typeof answer === 'object' && answer !== null && 'resultType' in answer && answer.resultType === 'input_required'
  );
}

/** One after another: a person answers one question at a time. */
async function answerRound(
  { inputRequests = {}, requestState }: InputRequired,
  clientSide: ClientSide,
  options: InputOptions,
): Promise<InputExtra> {
  const entries = Object.entries(inputRequests);
  if (entries.length > MAX_QUESTIONS) throw refused('too many questions');
  const answers: [string, unknown][] = [];
  for (const [key, request] of entries) answers.push([key, await answerOne(request, clientSide, options)]);
  return {
    ...(answers.length === 0 ? {} : { inputResponses: Object.fromEntries(answers) }),
    ...(requestState === undefined ? {} : { requestState }),
  };
}

/** @throws {AppError} `CALL_INPUT_REFUSED` for what is refused or not understood */
export async function answerOne(request: unknown, clientSide: ClientSide, options: SamplingContext): Promise<unknown> {
  const parsed = inputRequest.safeParse(request);
  if (!parsed.success) throw refused('unknown');
  const { method, params = {} } = parsed.data;
  const { signal } = options;
  try {
    switch (method) {
      case 'elicitation/create':
        // An answer to an address means that it was visited; the retry tells whether it was to the end.
        return await clientSide.visit(understood(elicitParams, params, method), options);
      case 'sampling/createMessage':
        return await clientSide.sample(understood(samplingParams, params, method), options);
      case 'roots/list':
        return await clientSide.listRoots();
      default:
        throw refused(method);
    }
  } catch (error) {
    return toRefusal(method, signal)(error);
  }
}

function understood<T>(schema: z.ZodType<T>, params: object, method: string): T {
  const parsed = schema.safeParse(params);
  if (!parsed.success) throw refused(method, 'It is not made as the protocol has it.', parsed.error);
  return parsed.data;
}

/** What the older era would answer with an error ends the call here: there is nobody to send one to. */
function toRefusal(method: string, signal: AbortSignal): (error: unknown) => never {
  return (error) => {
    signal.throwIfAborted();
    if (!(error instanceof ProtocolError)) throw error;
    throw refused(method, error.message, error);
  };
}

function refused(asked: string, why?: string, cause?: unknown): AppError {
  const data = { asked: asked.slice(0, 200), ...(why === undefined ? {} : { why: why.slice(0, 1_000) }) };
  return new AppError('CALL_INPUT_REFUSED', 'What the server wants to know is not given.', { data, cause });
}
