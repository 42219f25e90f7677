/**
 * Reads a whole list of a server, page by page, tolerating single entries that are malformed.
 */
import { z } from 'zod';
import { AppError } from '../contract/errors.ts';

/** Pages read before giving up: a hostile server can page for ever. */
const MAX_PAGES = 2_000;
/** Entries read before giving up. */
export const MAX_ENTRIES = 20_000;
/** Characters of all pages together, as JSON. Choice: a hundred times the longest list seen, and bearable in memory. */
const MAX_CHARACTERS = 32 * 1024 * 1024;

/** One page under the name that this list has on the wire. */
export const listPage = z.looseObject({
  nextCursor: z.string().optional(),
  ttlMs: z.number().optional().catch(undefined),
});
export type ListPage = z.infer<typeof listPage>;

export interface ReadList<T> {
  readonly entries: readonly T[];
  /** Entries that could not be read, or had a key already listed. */
  readonly dropped: number;
  /** How long the server says the list stays as it is, milliseconds (MCP 2026-07-28 server/utilities/caching). */
  readonly ttlMs: number;
}

export interface ListShape<T> {
  /** The member of a page that holds the entries. */
  readonly member: string;
  /** `undefined` for what is no entry. */
  readonly read: (entry: unknown) => T | undefined;
  readonly key: (entry: T) => string;
}

/**
 * Walks a list to its end. An empty cursor is a cursor; a missing one is the end (MCP 2026-07-28 §Pagination).
 *
 * @throws {AppError} `SERVER_LIST_TOO_LONG` past 20,000 entries, 2,000 pages or 32 Mi characters, or when a cursor comes twice.
 */
export async function readList<T>(
  readPage: (cursor: string | undefined) => Promise<ListPage>,
  { member, read, key }: ListShape<T>,
): Promise<ReadList<T>> {
  const entries = new Map<string, T>();
  const cursors = new Set<string>();
  let dropped = 0;
  let characters = 0;
  let ttlMs = Number.POSITIVE_INFINITY;
  let cursor: string | undefined;
  do {
    const page = await readPage(cursor);
    ttlMs = Math.min(ttlMs, page.ttlMs ?? 0);
    const raw = page[member];
    if (!Array.isArray(raw))
      throw new AppError('SERVER_PROTOCOL_ERROR', 'The answer is no list.', { data: { member } });
    characters += JSON.stringify(raw).length;
    for (const item of raw as readonly unknown[]) {
      const entry = read(item);
      if (entry === undefined || entries.has(key(entry))) dropped += 1;
      else entries.set(key(entry), entry);
    }
    cursor = page.nextCursor;
    const repeated = cursor !== undefined && cursors.has(cursor);
    if (cursor !== undefined) cursors.add(cursor);
    if (repeated || entries.size > MAX_ENTRIES || cursors.size > MAX_PAGES || characters > MAX_CHARACTERS) {
      throw new AppError('SERVER_LIST_TOO_LONG', 'The list does not end.', { data: { entries: entries.size } });
    }
  } while (cursor !== undefined);
  return { entries: [...entries.values()], dropped, ttlMs: Math.max(0, ttlMs) };
}
