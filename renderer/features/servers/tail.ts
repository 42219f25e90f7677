/**
 * The newest entries of something that grows without end (a log, the messages of a protocol), as the page keeps them.
 */

export interface Tail<T> {
  readonly entries: readonly T[];
  /** Entries there were but that are not here: dropped by the host's buffer, or by this one. */
  readonly dropped: number;
}

export interface Numbered {
  readonly seq: number;
}

export const EMPTY_TAIL: Tail<never> = { entries: [], dropped: 0 };

/** The sequence number to ask from: that of the newest entry here, or 0. */
export function newestSeq(tail: Tail<Numbered>): number {
  return tail.entries.at(-1)?.seq ?? 0;
}

/**
 * Adds what the host answered when asked from `newestSeq(tail)`, and keeps the newest `limit`.
 *
 * Entries already here are left out, so an answer that comes twice gives none twice.
 */
export function appendTail<T extends Numbered>(tail: Tail<T>, answer: Tail<T>, limit: number): Tail<T> {
  const after = newestSeq(tail);
  const added = answer.entries.filter((entry) => entry.seq > after);
  if (added.length === 0) return tail;
  const all = [...tail.entries, ...added];
  const entries = all.slice(-limit);
  return { entries, dropped: tail.dropped + answer.dropped + all.length - entries.length };
}
