/**
 * Where the record and the calls are kept: append and read, never change.
 */
import type { ActivityQuery, ActivityRecord } from '../contract/activity.ts';
import type { CallView } from '../contract/calls.ts';

export interface StoredCall {
  readonly call: CallView;
  /** Secrets removed. */
  readonly arguments: Readonly<Record<string, unknown>>;
}

export interface Ledger {
  /** Newest first. */
  list(query: ActivityQuery): { readonly records: readonly ActivityRecord[]; readonly total: number };
  get(seq: number): ActivityRecord | undefined;
  /** Records that name `seq` in `completes`, or that `seq` completes. */
  related(seq: number): readonly ActivityRecord[];
  /** Number and hash of the newest record, which the next one names. */
  head(): Pick<ActivityRecord, 'seq' | 'hash'> | undefined;
  /** Oldest first, for checking the chain. */
  all(): Iterable<ActivityRecord>;
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
  recentCalls(limit: number): readonly CallView[];
  readonly setAside: string | undefined;
}
