/**
 * Follows every task that is open: over whatever connection its server has at the moment, and through the times it has none.
 *
 * A followed task holds its server. A remote one that can't be reached is tried again, more and more seldom; a local one takes
 * its tasks with it when it ends.
 */
import { AppError } from '../contract/errors.ts';
import type { CallId, ServerId } from '../contract/ids.ts';
import type { Clock } from '../ports/clock.ts';
import type { KeptSessions } from '../servers/keptSessions.ts';
import type { ServerLease, Servers } from '../servers/servers.ts';
import type { FollowedTask } from './followedTask.ts';
import { PollQueue } from './pollQueue.ts';
import type { TaskReport } from './taskReport.ts';
import { taskWireOf } from './taskWire.ts';

/** Waits before a server is tried again, milliseconds; the last one stays. */
const RETRY_MS = [5_000, 15_000, 60_000, 5 * 60_000, 10 * 60_000] as const;
/** What a server is asked to tell of is said to it at most so often, milliseconds: a hundred tasks may begin at once. */
const WATCH_DELAY_MS = 250;
/** What only a person can change: trying again by itself would ask them again and again. */
const FOR_A_PERSON: ReadonlySet<string> = new Set([
  'LAUNCH_NOT_AGREED',
  'CONFIG_REQUIRED_MISSING',
  'SERVER_NOT_FOUND',
  'SERVER_UNAUTHORIZED',
  'SERVER_FORBIDDEN',
  // Somebody stopped it while it was started.
  'SERVER_CLOSED',
  'TASK_SERVER_STOPPED',
]);

export interface FollowerDeps {
  readonly clock: Clock;
  readonly servers: Pick<Servers, 'acquire' | 'runningOf'>;
  readonly sessions: Pick<KeptSessions, 'keep' | 'drop'>;
  readonly onTrouble: (error: unknown) => void;
}

/** Of a call that was sent and whose answer nobody heard: told of the tasks its server has, where it lists them. */
export interface LostAnswer {
  readonly serverId: ServerId;
  readonly onListed: (tasks: readonly TaskReport[], server: ServerLease['server']) => void;
}

/** What is followed at one server. */
interface Line {
  readonly tasks: Map<CallId, FollowedTask>;
  lost: readonly LostAnswer[];
  attempts: number;
  isConnecting: boolean;
  cancelRetry: (() => void) | undefined;
  cancelWatch: (() => void) | undefined;
}

export class Follower {
  private readonly deps: FollowerDeps;
  private readonly lines = new Map<ServerId, Line>();
  private readonly queue: PollQueue<FollowedTask>;
  /** Requests under way that may begin a task. */
  private readonly sent = new Map<ServerId, number>();
  private isClosed = false;

  constructor(deps: FollowerDeps) {
    this.deps = deps;
    this.queue = new PollQueue(deps.clock, (task) => this.unwatched(task.poll()));
  }

  /** @param lease Of the running server that just made it; without one the server is reached by `start`. */
  add(task: FollowedTask, lease?: ServerLease): void {
    const line = this.line(task.subject.serverId);
    line.tasks.set(task.subject.callId, task);
    if (lease === undefined) return;
    this.attach(task, lease, task.view.pollIntervalMs);
    this.watch(line);
  }

  lookUp(lost: LostAnswer): void {
    const line = this.line(lost.serverId);
    line.lost = [...line.lost, lost];
  }

  /** Reaches every server that has something to follow. */
  start(): void {
    for (const serverId of this.lines.keys()) this.connect(serverId);
  }

  has(serverId: ServerId): boolean {
    return (this.lines.get(serverId)?.tasks.size ?? 0) > 0;
  }

  /** The call that a server carries out as this task. */
  callOf(serverId: ServerId, taskId: string): CallId | undefined {
    const tasks = [...(this.lines.get(serverId)?.tasks.values() ?? [])];
    return tasks.find((task) => task.taskId === taskId)?.subject.callId;
  }

  schedule(task: FollowedTask, inMs: number): void {
    if (!this.isClosed) this.queue.schedule(task, inMs);
  }

  /** News of a task, from its server. */
  hear(serverId: ServerId, news: unknown): void {
    for (const task of this.lines.get(serverId)?.tasks.values() ?? []) if (task.hear(news)) return;
  }

