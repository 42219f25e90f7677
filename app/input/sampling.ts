/**
 * Sampling: a server asks for a message that a model would write (MCP 2025-11-25 client/sampling).
 *
 * A person sees and may change what would be sent before anything is, and what comes back before the server has it. They
 * can answer by hand, so no model is needed. A model gets what the person agreed to and not a word more: nothing of
 * Gatehouse, of other servers or of earlier requests, and no tool is ever run.
 */
import { ProtocolError, ProtocolErrorCode } from '@modelcontextprotocol/client';
import type { Audit } from '../audit/audit.ts';
import { AppError, toErrorView } from '../contract/errors.ts';
import type { ErrorView } from '../contract/errors.ts';
import type { ServerId } from '../contract/ids.ts';
import type { SamplingBlock } from '../contract/input.ts';
import type { ServerPreferences } from '../contract/servers.ts';
import type { Clock } from '../ports/clock.ts';
import type { ModelProvider } from '../ports/modelProvider.ts';
import type { SamplingParams } from './askedParams.ts';
import type { AskContext, Asker, SamplingContext, SamplingResult } from './clientSide.ts';
import type { Models } from './models.ts';
import type { Question, Questions } from './questions.ts';
import { attemptModel } from './samplingAttempt.ts';
import type { AskModelOutcome, AttemptDeps } from './samplingAttempt.ts';
import { budgetProblem, SamplingBudgets } from './samplingBudgets.ts';
import { readSamplingRequest, suggestModel } from './samplingRequest.ts';
import type { SamplingRequest } from './samplingRequest.ts';

/** MCP 2025-11-25 client/sampling §Error Handling. */
const USER_REJECTED = -1;
/** What a server reads as the model's name. */
export const BY_HAND = 'answered by a person';

export interface SamplingDeps {
  readonly audit: Audit;
  readonly clock: Clock;
  readonly modelProvider: ModelProvider;
  readonly models: Models;
  readonly questions: Questions;
}

type Limits = ServerPreferences['sampling'];

export interface Sampling {
  /**
   * @param settings As they are at the moment of the request.
   * @param context Its signal also stops a model that writes.
   * @throws {ProtocolError} -1 when the person refuses, -32601 while it is off, -32602 for what the specification
   * forbids, -32603 when the budget is used up or too many questions wait.
   */
  sample(asker: Asker, settings: Limits, params: SamplingParams, context: SamplingContext): Promise<SamplingResult>;
  /** Of a server that was removed. */
  forget(serverId: ServerId): void;
}

export function createSampling(deps: SamplingDeps): Sampling {
  const budgets = new SamplingBudgets(deps.clock);
  return {
    sample: async (asker, settings, params, { protocolVersion, ...context }) => {
      if (!settings.enabled) {
        throw new ProtocolError(ProtocolErrorCode.MethodNotFound, 'Sampling is off for this server');
      }
      const request = readSamplingRequest(params, protocolVersion);
      if ((params.includeContext ?? 'none') !== 'none') {
        asker.log('The server asked to add context of servers to a prompt. Gatehouse adds none.');
      }
      admit(budgets, asker, settings, request.rounds);
      return answer({ ...deps, budgets }, { asker, limits: settings, request, context });
    },
    forget: (serverId) => budgets.forget(serverId),
  };
}

/** MCP 2025-11-25 client/sampling §Security Considerations: clients SHOULD rate-limit, and limit tool loops. */
function admit(budgets: SamplingBudgets, asker: Asker, limits: Limits, rounds: number): void {
  const problem = budgetProblem(budgets.view(asker.serverId, limits, rounds));
  if (problem !== undefined) {
    asker.log(`A request for a model was refused without asking you: ${problem}.`);
    throw new ProtocolError(ProtocolErrorCode.InternalError, 'The budget for sampling is used up');
  }
  budgets.countRequest(asker.serverId);
}

interface Admitted {
  readonly asker: Asker;
  readonly limits: Limits;
  readonly request: SamplingRequest;
  readonly context: AskContext;
}

