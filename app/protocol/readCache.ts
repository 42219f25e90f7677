/**
 * Resources that a server said stay as they are for a while, so that they are not read again.
 *
 * One of these belongs to one connection, and so to one sign-in: nothing is ever shared, whatever a server calls `public`
 * (MCP 2026-07-28 server/utilities/caching).
 */
import type { ResourceContent } from '../contract/resources.ts';
import type { Clock } from '../ports/clock.ts';

const MAX_ENTRIES = 100;
const MAX_CHARACTERS = 32 * 1024 * 1024;
/** A server can't have something kept for longer, milliseconds. */
const MAX_TTL_MS = 24 * 3_600_000;

interface Entry {
  readonly contents: readonly ResourceContent[];
  readonly freshUntilMs: number;
  readonly characters: number;
}

export class ReadCache {
  private readonly clock: Clock;
  private readonly entries = new Map<string, Entry>();
  private characters = 0;
  /** Counts what the server said has changed: what was read while it said so may be the state of before. */
  private changes = 0;

  constructor(clock: Clock) {
    this.clock = clock;
  }

  get(uri: string): readonly ResourceContent[] | undefined {
    const entry = this.entries.get(uri);
    if (entry === undefined) return undefined;
    if (this.clock.nowMs() < entry.freshUntilMs) return entry.contents;
    this.drop(uri);
    return undefined;
  }

  /** To be taken before a read, and given back with what was read. */
  get generation(): number {
    return this.changes;
  }

  /** @param ttlMs 0, negative or absent: not kept. */
  put(
    uri: string,
    contents: readonly ResourceContent[],
    { ttlMs, generation }: { readonly ttlMs: number | undefined; readonly generation: number },
  ): void {
    this.drop(uri);
    if (ttlMs === undefined || !(ttlMs > 0) || generation !== this.changes) return;
    const characters = contents.reduce((sum, { text = '', base64 = '' }) => sum + text.length + base64.length, 0);
    if (characters > MAX_CHARACTERS) return;
    const freshUntilMs = this.clock.nowMs() + Math.min(ttlMs, MAX_TTL_MS);
    this.entries.set(uri, { contents, freshUntilMs, characters });
    this.characters += characters;
    for (const oldest of this.entries.keys()) {
      if (this.entries.size <= MAX_ENTRIES && this.characters <= MAX_CHARACTERS) break;
      this.drop(oldest);
    }
  }

  /** It changed, by the server's word. */
  outdate(uri: string): void {
    this.changes += 1;
    this.drop(uri);
  }

  private drop(uri: string): void {
    this.characters -= this.entries.get(uri)?.characters ?? 0;
    this.entries.delete(uri);
  }

  clear(): void {
    this.changes += 1;
    this.entries.clear();
    this.characters = 0;
  }
}
