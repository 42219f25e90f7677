/**
 * Where the record and the calls are kept: append and read, never change.
 */
import type { ActivityQuery, ActivityRecord } from '../contract/activity.ts';
import type { CallView } from '../contract/calls.ts';
import type { CommandParams } from '../contract/commands.ts';
import type { CallId } from '../contract/ids.ts';

export interface StoredCall {
  readonly call: CallView;
  /** Secrets removed. */
  readonly arguments: Readonly<Record<string, unknown>>;
  /** What was removed, as JSON Pointers. */
  readonly withheld: readonly string[];
}

/** What is kept of a task besides its call. */
export interface StoredTask {
  readonly callId: CallId;
  /** `undefined` until the server gave it an id. JSON. */
  readonly handle: unknown;
  /** Its end, once there is one. JSON. */
  readonly outcome: unknown;
}

export interface Ledger {
  /** Newest first. */
  list(query: ActivityQuery): { readonly records: readonly ActivityRecord[]; readonly total: number };
  get(seq: number): ActivityRecord | undefined;
  /** Records that name `seq` in `completes`, or that `seq` completes. */
  related(seq: number): readonly ActivityRecord[];
  /** Number and hash of the newest record, which the next one names. */
  head(): Pick<ActivityRecord, 'seq' | 'hash'> | undefined;
  /** Oldest first, for checking the chain; only those behind `afterSeq` where it is given. To be read within one turn. */
  all(afterSeq?: number): Iterable<ActivityRecord>;
  /**
   * Runs `work` at the end of this turn and writes what it writes in one go with all that is written this way. It is on
   * its way to the disk when the answer resolves.
   * @throws {AppError} `STORE_DISK_FULL`, `STORE_READ_ONLY`
   */
  together<T>(work: () => T): Promise<T>;
  /** @throws {AppError} `STORE_DISK_FULL`, `STORE_READ_ONLY` */
  append(record: ActivityRecord): void;
  /** A call that is about to be made. Answers whether its id is fresh; nothing is written when it is not. */
  beginCall(call: StoredCall): boolean;
  /** What became of a call that was begun. */
  updateCall(call: CallView): void;
  getCall(callId: string): StoredCall | undefined;
  /** Once what is secret of them is known: nobody knows it before the server told what they look like. */
  setArguments(callId: CallId, stored: Pick<StoredCall, 'arguments' | 'withheld'>): void;
  recentCalls(limit: number): readonly CallView[];
  /** Keeps a task, in place of what was kept of it. One without an outcome is open. */
  saveTask(task: StoredTask): void;
  /** It became none. */
  dropTask(callId: CallId): void;
  getTask(callId: CallId): StoredTask | undefined;
  /** Oldest first. */
  openTasks(): readonly { readonly call: CallView; readonly task: StoredTask }[];
  listTasks(query: CommandParams<'task.list'>): { readonly calls: readonly CallView[]; readonly total: number };
  readonly setAside: string | undefined;
}
