/**
 * One task that is followed: asks its server about it, answers what it wants to know, fetches how it ended.
 *
 * It trusts a server with what it says of this task and with nothing else: another id, a step back from an end, or an answer
 * that is none change nothing.
 */
import type { CallId, ServerId } from '../contract/ids.ts';
import { AppError, toErrorView } from '../contract/errors.ts';
import type { CallProgress } from '../contract/calls.ts';
import type { TaskView } from '../contract/tasks.ts';
import type { Clock } from '../ports/clock.ts';
import type { CallLimits } from '../protocol/mcpConnection.ts';
import { wireToolResult } from '../protocol/toolResult.ts';
import type { WireToolResult } from '../protocol/toolResult.ts';
import type { ServerLease } from '../servers/servers.ts';
import { MAX_POLL_MS, pollInterval } from './pollTiming.ts';
import type { TaskHandle } from './taskHandle.ts';
import { TaskQuestions } from './taskQuestions.ts';
import { MAX_STATUS_MESSAGE } from './taskReport.ts';
import type { TaskReport } from './taskReport.ts';
import { isEnd, nextStatus } from './taskStates.ts';
import { taskWireOf } from './taskWire.ts';
import type { TaskWire } from './taskWire.ts';

/** Of the interval, while the server can't be asked. */
const MAX_DOUBLINGS = 9;
/** Choice: how long after its time a task is still asked about, should the two clocks differ. */
const EXPIRY_GRACE_MS = 60_000;
/** MCP 2025-11-25 basic/utilities/tasks §Protocol Errors: a task the server does not know, or no longer. */
const INVALID_PARAMS = -32602;

export interface TaskSubject {
  readonly callId: CallId;
  readonly serverId: ServerId;
  readonly toolName: string;
}

export type TaskEnding =
  | { readonly kind: 'result'; readonly result: WireToolResult }
  | { readonly kind: 'failed'; readonly error: AppError }
  | { readonly kind: 'cancelled' };

export interface TaskHooks {
  /** `handle` only where it has to be kept anew; `isNews`: more than that it was heard of. */
  onChange(view: TaskView, change: { readonly handle?: TaskHandle; readonly isNews: boolean }): void;
  onEnd(ending: TaskEnding): void;
  onProgress(progress: CallProgress): void;
  /** It is to be asked about after so long. */
  schedule(inMs: number): void;
  /** A line for its server's log. */
  log(text: string): void;
  /** A fault of ours. */
  onTrouble(error: unknown): void;
}

export interface FollowedOptions {
  readonly subject: TaskSubject;
  readonly view: TaskView;
  readonly handle: TaskHandle;
  readonly clock: Clock;
  readonly limits: CallLimits;
  readonly hooks: TaskHooks;
}

interface Attached {
  readonly lease: ServerLease;
  readonly wire: TaskWire;
  readonly stopProgress: () => void;
}

export class FollowedTask {
  readonly subject: TaskSubject;
  view: TaskView;
  private handle: TaskHandle;
  private readonly clock: Clock;
  private readonly limits: CallLimits;
  private readonly hooks: TaskHooks;
  private readonly over = new AbortController();
  private attached: Attached | undefined;
  /** Aborted when the connection is let go of: what was asked over it has no answer any more. */
  private line = new AbortController();
  private polls = 0;
  private isPolling = false;
  /** In a row. */
  private failures = 0;
  private isFetching = false;
  private readonly questions: TaskQuestions;
  private named: unknown;

  constructor({ subject, view, handle, clock, limits, hooks }: FollowedOptions) {
    this.subject = subject;
    this.view = view;
    this.handle = handle;
    this.clock = clock;
    this.limits = limits;
    this.hooks = hooks;
    this.questions = new TaskQuestions(handle.answeredKeys, {
      onAnswered: (answeredKeys) => this.answeredAll(answeredKeys),
      onProblem: (problem) => this.change({ problem }, { isNews: true }),
      log: (text) => hooks.log(text),
      onTrouble: (error) => hooks.onTrouble(error),
    });
  }

  get taskId(): string {
    return this.handle.taskId;
  }

  get isAttached(): boolean {
    return this.attached !== undefined;
  }

  get isOver(): boolean {
    return this.over.signal.aborted;
  }

  /** Takes a running server, which it holds until the end. @param pollInMs When to ask first. */
  attach(lease: ServerLease, pollInMs: number): void {
    const wire = taskWireOf(lease.server.connection);
    if (this.isOver || wire === undefined || wire.edition !== this.view.edition) {
      lease.release();
      if (!this.isOver) this.pause(new AppError('SERVER_FEATURE_MISSING', 'The server no longer speaks of tasks.'));
      return;
    }
    this.line = new AbortController();
    const stopProgress = lease.server.connection.hearProgress(this.handle.progressToken, (progress) =>
      this.hooks.onProgress(progress),
    );
    this.attached = { lease, wire, stopProgress };
    this.hooks.schedule(pollInMs);
  }

