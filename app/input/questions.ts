/**
 * Puts what servers ask to the desk: who asks is said in Gatehouse's own words, every question is on record, and a server
 * can neither flood the desk nor keep a question open for ever.
 */
import { ProtocolError, ProtocolErrorCode } from '@modelcontextprotocol/client';
import type { Audit } from '../audit/audit.ts';
import { toRecordable } from '../audit/recordable.ts';
import type { ActivityRecord } from '../contract/activity.ts';
import { canonicalJson } from '../contract/canonicalJson.ts';
import { decisionView } from '../contract/decisions.ts';
import type { AgreementView, AnswerTo, DecisionView } from '../contract/decisions.ts';
import { decisionId } from '../contract/ids.ts';
import type { CallId, ServerId } from '../contract/ids.ts';
import type { asking } from '../contract/input.ts';
import type { Desk } from '../decisions/desk.ts';
import type { Clock } from '../ports/clock.ts';
import type { Digest } from '../ports/digest.ts';
import type { Notifier } from '../ports/notifier.ts';
import type { RandomIds } from '../ports/randomIds.ts';
import type { AskContext, Asker } from './clientSide.ts';

/** Choice: a person who was interrupted comes back within this time; a server has given up long before, most likely. */
export const QUESTION_LIMIT_MS = 15 * 60_000;
/** Of a task that is followed: it may ask at night, and goes on for days. It is taken back once the task has ended. */
const TASK_QUESTION_LIMIT_MS = 7 * 24 * 3_600_000;
/** Questions of one server that may wait at once, and that it may ask in a minute. Choice: more than any flow of an honest server. */
export const MAX_WAITING = 5;
export const MAX_PER_MINUTE = 20;
const MINUTE_MS = 60_000;
/** Questions of the tasks of one server that may wait for a place, and how often they look for one, milliseconds. */
const MAX_QUEUED = 100;
const PLACE_MS = 500;

export type QuestionView = Exclude<DecisionView, AgreementView>;
/** What the caller knows; who asks, and the ids, are filled in here. */
export type Question<V extends QuestionView = QuestionView> = V extends QuestionView
  ? Omit<V, keyof typeof asking>
  : never;

export type Answered<K extends QuestionView['kind']> =
  | { readonly kind: 'answered'; readonly answer: AnswerTo<K> }
  /** Nobody answered in time. */
  | { readonly kind: 'timed_out' }
  /** The server took it back, its connection or the call it came with ended, or Gatehouse quits. */
  | { readonly kind: 'withdrawn' };

export interface AskOptions extends AskContext {
  /** It belongs to a request whose first question was let through: the server did not ask anew. */
  readonly followsUp?: boolean;
  /** Told once the question is up, for questions that grow. */
  readonly onOpen?: (update: (question: Question) => void) => void;
}

export interface QuestionsDeps {
  readonly audit: Audit;
  readonly clock: Clock;
  readonly desk: Desk;
  readonly digest: Digest;
  readonly notifier: Notifier;
  readonly randomIds: RandomIds;
}

export class Questions {
  private readonly deps: QuestionsDeps;
  private readonly waiting = new Map<ServerId, number>();
  /** When each server asked in the last minute. */
  private readonly asked = new Map<ServerId, readonly number[]>();
  /** Questions of tasks that wait for a place at the desk. */
  private readonly queued = new Map<ServerId, number>();

  constructor(deps: QuestionsDeps) {
    this.deps = deps;
  }

  /** @throws {ProtocolError} -32603 when the server asks too much, -32602 for what can't be shown. */
  async ask<Q extends Question>(asker: Asker, question: Q, options: AskOptions): Promise<Answered<Q['kind']>> {
    const { asTask, relatedTaskId } = options;
    const used = asTask === undefined ? asker.whileUsed() : undefined;
    const signal = used === undefined ? options.signal : AbortSignal.any([options.signal, used]);
    if (signal.aborted) return { kind: 'withdrawn' };
    const ofCall = relatedTaskId === undefined ? undefined : asker.callOfTask(relatedTaskId);
    if (options.followsUp !== true) {
      // A task has time; a server that asks with a task in it can't be told to come back.
      while (ofCall !== undefined && !isAborted(signal) && this.isFull(asker.serverId)) {
        if (!(await this.waitForPlace(asker.serverId, signal))) break;
      }
      if (isAborted(signal)) return { kind: 'withdrawn' };
      this.admit(asker);
    }
    const { audit, clock, desk, notifier, randomIds } = this.deps;
    const { serverId } = asker;
    const serverName = asker.serverName();
    const id = decisionId.parse(randomIds.next('dec'));
    const nowMs = clock.nowMs();
    const limitMs = ofCall === undefined ? QUESTION_LIMIT_MS : TASK_QUESTION_LIMIT_MS;
    const who = {
      decisionId: id,
      createdAtMs: nowMs,
      expiresAtMs: Math.min(nowMs + limitMs, asTask?.expiresAtMs ?? Infinity),
      serverId,
      serverName,
      serverOrigin: asker.serverOrigin,
      duringTools: asker.duringTools(),
      ...(ofCall === undefined ? {} : { ofCall }),
    };
    const toView = (shown: Question): QuestionView => this.withDigest({ ...shown, ...who });
    const view = toView(question);
    // SECURITY(S9): what was asked and answered may be private; the record says that, of whom and how it ended.
    const record = audit.begin({
      kind: 'decision.input',
      subject: serverId,
      label: serverName,
      digestShown: view.digest,
      details: { asked: view.kind, duringTools: view.duringTools },
    });
    this.waiting.set(serverId, this.countWaiting(serverId) + 1);
    let timedOut = false as boolean;
    const withdraw = (): void => desk.withdraw(id);
    const cancelTimer = clock.after(limitMs, () => {
      timedOut = true;
      withdraw();
    });
    signal.addEventListener('abort', withdraw, { once: true });
    try {
      const answered = desk.open(view);
      options.onOpen?.((shown) => desk.update(toView(shown)));
      notifier.notify(`${serverName} asks you something`, 'Open Gatehouse to answer.');
      const answer = await answered;
      record.end(answer === undefined ? { decision: 'withdrawn' } : { ...decisionOf(answer), decidedBy: 'person' });
      if (answer === undefined) return { kind: timedOut ? 'timed_out' : 'withdrawn' };
      // The desk lets only answers of the view's own kind through, which is the question's.
      return { kind: 'answered', answer: answer as AnswerTo<Q['kind']> };
    } finally {
      cancelTimer();
      signal.removeEventListener('abort', withdraw);
      const left = (this.waiting.get(serverId) ?? 1) - 1;
      if (left > 0) this.waiting.set(serverId, left);
      else this.waiting.delete(serverId);
    }
  }

