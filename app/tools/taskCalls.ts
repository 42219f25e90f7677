/**
 * Calls that become tasks: noted before they are sent, kept before anybody hears of them, taken up again in a later run.
 */
import type { Audit } from '../audit/audit.ts';
import type { CallOutcome, CallProgress, CallView } from '../contract/calls.ts';
import { AppError, toErrorView } from '../contract/errors.ts';
import type { CallId } from '../contract/ids.ts';
import type { TaskView } from '../contract/tasks.ts';
import type { Clock } from '../ports/clock.ts';
import type { JsonSchemaValidator } from '../ports/jsonSchemaValidator.ts';
import type { Ledger, StoredCall } from '../ports/ledger.ts';
import type { Notifier } from '../ports/notifier.ts';
import type { CallAnswer, CallLimits } from '../protocol/mcpConnection.ts';
import type { ServerLease, Servers } from '../servers/servers.ts';
import type { RunningServer } from '../servers/slot.ts';
import { FollowedTask } from '../tasks/followedTask.ts';
import type { TaskEnding } from '../tasks/followedTask.ts';
import { lostWithProcess } from '../tasks/follower.ts';
import type { Follower } from '../tasks/follower.ts';
import { taskHandle } from '../tasks/taskHandle.ts';
import type { TaskHandle } from '../tasks/taskHandle.ts';
import type { TaskReport } from '../tasks/taskReport.ts';
import { taskWireOf } from '../tasks/taskWire.ts';
import type { CallEnd } from './callStates.ts';
import { newRunningCall } from './runningCall.ts';
import type { RunningCall } from './runningCall.ts';
import { createdTask, sentTask } from './taskViews.ts';
import { toolOutcome } from './toolOutcome.ts';

/**
 * How long a server is asked to keep a task. Choice: a week, so that what was begun on a Friday can be read on Monday, with some
 * days to spare; servers give what they give.
 */
export const TASK_TTL_MS = 7 * 24 * 3_600_000;
/** Of arguments in a list, characters. */
const MAX_ARGUMENTS_LINE = 500;
/** Between our clock and a server's, when the task of a call is looked for in its list, milliseconds. */
const CLOCKS_APART_MS = 60_000;
const OWN_DOING: ReadonlySet<string> = new Set(['TASK_UNFOLLOWED', 'TASK_SERVER_REMOVED', 'TASK_LOST_WITH_PROCESS']);

export interface TaskCallsDeps {
  readonly audit: Audit;
  readonly clock: Clock;
  readonly follower: Follower;
  readonly jsonSchemaValidator: JsonSchemaValidator;
  readonly ledger: Ledger;
  readonly limits: CallLimits;
  readonly notifier: Notifier;
  readonly servers: Servers;
  readonly onTrouble: (error: unknown) => void;
  /** Takes back what a task had asked that has ended. */
  readonly withdrawQuestions: (callId: CallId) => void;
  /** Where calls are held. */
  readonly calls: {
    /** One that is no longer over, or of an earlier run. */
    onGoing(call: RunningCall): void;
    /** All that run and the newest that ended. */
    known(): readonly CallView[];
    update(call: RunningCall, view: CallView): void;
    end(call: RunningCall, end: CallEnd): void;
    heardProgress(call: RunningCall, progress: CallProgress): void;
  };
}

export class TaskCalls {
  private readonly deps: TaskCallsDeps;

  constructor(deps: TaskCallsDeps) {
    this.deps = deps;
  }

  /** Before it is sent: should nobody be there to hear the answer, a task may go on that this names. */
  async noteSent(call: RunningCall, edition: TaskView['edition'], server: RunningServer): Promise<void> {
    const { clock, ledger } = this.deps;
    const task = sentTask(edition, server, clock.nowMs());
    this.deps.calls.update(call, { ...call.view, task, argumentsLine: argumentsLine(call) });
    await ledger.together(() => {
      ledger.updateCall(call.view);
      ledger.saveTask({ callId: call.view.callId, handle: undefined, outcome: undefined });
    });
  }

