/**
 * What a server's process said outside the protocol: the newest lines, each with a number.
 */
import type { LogLevel, LogLine } from '../contract/servers.ts';

/** Lines kept for each server. */
const MAX_LINES = 5_000;
/** Characters kept of one line. */
const MAX_CHARACTERS = 16_384;
/** Characters kept in all: a server that floods its log may fill this much memory and no more. */
const MAX_ALL_CHARACTERS = 8 * 1024 * 1024;

export class ServerLog {
  private lines: LogLine[] = [];
  private newest = 0;
  private characters = 0;

  get seq(): number {
    return this.newest;
  }

  append(from: LogLine['from'], text: string, atMs: number, level?: LogLevel): void {
    this.newest += 1;
    const severity = level === undefined ? {} : { level };
    const line = { seq: this.newest, atMs, from, ...severity, text: beginningOf(text) };
    this.lines.push(line);
    this.characters += line.text.length;
    // Cut in slices, so that a flood does not move the whole list for every line.
    if (this.lines.length > MAX_LINES * 1.2) this.lines = this.lines.slice(-MAX_LINES);
    else if (this.characters > MAX_ALL_CHARACTERS) this.lines = this.lines.slice(Math.ceil(this.lines.length / 4));
    else return;
    this.characters = this.lines.reduce((sum, { text: kept }) => sum + kept.length, 0);
  }

  /** Lines after `afterSeq`, and how many of those are no longer kept. */
  after(afterSeq: number): { readonly lines: readonly LogLine[]; readonly droppedLines: number } {
    const lines = this.lines.filter((line) => line.seq > afterSeq).slice(-MAX_LINES);
    const oldest = lines[0]?.seq ?? this.newest + 1;
    return { lines, droppedLines: Math.max(0, oldest - 1 - afterSeq) };
  }
}

/** A copy: a slice would keep the whole line in memory with it, which may have been one of many megabytes. */
function beginningOf(text: string): string {
  return text.length <= MAX_CHARACTERS ? text : (JSON.parse(JSON.stringify(text.slice(0, MAX_CHARACTERS))) as string);
}
