/**
 * Elicitation: forms a server wants filled in and addresses it wants opened, each put to the person.
 *
 * @see MCP 2025-11-25 client/elicitation; MCP 2026-07-28 client/elicitation
 */
import { ProtocolError, ProtocolErrorCode } from '@modelcontextprotocol/client';
import type { ElicitResult } from '@modelcontextprotocol/client';
import type { Audit } from '../audit/audit.ts';
import { toErrorView } from '../contract/errors.ts';
import type { UrlParts } from '../contract/input.ts';
import type { Browser } from '../ports/browser.ts';
import type { ElicitParams } from './askedParams.ts';
import type { AskContext, Asker } from './clientSide.ts';
import { readForm } from './formSchema.ts';
import { judgeUrl } from './judgeUrl.ts';
import type { Questions } from './questions.ts';

/** Of a server's sentence about why it asks, characters. */
const MAX_MESSAGE = 20_000;
const CANCELLED: ElicitResult = { action: 'cancel' };

export interface ElicitationDeps {
  readonly audit: Audit;
  readonly browser: Browser;
  readonly questions: Questions;
}

type UrlParams = Extract<ElicitParams, { mode: 'url' }>;
type FormParams = Exclude<ElicitParams, { mode: 'url' }>;

/** What one connection asks. */
export class Elicitation {
  private readonly asker: Asker;
  private readonly deps: ElicitationDeps;
  /** Visits that wait until somebody says they are finished, by the server's id for them. */
  private readonly visits = new Map<string, AbortController>();

  constructor(asker: Asker, deps: ElicitationDeps) {
    this.asker = asker;
    this.deps = deps;
  }

  /** @throws {ProtocolError} -32602 for a schema or address that is refused; the signal's reason when it was taken back. */
  async elicit(params: ElicitParams, context: AskContext): Promise<ElicitResult> {
    if (!isUrl(params)) return this.form(params, context);
    const parts = this.judge(params);
    return (await this.askToOpen(params, parts, context)) ?? { action: 'accept' };
  }

  /** An address that a call waits for: open, and then finished, by the person's word or the server's. */
  async visit(params: ElicitParams, context: AskContext): Promise<ElicitResult> {
    if (!isUrl(params)) return this.form(params, context);
    const parts = this.judge(params);
    const finished = new AbortController();
    const { elicitationId } = params;
    // From before it is opened: the server may be told of the end while the browser is still coming up.
    if (elicitationId !== undefined) this.visits.set(elicitationId, finished);
    try {
      const refusal = await this.askToOpen(params, parts, context);
      return refusal ?? (await this.waitUntilFinished(params, parts, { ...context, finished: finished.signal }));
    } finally {
      if (elicitationId !== undefined) this.visits.delete(elicitationId);
    }
  }

  /** Unknown and finished ids are ignored (§Completion Notifications). */
  complete(elicitationId: string): void {
    this.visits.get(elicitationId)?.abort('finished');
  }

  private async form({ message, requestedSchema }: FormParams, context: AskContext): Promise<ElicitResult> {
    const fields = readForm(requestedSchema);
    const question = { kind: 'elicitation_form', message: cut(message), fields } as const;
    const asked = await this.deps.questions.ask(this.asker, question, context);
    if (asked.kind !== 'answered') return unanswered(asked.kind, context.signal);
    const { action, content = {} } = asked.answer;
    return action === 'accept' ? { action, content: copyOf(content) } : { action };
  }

  /** SECURITY(S11): what is refused is opened by nobody, and both the log and the record say so. */
  private judge({ url }: UrlParams): UrlParts {
    const judged = judgeUrl(url);
    if (judged.kind === 'ok') return judged.parts;
    // A server must not fill the record either.
    this.deps.questions.admit(this.asker);
    this.asker.log(`An address was refused: ${judged.reason}.`);
    this.deps.audit.record({
      kind: 'decision.input',
      subject: this.asker.serverId,
      label: this.asker.serverName(),
      decision: 'refused',
      outcome: 'ADDRESS_REFUSED',
      details: { asked: 'elicitation_url', reason: judged.reason },
    });
    throw new ProtocolError(ProtocolErrorCode.InvalidParams, `The address is refused: ${judged.reason}.`);
  }

  /** `undefined` once the browser has it. Nothing of it is fetched here, before or after. */
  private async askToOpen(
    { message }: UrlParams,
    url: UrlParts,
    context: AskContext,
  ): Promise<ElicitResult | undefined> {
    const question = { kind: 'elicitation_url', message: cut(message), url } as const;
    const asked = await this.deps.questions.ask(this.asker, question, context);
    if (asked.kind !== 'answered') return unanswered(asked.kind, context.signal);
    const { action } = asked.answer;
    if (action !== 'open') return { action };
    const record = this.deps.audit.begin({
      kind: 'url.opened',
      subject: this.asker.serverId,
      label: this.asker.serverName(),
      decision: 'agreed',
      decidedBy: 'person',
      // SECURITY(S9): the rest of an address may be a one-time code.
      details: { host: url.host },
    });
    try {
      await this.deps.browser.open(url.url);
      record.end({ outcome: 'opened' });
      return undefined;
    } catch (error) {
      const { code } = toErrorView(error);
      record.end({ outcome: code });
      this.asker.log(`The browser could not be opened: ${code}.`);
      return CANCELLED;
    }
  }

  private async waitUntilFinished(
    { message }: UrlParams,
    { host }: UrlParts,
    { finished, ...context }: AskContext & { readonly finished: AbortSignal },
  ): Promise<ElicitResult> {
    const question = { kind: 'elicitation_wait', message: cut(message), host } as const;
    const { signal } = context;
    const either = AbortSignal.any([signal, finished]);
    const asked = await this.deps.questions.ask(this.asker, question, { ...context, signal: either, followsUp: true });
    if (finished.aborted && !signal.aborted) return { action: 'accept' };
    if (asked.kind !== 'answered') return unanswered(asked.kind, signal);
    return asked.answer.action === 'finished' ? { action: 'accept' } : CANCELLED;
  }
}

/** A request without a mode is a form (§Requests). */
function isUrl(params: ElicitParams): params is UrlParams {
  return params.mode === 'url';
}

/** A question that the server took back has no answer; one that nobody answered was left. */
function unanswered(kind: 'timed_out' | 'withdrawn', signal: AbortSignal): ElicitResult {
  if (kind === 'withdrawn') signal.throwIfAborted();
  return CANCELLED;
}

function cut(message: string): string {
  return message.slice(0, MAX_MESSAGE);
}

/** The wire's type may be changed by whoever gets it. */
function copyOf(content: Readonly<Record<string, string | number | boolean | readonly string[]>>) {
  return Object.fromEntries(
    Object.entries(content).map(([key, value]): [string, string | number | boolean | string[]] => [
      key,
      typeof value === 'object' ? [...value] : value,
    ]),
  );
}