  /** The handle is in the ledger before anybody hears of it. From here on the task holds the lease. */
  async become(
    call: RunningCall,
    { created, meta, progressToken }: Extract<CallAnswer, { kind: 'task' }>,
    lease: ServerLease,
  ): Promise<CallOutcome> {
    const { audit, clock, follower, ledger } = this.deps;
    const { server } = lease;
    const wire = taskWireOf(server.connection);
    const report = wire?.read(created);
    if (wire === undefined || report === undefined) {
      throw new AppError('CALL_RESULT_INVALID', 'The answer is neither a result nor a task.');
    }
    const { callId, serverId, serverName, toolName } = call.view;
    const { identity } = server.link;
    const task = createdTask(call.view.task ?? sentTask(wire.edition, server, clock.nowMs()), report, server, meta);
    const handle: TaskHandle = {
      taskId: report.taskId,
      ...(identity === undefined ? {} : { identity }),
      progressToken,
      answeredKeys: [],
      recordSeq: call.recordSeq,
    };
    const view = { ...call.view, task, argumentsLine: argumentsLine(call) };
    await ledger.together(() => {
      ledger.updateCall(view);
      ledger.saveTask({ callId, handle, outcome: undefined });
      const label = `${serverName}: ${toolName}`;
      audit.record({
        kind: 'task.created',
        subject: callId,
        label,
        details: { serverId, toolName, taskId: report.taskId },
      });
    });
    this.deps.calls.update(call, view);
    follower.add(this.follow(call, handle), lease);
    // It was cancelled while its answer was on its way.
    if (call.view.state === 'cancelling' && call.task !== undefined) {
      await this.cancel(call, call.task.followed).catch(() => undefined);
    }
    return { kind: 'task', task };
  }

  private follow(call: RunningCall, handle: TaskHandle): FollowedTask {
    const { clock, follower, limits, onTrouble, servers } = this.deps;
    const { callId, serverId, toolName, task: view } = call.view;
    if (view === undefined) throw new Error('The call has no task.');
    const followed = new FollowedTask({
      subject: { callId, serverId, toolName },
      view,
      handle,
      clock,
      limits,
      hooks: {
        onChange: (task, { handle: changed, isNews }) => {
          if (changed !== undefined && call.task !== undefined) call.task.handle = changed;
          this.deps.calls.update(call, { ...call.view, task });
          if (isNews) this.keep(call);
        },
        onEnd: (ending) => this.taskEnded(call, ending),
        onProgress: (progress) => this.deps.calls.heardProgress(call, progress),
        schedule: (inMs) => follower.schedule(followed, inMs),
        log: (text) => servers.slot(serverId).log.append('host', text, clock.nowMs()),
        onTrouble,
      },
    });
    call.task = { followed, handle };
    return followed;
  }

  private taskEnded(call: RunningCall, ending: TaskEnding): void {
    const { follower, notifier } = this.deps;
    if (call.task !== undefined) follower.remove(call.task.followed);
    this.deps.withdrawQuestions(call.view.callId);
    this.deps.calls.end(call, this.toEnd(call, ending));
    // Whoever did it themselves knows.
    const isOwnDoing = ending.kind === 'failed' && OWN_DOING.has(ending.error.code);
    if (!isOwnDoing) notifier.notify('A task has ended', `${call.view.serverName}: ${call.view.toolName}`);
  }

  private toEnd({ view }: RunningCall, ending: TaskEnding): CallEnd {
    if (ending.kind === 'cancelled') return { kind: 'cancelled' };
    if (ending.kind === 'failed') return { kind: 'failed', error: toErrorView(ending.error) };
    const running = this.deps.servers.runningOf(view.serverId);
    const tool = running?.tools.known?.tools.find(({ name }) => name === view.toolName);
    return toolOutcome(ending.result, tool, this.deps.jsonSchemaValidator);
  }

  /** What changed of a task is kept; a fault of the disk costs nobody the task. */
  private keep(call: RunningCall): void {
    const { ledger, onTrouble } = this.deps;
    const { view, task } = call;
    ledger
      .together(() => {
        if (call.over.signal.aborted) return;
        ledger.updateCall(view);
        if (task !== undefined) ledger.saveTask({ callId: view.callId, handle: task.handle, outcome: undefined });
      })
      .catch(onTrouble);
  }

  /** Asks its server. @throws {AppError} what `FollowedTask.cancel` throws */
  async cancel(call: RunningCall, followed: FollowedTask): Promise<void> {
    const { audit, calls } = this.deps;
    const { callId, serverId, serverName, toolName, state: before } = call.view;
    const { taskId } = followed;
    const record = audit.begin({
      kind: 'task.cancel',
      subject: callId,
      label: `${serverName}: ${toolName}`,
      decidedBy: 'person',
      details: { serverId, toolName, taskId },
    });
    calls.update(call, { ...call.view, state: 'cancelling' });
    try {
      await followed.cancel();
      record.end({ outcome: 'asked' });
      this.keep(call);
    } catch (error) {
      record.end({ outcome: toErrorView(error).code });
      calls.update(call, { ...call.view, state: before });
      throw error;
    }
  }