  /** The connection ended, or there is none to be had. It goes on with the next one. */
  pause(problem: AppError): void {
    this.detach();
    this.change({ following: 'paused', problem: toErrorView(problem) }, { isNews: true });
  }

  /** For quitting: it is kept as it is. */
  rest(): void {
    this.detach();
    this.hooks.onChange(this.view, { isNews: true });
  }

  private detach(): void {
    this.line.abort();
    this.attached?.stopProgress();
    this.attached?.lease.release();
    this.attached = undefined;
    this.questions.letGo();
  }

  /** Has the server tell of these by itself, over the connection that this one has. */
  watchWith(taskIds: readonly string[]): void {
    this.attached?.lease.server.connection.watchTasks(taskIds);
  }

  /** Asks at once, also what could not be answered before. */
  refresh(): void {
    this.questions.reset();
    this.hooks.schedule(0);
  }

  /** Asks the server once. What comes of it shows in the view. */
  async poll(): Promise<void> {
    const { attached } = this;
    if (attached === undefined || this.isPolling || this.isOver) return;
    this.isPolling = true;
    const { signal } = this.line;
    try {
      const report = await attached.wire.get(this.taskId, signal);
      if (signal.aborted) return;
      this.polls += 1;
      this.failures = 0;
      this.learn(report);
    } catch (error) {
      if (!signal.aborted) this.pollFailed(toAppError(error));
    } finally {
      this.isPolling = false;
      this.scheduleNext();
    }
  }

  /** News that the server sent by itself. Answers whether they were of this task. */
  hear(pushed: unknown): boolean {
    const report = this.attached?.wire.read(pushed);
    if (report?.taskId !== this.taskId) return false;
    this.learn(report);
    // What was just heard need not be asked: with many tasks that leaves room for those whose servers do not tell.
    this.scheduleNext();
    return true;
  }

  /** @throws {AppError} `TASK_CANCEL_UNSUPPORTED`, `TASK_SERVER_STOPPED` while it is not connected, what requests throw */
  async cancel(): Promise<void> {
    const { attached } = this;
    if (attached === undefined) throw new AppError('TASK_SERVER_STOPPED', 'The server is not connected.');
    if (!attached.wire.canCancel) throw new AppError('TASK_CANCEL_UNSUPPORTED', 'The server can’t cancel tasks.');
    try {
      const report = await attached.wire.cancel(this.taskId);
      if (report !== undefined) this.learn(report);
    } catch (error) {
      // §Task Cancellation: also when it had ended already, which the next answer will show.
      if (!isInvalidParams(error)) throw toAppError(error);
    }
    if (!this.isOver) this.hooks.schedule(0);
  }

  end(ending: TaskEnding): void {
    if (this.isOver) return;
    this.over.abort();
    this.detach();
    this.hooks.onEnd(ending);
  }

  private learn(report: TaskReport): void {
    if (this.isOver) return;
    if (report.taskId !== this.taskId) {
      this.hooks.log('An answer about a task named another task, and was ignored.');
      return;
    }
    const status = nextStatus(this.view.status, report.status);
    if (status !== report.status) this.hooks.log(`A task that had ended (${status}) was said to be ${report.status}.`);
    this.named = report.pollInterval;
    if (status !== this.view.status) this.polls = 0;
    this.change(this.changesOf(report, status), {
      isNews: status !== this.view.status || report.statusMessage !== this.view.statusMessage,
    });
    if (isEnd(status)) this.conclude(report);
    else if (status === 'input_required') this.answer(report);
  }

  private changesOf({ statusMessage, ttlMs }: TaskReport, status: TaskView['status']): Partial<TaskView> {
    return {
      status,
      statusMessage: statusMessage === undefined ? undefined : this.said(statusMessage),
      expiresAtMs: ttlMs === undefined ? undefined : this.view.createdAtMs + ttlMs,
      heardAtMs: this.clock.nowMs(),
      following: 'active',
      problem: status === 'input_required' ? this.questions.refusal : undefined,
    };
  }

  /** SECURITY(S9): a server knows the secrets of its own start. Redacted before it is cut, so that none is halved. */
  private said(text: string): string {
    return (this.attached?.lease.server.link.redact(text) ?? text).slice(0, MAX_STATUS_MESSAGE);
  }

  private conclude(report: TaskReport): void {
    if (this.view.status === 'cancelled') this.end({ kind: 'cancelled' });
    else if (this.view.edition === 'core') this.fetchResult();
    // One that was said to be over and is said to go on brings its end with it when it comes.
    else if (isEnd(report.status)) this.end(this.endingOf(report));
  }

  private endingOf({ status, result, error }: TaskReport): TaskEnding {
    if (status === 'failed') {
      const data = { rpcCode: error?.code ?? 0, said: this.said(error?.message ?? '') };
      return { kind: 'failed', error: new AppError('SERVER_PROTOCOL_ERROR', 'The task failed.', { data }) };
    }
    const read = wireToolResult.safeParse(result);
    if (read.success) return { kind: 'result', result: read.data };
    return { kind: 'failed', error: new AppError('CALL_RESULT_INVALID', 'The answer is no result of a tool.') };
  }