type PromptQuestion = Extract<Question, { kind: 'sampling_prompt' }>;

/** Asks until the person has an answer or refuses: a model that fails leads back to the question. */
async function answer(deps: AttemptDeps, admitted: Admitted): Promise<SamplingResult> {
  const { asker, context } = admitted;
  let question = promptQuestion(deps, admitted);
  for (;;) {
    const followsUp = question.problem !== undefined;
    const answered = await deps.questions.ask(asker, question, { ...context, followsUp });
    if (answered.kind !== 'answered') throw unanswered(answered.kind);
    const { outcome } = answered.answer;
    if (outcome.action === 'by_hand') return toResult([{ type: 'text', text: outcome.text }], 'endTurn', BY_HAND);
    if (outcome.action !== 'ask_model') throw rejection();
    const attempt = await attemptModel(deps, { ...admitted, outcome });
    switch (attempt.kind) {
      case 'sent':
        return toResult(attempt.content, attempt.stopReason, attempt.model);
      case 'refused':
        throw rejection();
      case 'timed_out':
      case 'withdrawn':
        throw unanswered(attempt.kind);
      case 'failed': {
        const problem = toProblem(attempt.error);
        asker.log(`A model was to answer the server and did not: ${problem.code}.`);
        question = askedAgain(promptQuestion(deps, admitted), outcome, problem);
      }
    }
  }
}

function promptQuestion({ budgets, models }: AttemptDeps, { asker, limits, request }: Admitted): PromptQuestion {
  const { rounds, ...shown } = request;
  const budget = budgets.view(asker.serverId, limits, rounds);
  const suggestedModelId = suggestModel(request.hints, models.views(), limits.modelId);
  return {
    kind: 'sampling_prompt',
    ...shown,
    // Spec: a client may sample fewer tokens than the server asks for (MCP 2025-11-25 schema, CreateMessageRequestParams).
    maxTokens: Math.max(1, Math.min(request.maxTokens, budget.maxTokens - budget.tokens)),
    ...(suggestedModelId === undefined ? {} : { suggestedModelId }),
    budget,
  };
}

/** The question as the person left it, with why it is there again. */
function askedAgain(question: PromptQuestion, outcome: AskModelOutcome, problem: ErrorView): PromptQuestion {
  const { systemPrompt: _ofTheServer, ...rest } = question;
  const { messages, systemPrompt, modelId } = outcome;
  return {
    ...rest,
    messages,
    ...(systemPrompt === undefined ? {} : { systemPrompt }),
    suggestedModelId: modelId,
    problem,
  };
}

/** Rethrows what nobody expects. */
function toProblem(error: unknown): ErrorView {
  if (error instanceof AppError) return toErrorView(error);
  throw error;
}

/**
 * Text in one block; an array only where there are tool uses, which no version before 2025-11-25 has, and none of those
 * allows an array (SEP-1577).
 */
function toResult(content: readonly SamplingBlock[], stopReason: string, model: string): SamplingResult {
  const text = content.flatMap((block) => (block.type === 'text' ? [block.text] : [])).join('\n\n');
  const uses = content.filter((block) => block.type === 'tool_use');
  const textBlock = { type: 'text', text } as const;
  if (uses.length > 0) {
    return { role: 'assistant', content: text === '' ? uses : [textBlock, ...uses], model, stopReason: 'toolUse' };
  }
  // The person took the tool uses out.
  const textReason = stopReason === 'toolUse' ? 'endTurn' : stopReason;
  return { role: 'assistant', content: textBlock, model, stopReason: textReason };
}

function rejection(): ProtocolError {
  return new ProtocolError(USER_REJECTED, 'User rejected sampling request');
}

const UNANSWERED = {
  timed_out: 'Nobody answered the sampling request in time',
  withdrawn: 'The sampling request was withdrawn',
} as const;

function unanswered(kind: keyof typeof UNANSWERED): ProtocolError {
  return new ProtocolError(USER_REJECTED, UNANSWERED[kind]);
}
