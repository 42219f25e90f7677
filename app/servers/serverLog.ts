/**
 * What a server's process said outside the protocol: the newest lines, each with a number.
 */
import type { LogLine } from '../contract/servers.ts';

/** Lines kept for each server. */
const MAX_LINES = 5_000;
/** Characters kept of one line. */
const MAX_CHARACTERS = 16_384;

export class ServerLog {
  private lines: LogLine[] = [];
  private newest = 0;

  get seq(): number {
    return this.newest;
  }

  append(from: LogLine['from'], text: string, atMs: number): void {
    this.newest += 1;
    this.lines.push({ seq: this.newest, atMs, from, text: text.slice(0, MAX_CHARACTERS) });
    // Cut in slices, so that a flood does not move the whole list for every line.
    if (this.lines.length > MAX_LINES * 1.2) this.lines = this.lines.slice(-MAX_LINES);
  }

  /** Lines after `afterSeq`, and how many of those are no longer kept. */
  after(afterSeq: number): { readonly lines: readonly LogLine[]; readonly droppedLines: number } {
    const lines = this.lines.filter((line) => line.seq > afterSeq).slice(-MAX_LINES);
    const oldest = lines[0]?.seq ?? this.newest + 1;
    return { lines, droppedLines: Math.max(0, oldest - 1 - afterSeq) };
  }
}
