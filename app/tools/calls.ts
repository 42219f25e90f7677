/**
 * Calls of tools: the one path by which any tool is called, and one record for each call from click to last byte.
 *
 * `tools/call` is sent nowhere else. A row is in the ledger before the request goes out, and a second one completes it. A call
 * that becomes a task is answered with that, and goes on here until its end, be it in a later run.
 */
import type { Audit, AuditOutcome } from '../audit/audit.ts';
import { callOutcome } from '../contract/calls.ts';
import type { CallDetail, CallOutcome, CallProgress, CallView } from '../contract/calls.ts';
import { AppError, toErrorView } from '../contract/errors.ts';
import { SNAPSHOT_CALLS } from '../contract/events.ts';
import type { HostChange } from '../contract/events.ts';
import type { CallId, ServerId } from '../contract/ids.ts';
import type { ToolView } from '../contract/servers.ts';
import type { EndsWithQuit } from '../contract/calls.ts';
import type { Clock } from '../ports/clock.ts';
import type { JsonSchemaValidator } from '../ports/jsonSchemaValidator.ts';
import type { Ledger } from '../ports/ledger.ts';
import type { Notifier } from '../ports/notifier.ts';
import type { CallLimits, ToolCall } from '../protocol/mcpConnection.ts';
import type { ServerLease, Servers } from '../servers/servers.ts';
import type { FollowedTask } from '../tasks/followedTask.ts';
import type { Follower } from '../tasks/follower.ts';
import { isOver, isProgress, stateOf } from './callStates.ts';
import type { CallEnd } from './callStates.ts';
import { KeptOutcomes } from './keptOutcomes.ts';
import { newRunningCall } from './runningCall.ts';
import type { RunningCall } from './runningCall.ts';
import { TASK_TTL_MS, TaskCalls } from './taskCalls.ts';
import { editionAsked, endedTask, toKept } from './taskViews.ts';
import { toolOutcome } from './toolOutcome.ts';
import { withholdSecrets } from './withholdSecrets.ts';
import type { Kept } from './withholdSecrets.ts';

/**
 * Choice: people lose long calls to limits of a minute; silence of ten minutes without any progress is a hang, and no
 * call that a person waits for takes half a day.
 */
export const CALL_LIMITS: CallLimits = { idleTimeoutMs: 10 * 60_000, maxTotalMs: 12 * 3_600_000 };
/** Of a progress message, characters. */
const MAX_PROGRESS_MESSAGE = 2_000;
export interface CallsDeps {
  readonly audit: Audit;
  readonly clock: Clock;
  readonly jsonSchemaValidator: JsonSchemaValidator;
  readonly follower: Follower;
  readonly ledger: Ledger;
  readonly notifier: Notifier;
  readonly servers: Servers;
  readonly emit: (change: HostChange) => void;
  /** Told when the end of a call could not be recorded. */
  readonly onTrouble: (error: unknown) => void;
  /** Takes back what a task had asked that has ended. */
  readonly withdrawQuestions: (callId: CallId) => void;
  readonly limits?: CallLimits | undefined;
}

export interface CallRequest {
  readonly callId: CallId;
  readonly serverId: ServerId;
  readonly toolName: string;
  readonly arguments: Record<string, unknown>;
  readonly asTask?: boolean | undefined;
}

export class Calls {
  private readonly deps: CallsDeps;
  private readonly running = new Map<CallId, RunningCall>();
  private readonly outcomes = new KeptOutcomes();
  /** Those that ended, newest last. */
  private recent: CallView[] = [];
  private readonly tasks: TaskCalls;

  constructor(deps: CallsDeps) {
    this.deps = deps;
    this.tasks = new TaskCalls({
      ...deps,
      limits: deps.limits ?? CALL_LIMITS,
      calls: {
        onGoing: (call) => this.goOn(call),
        known: () => [...this.running.values()].map(({ view }) => view).concat(this.recent),
        update: (call, view) => this.update(call, view),
        end: (call, end) => this.end(call, end),
        heardProgress: (call, progress) => this.heardProgress(call, progress),
      },
    });
    const open = deps.ledger.openTasks();
    const goingOn = new Set(open.filter(({ task }) => task.handle !== undefined).map(({ call }) => call.callId));
    const ended = deps.ledger.recentCalls(SNAPSHOT_CALLS).filter(({ callId }) => !goingOn.has(callId));
    this.recent = ended.toReversed().map((call) => this.settleInterrupted(call));
    for (const each of open) this.tasks.takeUp(each);
  }

