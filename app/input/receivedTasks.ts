/**
 * Requests of a server that run as tasks: answered at once, asked about until they are over, kept for a while.
 *
 * One store per connection: no server reaches what another was told, whatever id it names, and every store ends with its
 * connection. A person's answer is no input of the server, so a task that waits for one is `working`.
 *
 * @see MCP 2025-11-25 basic/utilities/tasks
 */
import { ProtocolError, ProtocolErrorCode } from '@modelcontextprotocol/client';
import type { Result } from '@modelcontextprotocol/client';
import type { TaskStatus } from '../contract/tasks.ts';
import type { Clock } from '../ports/clock.ts';
import type { RandomIds } from '../ports/randomIds.ts';
import { QUESTION_LIMIT_MS } from './questions.ts';

/** For how long a task is kept, milliseconds. Choice: as long as a person may take to answer, and as long again to fetch it. */
export const DEFAULT_TTL_MS = 2 * QUESTION_LIMIT_MS;
/** Choice: nobody reads a question and answers it in less. */
export const MIN_TTL_MS = 60_000;
/** Choice: two questions and a model between them, and what was answered in private does not stay for days. */
export const MAX_TTL_MS = 60 * 60_000;
/** Between two looks of the server. Choice: soon after a click, and no load. */
export const POLL_INTERVAL_MS = 2_000;
/** Kept of one connection, the ones that are over included. Choice: five may wait at once, so these are answers of some time. */
export const MAX_TASKS = 100;
export const TASKS_PER_PAGE = 20;
/** Requests that wait for one result. Choice: one that is given up and sent anew every minute gets through an hour. */
export const MAX_WAITING_FOR_ONE = 100;
/** Questions after tasks that there are not, told in the log. */
const MAX_MISSES_LOGGED = 20;

/** As it goes over the wire (MCP 2025-11-25 schema, Task). */
export type ReceivedTask = Readonly<{
  taskId: string;
  status: TaskStatus;
  statusMessage?: string;
  createdAt: string;
  lastUpdatedAt: string;
  ttl: number;
  pollInterval: number;
}>;

export interface AskedTask {
  /** The method of the request, for the log. */
  readonly method: string;
  /** As the server would have it, milliseconds. */
  readonly ttl: number | undefined;
}

/**
 * Answers the request as if it were a plain one.
 *
 * @param signal Aborted once nobody wants the answer any more.
 */
export type TaskWork = (task: { readonly signal: AbortSignal; readonly expiresAtMs: number }) => Promise<Result>;

interface Kept {
  readonly number: number;
  readonly abort: AbortController;
  readonly ended: PromiseWithResolvers<Result>;
  readonly cancelTimer: () => void;
  view: ReceivedTask;
  /** How often its result was asked for. */
  asks: number;
}

export interface ReceivedTasksDeps {
  readonly clock: Clock;
  readonly randomIds: RandomIds;
  /** A line for the server's log. */
  readonly log: (text: string) => void;
}

export class ReceivedTasks {
  private readonly deps: ReceivedTasksDeps;
  /** In the order in which they came. */
  private readonly kept = new Map<string, Kept>();
  private newest = 0;
  private misses = 0;

  constructor(deps: ReceivedTasksDeps) {
    this.deps = deps;
  }

  /** @throws {ProtocolError} -32603 when too many are kept already. */
  begin({ method, ttl: asked }: AskedTask, work: TaskWork): ReceivedTask {
    const { clock, log, randomIds } = this.deps;
    if (this.kept.size >= MAX_TASKS) {
      log(`${method} was refused as a task: ${MAX_TASKS} are kept already.`);
      throw new ProtocolError(ProtocolErrorCode.InternalError, 'Too many tasks are kept already');
    }
    const [nowMs, taskId, ttl] = [clock.nowMs(), randomIds.next('task'), toTtl(asked)];
    const createdAt = toIso(nowMs);
    this.newest += 1;
    const kept: Kept = {
      number: this.newest,
      abort: new AbortController(),
      ended: Promise.withResolvers(),
      cancelTimer: clock.after(ttl, () => this.expire(kept)),
      view: { taskId, status: 'working', createdAt, lastUpdatedAt: createdAt, ttl, pollInterval: POLL_INTERVAL_MS },
      asks: 0,
    };
    this.kept.set(taskId, kept);
    // Who waits for it hears of an error; without anybody it is no bug.
    kept.ended.promise.catch(() => undefined);
    log(`${method} runs as task ${taskId}.`);
    void this.run(kept, work({ signal: kept.abort.signal, expiresAtMs: nowMs + ttl }));
    return kept.view;
  }