  /** A task of an earlier run: goes on where its server still has it. */
  takeUp({ call: view, task }: ReturnType<Ledger['openTasks']>[number]): void {
    const { follower, servers } = this.deps;
    const handle = taskHandle.safeParse(task.handle).data;
    if (handle === undefined || view.task === undefined) {
      this.lookForLost(view);
      return;
    }
    const kept = this.keptOf(view.callId);
    const call = newRunningCall(view, kept, handle.recordSeq);
    this.deps.calls.onGoing(call);
    const followed = this.follow(call, handle);
    if (!servers.has(view.serverId)) {
      followed.end({ kind: 'failed', error: new AppError('TASK_SERVER_REMOVED', 'The server was removed.') });
    } else if (view.task.endsWithServer) followed.end({ kind: 'failed', error: lostWithProcess() });
    else follower.add(followed);
  }

  /** A row that somebody altered costs the task its arguments, and nobody the start. */
  private keptOf(callId: CallId): Pick<StoredCall, 'arguments' | 'withheld'> {
    const none = { arguments: {}, withheld: [] };
    try {
      return this.deps.ledger.getCall(callId) ?? none;
    } catch (error) {
      this.deps.onTrouble(error);
      return none;
    }
  }

  /** A call that was sent, and whose answer nobody was there to hear. It is never sent again; its task may be in a list. */
  private lookForLost(view: CallView): void {
    const { follower, servers } = this.deps;
    if (view.task === undefined || view.task.endsWithServer || !servers.has(view.serverId)) {
      this.giveUpLost(view);
      return;
    }
    follower.lookUp({
      serverId: view.serverId,
      onListed: (tasks, server) => {
        const found = this.onlyCandidate(view, tasks);
        if (found === undefined) this.giveUpLost(view);
        else this.takeUpFound(view, found, server);
      },
    });
  }

  private giveUpLost({ callId }: CallView): void {
    const { ledger, onTrouble } = this.deps;
    const error = toErrorView(new AppError('CALL_ANSWER_LOST', 'Nobody heard whether it became a task.'));
    const outcome = { kind: 'failed', error } as const;
    ledger.together(() => ledger.saveTask({ callId, handle: undefined, outcome })).catch(onTrouble);
  }

  /** The one task that can be its own: made right after it was sent, and nobody else's. */
  private onlyCandidate({ startedAtMs, serverId }: CallView, tasks: readonly TaskReport[]): TaskReport | undefined {
    const ofServer = this.deps.calls.known().filter((view) => view.serverId === serverId);
    const known = new Set(ofServer.map(({ task }) => task?.taskId));
    const candidates = tasks.filter(
      ({ taskId, createdAtMs = 0 }) => !known.has(taskId) && Math.abs(createdAtMs - startedAtMs) <= CLOCKS_APART_MS,
    );
    return candidates.length === 1 ? candidates[0] : undefined;
  }

  private takeUpFound(view: CallView, report: TaskReport, server: RunningServer): void {
    const { audit, ledger } = this.deps;
    const { callId, serverId, serverName, toolName, task } = view;
    const [record] = ledger.list({ kinds: ['tool.call'], subject: callId, limit: 1 }).records;
    if (task === undefined || record === undefined) return;
    const { identity } = server.link;
    const handle: TaskHandle = {
      taskId: report.taskId,
      ...(identity === undefined ? {} : { identity }),
      progressToken: '',
      answeredKeys: [],
      recordSeq: record.completes ?? record.seq,
    };
    const { endedAtMs: _ended, ...rest } = view;
    const running: CallView = {
      ...rest,
      state: 'running',
      task: { ...createdTask(task, report, server, undefined), following: 'active' },
    };
    ledger
      .together(() => {
        ledger.updateCall(running);
        ledger.saveTask({ callId, handle, outcome: undefined });
        const label = `${serverName}: ${toolName}`;
        audit.record({
          kind: 'task.created',
          subject: callId,
          label,
          details: { serverId, toolName, taskId: report.taskId, found: true },
        });
      })
      .catch(this.deps.onTrouble);
    this.takeUp({ call: running, task: { callId, handle, outcome: undefined } });
  }
}

/** What is kept of the arguments, for lists. */
function argumentsLine({ kept }: RunningCall): string {
  if (kept === undefined) return '';
  const line = JSON.stringify(kept.arguments);
  return line.length > MAX_ARGUMENTS_LINE ? `${line.slice(0, MAX_ARGUMENTS_LINE)}…` : line;
}
