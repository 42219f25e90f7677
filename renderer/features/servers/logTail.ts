/**
 * The newest lines of a server's log, as the page keeps them.
 */
import type { LogLine } from '../../../app/contract/servers.ts';

/** Lines kept in the page; the host's own buffer decides what can be fetched again. */
export const MAX_LOG_LINES = 2_000;

export interface LogTail {
  readonly lines: readonly LogLine[];
  /** Lines that were printed but are not here: dropped by the host's buffer, or by this one. */
  readonly droppedLines: number;
}

export const EMPTY_LOG: LogTail = { lines: [], droppedLines: 0 };

/** The sequence number to ask from: that of the newest line here, or 0. */
export function newestSeq(tail: LogTail): number {
  return tail.lines.at(-1)?.seq ?? 0;
}

/**
 * Adds what `server.log` answered when asked from `newestSeq(tail)`.
 *
 * Lines already here are left out, so an answer that comes twice gives no line twice.
 */
export function appendLog(tail: LogTail, answer: LogTail): LogTail {
  const after = newestSeq(tail);
  const added = answer.lines.filter((line) => line.seq > after);
  if (added.length === 0) return tail;
  const all = [...tail.lines, ...added];
  const lines = all.slice(-MAX_LOG_LINES);
  return { lines, droppedLines: tail.droppedLines + answer.droppedLines + all.length - lines.length };
}

/** Every line with its time (UTC) and source, for the clipboard. */
export function logAsText(lines: readonly LogLine[]): string {
  return lines.map((line) => `${new Date(line.atMs).toISOString()} ${line.from} ${line.text}`).join('\n');
}