  /** Asks at once, starting the server if need be. */
  refresh(task: FollowedTask): void {
    if (task.isAttached) task.refresh();
    else this.connect(task.subject.serverId);
  }

  /** A connection is there, whoever asked for it. */
  serverReady(serverId: ServerId): void {
    if (this.lines.has(serverId)) this.connect(serverId);
  }

  serverEnded(
    serverId: ServerId,
    { isLocal, requested }: { readonly isLocal: boolean; readonly requested: boolean },
  ): void {
    const line = this.lines.get(serverId);
    if (line === undefined) return;
    for (const task of [...line.tasks.values()]) {
      if (isLocal) task.end({ kind: 'failed', error: lostWithProcess() });
      else if (this.isClosed) task.rest();
      else task.pause(notConnected(requested ? 'TASK_SERVER_STOPPED' : 'SERVER_SESSION_LOST'));
    }
    if (!isLocal && !requested) this.retryLater(serverId, line);
  }

  /** The server is removed for good. */
  forget(serverId: ServerId): void {
    const line = this.lines.get(serverId);
    const error = new AppError('TASK_SERVER_REMOVED', 'The server was removed.');
    for (const task of [...(line?.tasks.values() ?? [])]) task.end({ kind: 'failed', error });
    this.drop(serverId);
  }

  /** It ended. */
  remove(task: FollowedTask): void {
    this.queue.remove(task);
    const { serverId, callId } = task.subject;
    const line = this.lines.get(serverId);
    if (line === undefined || !line.tasks.delete(callId)) return;
    this.watch(line);
    this.letGoOfSession(serverId);
    if (isIdle(line)) this.drop(serverId);
  }

  sleep(isAsleep: boolean): void {
    this.queue.pause(isAsleep);
  }

  /** For quitting: tasks stay as they are, to be taken up at the next start. */
  close(): void {
    this.isClosed = true;
    this.queue.pause(true);
    for (const line of this.lines.values()) {
      line.cancelRetry?.();
      line.cancelWatch?.();
      for (const task of line.tasks.values()) task.rest();
    }
  }

  private line(serverId: ServerId): Line {
    const known = this.lines.get(serverId);
    if (known !== undefined) return known;
    const line: Line = {
      tasks: new Map(),
      lost: [],
      attempts: 0,
      isConnecting: false,
      cancelRetry: undefined,
      cancelWatch: undefined,
    };
    this.lines.set(serverId, line);
    return line;
  }

  private drop(serverId: ServerId): void {
    const line = this.lines.get(serverId);
    line?.cancelRetry?.();
    line?.cancelWatch?.();
    this.lines.delete(serverId);
  }

  private connect(serverId: ServerId): void {
    const line = this.lines.get(serverId);
    if (line === undefined || line.isConnecting || this.isClosed) return;
    line.cancelRetry?.();
    line.isConnecting = true;
    const work = this.attachAll(serverId, line).finally(() => (line.isConnecting = false));
    this.unwatched(work);
  }

  private async attachAll(serverId: ServerId, line: Line): Promise<void> {
    try {
      await this.attachEach(serverId, line);
      await this.listLost(serverId, line);
      // What was found there.
      await this.attachEach(serverId, line);
      line.attempts = 0;
      this.watch(line);
      if (!isIdle(line)) return;
      this.drop(serverId);
      this.letGoOfSession(serverId);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      if (this.isClosed) return;
      const problem = error.code === 'SERVER_CLOSED' ? notConnected('TASK_SERVER_STOPPED') : error;
      for (const task of line.tasks.values()) if (!task.isAttached) task.pause(problem);
      if (!FOR_A_PERSON.has(error.code)) this.retryLater(serverId, line);
    }
  }

  private async attachEach(serverId: ServerId, line: Line): Promise<void> {
    const { servers } = this.deps;
    let isFirst = true;
    for (const task of [...line.tasks.values()]) {
      if (task.isAttached || task.isOver) continue;
      // The first may start it; one that was stopped since then stays stopped.
      if (!isFirst && servers.runningOf(serverId) === undefined) throw notConnected('TASK_SERVER_STOPPED');
      isFirst = false;
      const lease = await servers.acquire(serverId, { kind: 'tool', name: task.subject.toolName });
      if (this.isClosed) lease.release();
      else this.attach(task, lease, 0);
    }
  }