  /** What would not outlive this run: a task of a remote server does. */
  endsWithQuit(): EndsWithQuit {
    const views = [...this.running.values()].map(({ view }) => view);
    const tasks = views.flatMap(({ task }) => (task?.taskId === undefined ? [] : [task]));
    return { calls: views.length - tasks.length, tasks: tasks.filter(({ endsWithServer }) => endsWithServer).length };
  }

  /** All that run, and the newest that ended. */
  views(): readonly CallView[] {
    const running = [...this.running.values()].map((call) => call.view);
    const room = Math.max(0, SNAPSHOT_CALLS - running.length);
    return [...(room === 0 ? [] : this.recent.slice(-room)), ...running];
  }

  /**
   * Calls a tool, starting its server if need be. What a server or a person chooses is an outcome, not an error.
   *
   * @throws {AppError} `COMMAND_INVALID` when the id was used before
   */
  async call(request: CallRequest): Promise<CallOutcome> {
    const { clock, servers } = this.deps;
    if (this.running.has(request.callId)) throw idUsedBefore(request.callId);
    const serverName = servers.get(request.serverId).name;
    const call = newRunningCall(
      {
        callId: request.callId,
        serverId: request.serverId,
        serverName,
        toolName: request.toolName,
        state: 'running',
        startedAtMs: clock.nowMs(),
      },
      { arguments: request.arguments, withheld: [] },
    );
    this.running.set(request.callId, call);
    await this.begin(call);
    let outcome: CallOutcome = { kind: 'failed', error: toErrorView(undefined) };
    try {
      outcome = await this.perform(request, call);
    } finally {
      // Also after a bug of ours, which goes on to whoever logs it.
      if (outcome.kind !== 'task') this.end(call, outcome);
    }
    return outcome;
  }

  /**
   * Of a task: asks its server. @throws {AppError} `CALL_NOT_FOUND` when it is not running; of a task what `FollowedTask.cancel`
   * throws
   */
  async cancel(callId: CallId): Promise<void> {
    const call = this.runningCall(callId);
    if (call.task !== undefined) {
      await this.tasks.cancel(call, call.task.followed);
      return;
    }
    const isSecond = call.view.state === 'cancelling';
    this.update(call, { ...call.view, state: 'cancelling' });
    // Spec: of a request for a task, "the `tasks/cancel` request MUST be used" (2025-11-25 basic/utilities/cancellation): so its
    // answer is waited for, unless somebody has had enough of that.
    if (call.view.task === undefined || isSecond) call.abort.abort('cancelled by the person');
  }

  /** Asks a task's server for news. @throws {AppError} `CALL_NOT_FOUND` when it is no task that is followed. */
  refresh(callId: CallId): void {
    this.deps.follower.refresh(this.followed(callId));
  }

  /** Gives a task up, whatever its server goes on doing. @throws {AppError} as `refresh` does */
  unfollow(callId: CallId): void {
    this.followed(callId).end({ kind: 'failed', error: new AppError('TASK_UNFOLLOWED', 'It is no longer followed.') });
  }

  /** @throws {AppError} `CALL_NOT_FOUND` */
  get(callId: CallId): CallDetail {
    const running = this.running.get(callId);
    if (running !== undefined) {
      return { call: running.view, arguments: { ...running.arguments }, withheld: running.withheld };
    }
    const ended = this.outcomes.get(callId);
    if (ended !== undefined) return ended;
    const stored = this.deps.ledger.getCall(callId);
    if (stored === undefined) throw new AppError('CALL_NOT_FOUND', 'There is no such call.');
    const outcome = callOutcome.safeParse(this.deps.ledger.getTask(callId)?.outcome).data;
    const { call, arguments: args, withheld } = stored;
    return { call, arguments: { ...args }, withheld, ...(outcome === undefined ? {} : { outcome }) };
  }

  private runningCall(callId: CallId): RunningCall {
    const call = this.running.get(callId);
    if (call === undefined) throw new AppError('CALL_NOT_FOUND', 'The call is not running.');
    return call;
  }

  private followed(callId: CallId): FollowedTask {
    const { task } = this.runningCall(callId);
    if (task === undefined) throw new AppError('CALL_NOT_FOUND', 'The call is no task that is followed.');
    return task.followed;
  }