  private answer({ inputRequests = {} }: TaskReport): void {
    const { attached, line } = this;
    if (attached === undefined) return;
    // §Input Required Status: over `tasks/result` the questions come, as requests of the server.
    if (this.view.edition === 'core') this.fetchResult();
    const { connection } = attached.lease.server;
    this.questions.put(inputRequests, {
      signal: AbortSignal.any([line.signal, this.over.signal]),
      ask: (question, signal) => connection.answerQuestion(question, { signal, relatedTaskId: this.taskId }),
      send: (answers) => attached.wire.update(this.taskId, answers),
    });
  }

  private answeredAll(answeredKeys: readonly string[]): void {
    this.handle = { ...this.handle, answeredKeys };
    this.hooks.onChange(this.view, { handle: this.handle, isNews: true });
    if (!this.isOver && this.isAttached) this.hooks.schedule(0);
  }

  /** Waits for the end where it has not come yet. One at a time: a server may well keep it open for hours. */
  private fetchResult(): void {
    const { attached, line } = this;
    if (attached === undefined || this.isFetching) return;
    this.isFetching = true;
    const signal = AbortSignal.any([line.signal, this.over.signal]);
    // Before the end it is silent for as long as the task goes on, and while a person is asked.
    const { idleTimeoutMs, maxTotalMs } = this.limits;
    const limits = { idleTimeoutMs: isEnd(this.view.status) ? idleTimeoutMs : maxTotalMs, maxTotalMs };
    attached.wire
      .result(this.taskId, { ...limits, signal })
      .then((result) => this.end({ kind: 'result', result }))
      .catch((error: unknown) => {
        if (!signal.aborted) this.resultFailed(toAppError(error));
      })
      .finally(() => (this.isFetching = false));
  }

  private resultFailed(error: AppError): void {
    // What the plain call would have brought, it brings: an error of the protocol too, once the task has ended.
    const isItsEnd = isEnd(this.view.status) && error.code === 'SERVER_PROTOCOL_ERROR';
    if (isItsEnd || error.code === 'CALL_RESULT_INVALID') this.end({ kind: 'failed', error });
    else this.change({ problem: toErrorView(error) }, { isNews: true });
  }

  private pollFailed(error: AppError): void {
    this.failures += 1;
    const isPast = this.clock.nowMs() > (this.view.expiresAtMs ?? Number.POSITIVE_INFINITY) + EXPIRY_GRACE_MS;
    if (isInvalidParams(error)) this.end({ kind: 'failed', error: this.whyUnknown(error) });
    else if (isPast) this.end({ kind: 'failed', error: expired() });
    else this.change({ following: 'paused', problem: toErrorView(error) }, { isNews: true });
  }

  /** §Task Isolation: a server says the same of a task that it forgot and of one that is somebody else's. */
  private whyUnknown(cause: AppError): AppError {
    if (this.clock.nowMs() >= (this.view.expiresAtMs ?? Number.POSITIVE_INFINITY)) return expired();
    const { identity } = this.attached?.lease.server.link ?? {};
    return identity === this.handle.identity
      ? new AppError('TASK_UNKNOWN_TO_SERVER', 'The server does not know the task.', { data: cause.data, cause })
      : new AppError('TASK_NOT_ACCESSIBLE', 'The server does not give the task to this sign-in.', { cause });
  }

  private scheduleNext(): void {
    if (this.isOver || this.attached === undefined) return;
    const intervalMs = pollInterval(this.named, this.polls, (this.clock.nowMs() % 1_000) / 1_000);
    if (intervalMs !== this.view.pollIntervalMs) this.change({ pollIntervalMs: intervalMs }, { isNews: false });
    // A server in trouble is left alone a little longer each time.
    this.hooks.schedule(Math.min(MAX_POLL_MS, intervalMs * 2 ** Math.min(this.failures, MAX_DOUBLINGS)));
  }

  private change(change: Partial<TaskView>, { isNews }: { readonly isNews: boolean }): void {
    // Members that are there as `undefined` are gone.
    const view = Object.entries({ ...this.view, ...change }).filter(([, value]) => value !== undefined);
    this.view = Object.fromEntries(view) as unknown as TaskView;
    this.hooks.onChange(this.view, { isNews });
  }
}

function toAppError(error: unknown): AppError {
  return error instanceof AppError ? error : new AppError('INTERNAL', 'Something went wrong.', { cause: error });
}

function isInvalidParams(error: unknown): boolean {
  return error instanceof AppError && error.data['rpcCode'] === INVALID_PARAMS;
}

function expired(): AppError {
  return new AppError('TASK_EXPIRED', 'The server kept the task for as long as it had said.');
}