  private attach(task: FollowedTask, lease: ServerLease, pollInMs: number): void {
    const { serverId } = task.subject;
    if (task.isOver) {
      // It ended while its server was waited for.
      lease.release();
      return;
    }
    if (this.deps.servers.runningOf(serverId)?.link === lease.server.link) {
      this.keepSession(serverId, lease.server);
      task.attach(lease, pollInMs);
      return;
    }
    // It ended between the answer and this moment, and nobody will say so again.
    lease.release();
    if (task.view.endsWithServer) task.end({ kind: 'failed', error: lostWithProcess() });
    else {
      task.pause(notConnected('SERVER_SESSION_LOST'));
      this.retryLater(serverId, this.line(serverId));
    }
  }

  /**
   * Before a request that may begin a task; the answer ends that. A task lives in the session that made it (MCP 2025-11-25
   * transports §Session Management), also one that nobody heard of.
   */
  sending(serverId: ServerId, server: ServerLease['server']): () => void {
    this.keepSession(serverId, server);
    this.sent.set(serverId, (this.sent.get(serverId) ?? 0) + 1);
    return () => {
      this.sent.set(serverId, (this.sent.get(serverId) ?? 1) - 1);
      this.letGoOfSession(serverId);
    };
  }

  private keepSession(serverId: ServerId, { link }: ServerLease['server']): void {
    const session = link.session?.();
    if (session === undefined) return;
    try {
      this.deps.sessions.keep(serverId, session);
    } catch (error) {
      this.deps.onTrouble(error);
    }
  }

  private letGoOfSession(serverId: ServerId): void {
    if (this.has(serverId) || (this.sent.get(serverId) ?? 0) > 0 || this.isClosed) return;
    this.deps.sessions.drop(serverId);
  }

  private async listLost(serverId: ServerId, line: Line): Promise<void> {
    if (line.lost.length === 0) return;
    const { server, release } = await this.deps.servers.acquire(serverId, { kind: 'lookup' });
    try {
      const wire = taskWireOf(server.connection);
      const listing = wire?.canList === true ? wire.list(new AbortController().signal) : Promise.resolve([]);
      const tasks = await listing.catch(noneWhereRefused);
      const { lost } = line;
      line.lost = [];
      for (const { onListed } of lost) onListed(tasks, server);
    } finally {
      release();
    }
  }

  private retryLater(serverId: ServerId, line: Line): void {
    if (this.isClosed || isIdle(line)) return;
    const waitMs = RETRY_MS[Math.min(line.attempts, RETRY_MS.length - 1)] ?? 0;
    line.attempts += 1;
    line.cancelRetry?.();
    line.cancelRetry = this.deps.clock.after(waitMs, () => this.connect(serverId));
  }

  /** io.modelcontextprotocol/tasks §Task Status Notifications: one subscription names all tasks of the connection. */
  private watch(line: Line): void {
    if (line.cancelWatch !== undefined || this.isClosed) return;
    line.cancelWatch = this.deps.clock.after(WATCH_DELAY_MS, () => {
      line.cancelWatch = undefined;
      const attached = [...line.tasks.values()].filter((task) => task.isAttached);
      const [first] = attached;
      first?.watchWith(attached.map(({ taskId }) => taskId));
    });
  }

  private unwatched(work: Promise<unknown>): void {
    work.catch((error: unknown) => this.deps.onTrouble(error));
  }
}

function notConnected(code: 'TASK_SERVER_STOPPED' | 'SERVER_SESSION_LOST'): AppError {
  return new AppError(code, 'The server is not connected.');
}

/** Nothing of the server is followed or looked for. */
function isIdle({ tasks, lost }: Line): boolean {
  return tasks.size === 0 && lost.length === 0;
}

/** A server that refuses its list, or has none in it, has no tasks to tell of; one that can't be reached has to be asked again. */
function noneWhereRefused(error: unknown): readonly TaskReport[] {
  const isRefused =
    error instanceof AppError && (error.code === 'SERVER_PROTOCOL_ERROR' || error.code === 'CALL_RESULT_INVALID');
  if (!isRefused) throw error;
  return [];
}

export function lostWithProcess(): AppError {
  return new AppError('TASK_LOST_WITH_PROCESS', 'The task ended with the process of its server.');
}