  /** @throws {ProtocolError} -32602 for a task that there is not, or no more. */
  get(taskId: string): ReceivedTask {
    return this.find(taskId).view;
  }

  /**
   * Waits for the end, and answers what the plain request would have been answered.
   *
   * @throws {ProtocolError} -32602 as `get`; -32603 when it was cancelled or too many wait already; what the plain
   * request would have thrown.
   */
  result(taskId: string): Promise<Result> {
    const kept = this.find(taskId);
    kept.asks += 1;
    if (kept.asks === 1) this.deps.log(`The server asks for the result of task ${taskId}.`);
    if (kept.view.status === 'working' && kept.asks > MAX_WAITING_FOR_ONE) {
      throw new ProtocolError(ProtocolErrorCode.InternalError, 'Too many requests wait for this task already');
    }
    return kept.ended.promise;
  }

  /** @throws {ProtocolError} -32602 for a cursor that was never given. */
  list(cursor?: string): { readonly tasks: ReceivedTask[]; readonly nextCursor?: string } {
    const after = cursor === undefined ? 0 : this.readCursor(cursor);
    const rest = [...this.kept.values()].filter(({ number }) => number > after);
    const page = rest.slice(0, TASKS_PER_PAGE);
    const last = page.at(-1);
    const tasks = page.map(({ view }) => view);
    return last === undefined || rest.length === page.length ? { tasks } : { tasks, nextCursor: String(last.number) };
  }

  /**
   * Takes its question back.
   *
   * @throws {ProtocolError} -32602 as `get`, and for one that is over.
   */
  cancel(taskId: string): ReceivedTask {
    const kept = this.find(taskId);
    const { status } = kept.view;
    if (status !== 'working') throw invalid(`Cannot cancel task: already in terminal status '${status}'`);
    kept.ended.reject(new ProtocolError(ProtocolErrorCode.InternalError, 'The task was cancelled'));
    this.move(kept, 'cancelled', 'The task was cancelled by request.');
    kept.abort.abort('cancelled');
    return kept.view;
  }

  /** Of the connection. */
  end(): void {
    for (const kept of this.kept.values()) {
      kept.cancelTimer();
      this.forget(kept);
    }
  }

  private async run(kept: Kept, work: Promise<Result>): Promise<void> {
    try {
      const result = await work;
      kept.ended.resolve(result);
      this.move(kept, 'completed');
    } catch (error) {
      kept.ended.reject(error);
      this.move(kept, 'failed', error instanceof Error ? error.message : undefined);
    }
  }

  /** Spec: terminal states MUST NOT be left, a cancelled task stays so whatever comes of it (§Task Status Lifecycle). */
  private move(kept: Kept, status: TaskStatus, statusMessage?: string): void {
    const { taskId, status: before } = kept.view;
    if (before !== 'working' || this.kept.get(taskId) !== kept) return;
    const lastUpdatedAt = toIso(this.deps.clock.nowMs());
    kept.view = { ...kept.view, status, ...(statusMessage === undefined ? {} : { statusMessage }), lastUpdatedAt };
    this.deps.log(`Task ${taskId} is ${status}.`);
  }

  private expire(kept: Kept): void {
    this.deps.log(`Task ${kept.view.taskId} is forgotten: its time is over.`);
    this.forget(kept);
  }

  /** Like a cancelled one, its question closes with it. */
  private forget(kept: Kept): void {
    this.kept.delete(kept.view.taskId);
    kept.ended.reject(invalid('Failed to retrieve task: Task has expired'));
    kept.abort.abort('forgotten');
  }

  private find(taskId: string): Kept {
    const kept = this.kept.get(taskId);
    if (kept !== undefined) return kept;
    this.misses += 1;
    if (this.misses <= MAX_MISSES_LOGGED) this.deps.log('The server asked after a task that there is not, or no more.');
    throw invalid('Failed to retrieve task: Task not found');
  }

  private readCursor(cursor: string): number {
    const number = /^[1-9]\d{0,9}$/.test(cursor) ? Number(cursor) : Number.NaN;
    if (number <= this.newest) return number;
    throw invalid('Invalid cursor');
  }
}

function toTtl(asked = DEFAULT_TTL_MS): number {
  return Math.min(MAX_TTL_MS, Math.max(MIN_TTL_MS, Math.floor(asked)));
}

function toIso(nowMs: number): string {
  return new Date(nowMs).toISOString();
}

function invalid(message: string): ProtocolError {
  return new ProtocolError(ProtocolErrorCode.InvalidParams, message);
}