  /** SECURITY(S10): the call is on record before anything of it is sent. */
  private async begin(call: RunningCall): Promise<void> {
    const { audit, ledger } = this.deps;
    const { view } = call;
    const { callId, serverId, serverName, toolName } = view;
    try {
      call.recordSeq = await ledger.together(() => {
        const kept = this.keptArguments(call) ?? { arguments: {}, withheld: [] };
        if (!ledger.beginCall({ call: view, ...kept })) throw idUsedBefore(callId);
        return audit.begin({
          kind: 'tool.call',
          subject: callId,
          label: `${serverName}: ${toolName}`,
          decision: 'agreed',
          decidedBy: 'person',
          details: { serverId, toolName },
        }).seq;
      });
    } catch (error) {
      this.running.delete(callId);
      throw error;
    } finally {
      if (this.running.has(callId)) this.emit(view);
    }
  }

  /** What may be kept of them. SECURITY(S9): `undefined` while nobody knows which of them are secret. */
  private keptArguments(call: RunningCall): Kept | undefined {
    const { serverId, toolName } = call.view;
    const tool = this.deps.servers.runningOf(serverId)?.tools.known?.tools.find(({ name }) => name === toolName);
    if (tool === undefined) return undefined;
    call.kept = withholdSecrets(call.arguments, tool.inputSchema);
    return call.kept;
  }

  private async perform(request: CallRequest, call: RunningCall): Promise<CallOutcome> {
    const { signal } = call.abort;
    try {
      const pending = this.deps.servers.acquire(request.serverId, { kind: 'tool', name: request.toolName });
      const lease = await orAbort(pending, signal).catch((error: unknown) => {
        // Whoever went on waiting would hold it for ever.
        pending.then(({ release }) => release()).catch(() => undefined);
        throw error;
      });
      try {
        if (call.kept === undefined) await this.keepArguments(call);
        return await this.send(request, call, lease);
      } finally {
        if (call.task === undefined) lease.release();
      }
    } catch (error) {
      if (signal.aborted) return { kind: 'cancelled' };
      if (!(error instanceof AppError)) throw error;
      return { kind: 'failed', error: toErrorView(error) };
    }
  }

  private async keepArguments(call: RunningCall): Promise<void> {
    const kept = this.keptArguments(call);
    if (kept === undefined) return;
    await this.deps.ledger.together(() => this.deps.ledger.setArguments(call.view.callId, kept));
  }

  private async send(request: CallRequest, call: RunningCall, lease: ServerLease): Promise<CallOutcome> {
    const { toolName, asTask = false } = request;
    const { server } = lease;
    const tool = server.tools.known?.tools.find((each) => each.name === toolName);
    if (tool === undefined) throw new AppError('TOOL_NOT_FOUND', 'The server has no such tool.');
    const edition = editionAsked(tool.taskSupport, asTask, server.connection);
    if (edition === undefined) return this.sendTo(request, call, { lease, tool });
    const sent = this.deps.follower.sending(call.view.serverId, server);
    try {
      await this.tasks.noteSent(call, edition, server);
      return await this.sendTo(request, call, { lease, tool, task: { ttlMs: TASK_TTL_MS } });
    } finally {
      sent();
    }
  }

  private async sendTo(
    { toolName, arguments: args }: CallRequest,
    call: RunningCall,
    { lease, tool, task }: { readonly lease: ServerLease; readonly tool: ToolView; readonly task?: ToolCall['task'] },
  ): Promise<CallOutcome> {
    const { server } = lease;
    const request = { name: toolName, arguments: args, inputSchema: tool.inputSchema, task };
    const context = {
      ...(this.deps.limits ?? CALL_LIMITS),
      signal: call.abort.signal,
      onProgress: (progress: CallProgress) => this.heardProgress(call, progress),
      progressUntil: call.over.signal,
    };
    const answer = await server.connection.callTool(request, context).catch((error: unknown) => {
      // Ended by Gatehouse: that says more than that the server is gone.
      throw server.fault() ?? error;
    });
    if (answer.kind === 'task') return this.tasks.become(call, answer, lease);
    return toolOutcome(answer.result, tool, this.deps.jsonSchemaValidator);
  }