  /** Takes back what a server had asked whose conversation ended. How much it asked stays known: it may be back at once. */
  withdrawAll(serverId: ServerId): void {
    for (const view of this.deps.desk.list()) {
      if (view.serverId === serverId && view.kind !== 'launch' && view.kind !== 'connect') {
        this.deps.desk.withdraw(view.decisionId);
      }
    }
  }

  /** Takes back what the task of a call had asked. */
  withdrawOf(callId: CallId): void {
    for (const view of this.deps.desk.list()) {
      if ('ofCall' in view && view.ofCall === callId) this.deps.desk.withdraw(view.decisionId);
    }
  }

  /** Of a server that was removed. */
  forget(serverId: ServerId): void {
    this.withdrawAll(serverId);
    this.asked.delete(serverId);
  }

  /** Waits a moment for a place at the desk; answers whether that makes sense: not where too many wait already. */
  private async waitForPlace(serverId: ServerId, signal: AbortSignal): Promise<boolean> {
    const queued = this.queued.get(serverId) ?? 0;
    if (queued >= MAX_QUEUED) return false;
    this.queued.set(serverId, queued + 1);
    await this.later(signal);
    this.queued.set(serverId, (this.queued.get(serverId) ?? 1) - 1);
    return true;
  }

  private later(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const cancel = this.deps.clock.after(PLACE_MS, done);
      function done(): void {
        cancel();
        signal.removeEventListener('abort', done);
        resolve();
      }
      signal.addEventListener('abort', done, { once: true });
    });
  }

  private isFull(serverId: ServerId): boolean {
    return this.countWaiting(serverId) >= MAX_WAITING || this.recent(serverId).length >= MAX_PER_MINUTE;
  }

  private recent(serverId: ServerId): readonly number[] {
    const nowMs = this.deps.clock.nowMs();
    return (this.asked.get(serverId) ?? []).filter((atMs) => nowMs - atMs < MINUTE_MS);
  }

  /**
   * Counts a question before anything comes of it, be it a record that it was refused.
   *
   * MCP 2025-11-25 client/elicitation §Security Considerations: clients SHOULD rate-limit.
   * @throws {ProtocolError} -32603 when the server asks too much.
   */
  admit(asker: Asker): void {
    const { serverId } = asker;
    if (this.isFull(serverId)) {
      asker.log('A question was refused: the server asks too many.');
      throw new ProtocolError(ProtocolErrorCode.InternalError, 'Too many questions are waiting for the person.');
    }
    this.asked.set(serverId, [...this.recent(serverId), this.deps.clock.nowMs()]);
  }

  private countWaiting(serverId: ServerId): number {
    return this.waiting.get(serverId) ?? 0;
  }

  private withDigest(shown: Omit<QuestionView, 'digest'>): QuestionView {
    const recordable = toRecordable(shown);
    const digested = isGrowing(recordable) ? { ...recordable, content: [] } : recordable;
    const view = decisionView.safeParse({ ...recordable, digest: this.deps.digest.sha256(canonicalJson(digested)) });
    // One question that the page can't read would keep it from everything else.
    if (!view.success) throw new ProtocolError(ProtocolErrorCode.InvalidParams, 'The question can’t be shown.');
    // A question and who asks it make up a view of the question's kind; the compiler loses that in the union.
    return view.data as QuestionView;
  }
}

/** A reply that is still written can only be turned down, whatever of it stands there by now: its digest stays. */
function isGrowing(shown: Omit<QuestionView, 'digest'>): boolean {
  return shown.kind === 'sampling_reply' && 'state' in shown && shown.state === 'generating';
}

/** The answer's own word, and what it comes to. */
function decisionOf(answer: AnswerTo<QuestionView['kind']>): {
  readonly decision: NonNullable<ActivityRecord['decision']>;
  readonly outcome: string;
} {
  const outcome = 'action' in answer ? answer.action : answer.outcome.action;
  if (outcome === 'decline') return { decision: 'refused', outcome };
  return { decision: outcome === 'cancel' ? 'cancelled' : 'agreed', outcome };
}

/** It may have been meanwhile, which the compiler does not believe. */
function isAborted(signal: AbortSignal): boolean {
  return signal.aborted;
}