  private heardProgress(call: RunningCall, progress: CallProgress): void {
    if (!isProgress(call.view.progress, progress)) return;
    const redact = (text: string): string => this.deps.servers.redact(call.view.serverId, text);
    this.update(call, { ...call.view, progress: withoutSecrets(progress, redact) });
  }

  private update(call: RunningCall, view: CallView): void {
    if (!this.running.has(view.callId)) return;
    call.view = view;
    this.emit(view);
  }

  /** The answer does not wait for its record: that is on its way to the disk before the turn ends. */
  private end(call: RunningCall, outcome: CallEnd): void {
    const { clock, servers } = this.deps;
    const { task, ...view } = call.view;
    const ended = task?.taskId === undefined ? view : { ...view, task: endedTask(task, outcome) };
    call.view = { ...ended, state: stateOf(outcome), endedAtMs: clock.nowMs() };
    call.over.abort();
    this.running.delete(call.view.callId);
    this.recent.push(call.view);
    if (this.recent.length > SNAPSHOT_CALLS * 2) this.recent.splice(0, SNAPSHOT_CALLS);
    this.outcomes.add({ call: call.view, arguments: { ...call.arguments }, withheld: call.withheld, outcome });
    const code = outcome.kind === 'failed' ? { details: { code: outcome.error.code } } : {};
    const kept =
      call.task === undefined ? undefined : toKept(outcome, (text) => servers.redact(call.view.serverId, text));
    this.complete(call.view, call.recordSeq, { outcome: call.view.state, ...code }, (ledger) => {
      const { callId } = call.view;
      if (kept !== undefined) ledger.saveTask({ callId, handle: call.task?.handle, outcome: kept });
      // It was sent as a task and became none.
      else if (task !== undefined) ledger.dropTask(callId);
    });
    this.emit(call.view);
  }

  /** Writes the end of a call and of its record, and what `also` writes, in one go. */
  private complete(call: CallView, seq: number, outcome: AuditOutcome, also?: (ledger: Ledger) => void): void {
    const { audit, ledger, onTrouble } = this.deps;
    const begun = {
      seq,
      kind: 'tool.call',
      subject: call.callId,
      label: `${call.serverName}: ${call.toolName}`,
    } as const;
    ledger
      .together(() => {
        ledger.updateCall(call);
        also?.(ledger);
        audit.complete(begun, outcome);
      })
      .catch(onTrouble);
  }

  /** A task of an earlier run goes on, or a call turned out to have become one. */
  private goOn(call: RunningCall): void {
    this.recent = this.recent.filter(({ callId }) => callId !== call.view.callId);
    this.running.set(call.view.callId, call);
    this.emit(call.view);
  }

  /** A call that ran when Gatehouse ended has an answer that nobody will hear. */
  private settleInterrupted(call: CallView): CallView {
    if (isOver(call.state)) return call;
    const { clock, ledger } = this.deps;
    const task = call.task === undefined ? {} : { task: endedTask(call.task, undefined) };
    const settled: CallView = { ...call, ...task, state: 'interrupted', endedAtMs: clock.nowMs() };
    const [begun] = ledger.list({ kinds: ['tool.call'], subject: call.callId, limit: 1 }).records;
    if (begun?.phase === 'begun') this.complete(settled, begun.seq, { outcome: settled.state });
    return settled;
  }

  private emit(call: CallView): void {
    this.deps.emit({ type: 'call.changed', call });
  }
}

function idUsedBefore(callId: CallId): AppError {
  return new AppError('COMMAND_INVALID', 'A call has this id already.', { data: { callId } });
}

/**
 * SECURITY(S9): the view goes to the ledger, and a server knows the secrets of its own environment. Cut only afterwards: the
 * first half of a secret would be found no more.
 */
function withoutSecrets(progress: CallProgress, redact: (text: string) => string): CallProgress {
  if (progress.message === undefined) return progress;
  return { ...progress, message: redact(progress.message).slice(0, MAX_PROGRESS_MESSAGE) };
}

/** Waits for a promise or the signal, whichever is first. */
async function orAbort<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  const aborted = new Promise<never>((_resolve, reject) => {
    const abort = (): void => reject(new AppError('CALL_CANCELLED', 'The call was cancelled.'));
    if (signal.aborted) abort();
    else signal.addEventListener('abort', abort, { once: true });
  });
  return Promise.race([promise, aborted]);
}
