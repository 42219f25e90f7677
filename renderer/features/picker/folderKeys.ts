/**
 * The keyboard in a list of files: moving, and finding by typing. Pure.
 */
import type { FolderView } from '../../../app/contract/picks.ts';

export type FolderEntry = FolderView['entries'][number];

/** Rows that Page Up and Page Down move. */
const PAGE_ROWS = 10;
/** Letters typed within this time belong to one search, milliseconds. */
export const TYPING_MS = 900;

/** The row after a key, or `undefined` when the key doesn't move. */
export function rowAfterKey(key: string, row: number, count: number): number | undefined {
  const clamp = (next: number): number => Math.max(0, Math.min(count - 1, next));
  switch (key) {
    case 'ArrowDown':
      return clamp(row + 1);
    case 'ArrowUp':
      return clamp(row - 1);
    case 'PageDown':
      return clamp(row + PAGE_ROWS);
    case 'PageUp':
      return clamp(row - PAGE_ROWS);
    case 'Home':
      return 0;
    case 'End':
      return clamp(count - 1);
    default:
      return undefined;
  }
}

/**
 * The next entry whose name begins with what was typed, from the present row on and around.
 * A first letter moves on from the row it is on; further letters may stay on it.
 */
export function findByTyping(typed: string, row: number, entries: readonly FolderEntry[]): number | undefined {
  const wanted = typed.toLocaleLowerCase();
  const start = typed.length === 1 ? row + 1 : row;
  for (let step = 0; step < entries.length; step += 1) {
    const index = (start + step) % entries.length;
    if (entries[index]?.name.toLocaleLowerCase().startsWith(wanted) === true) return index;
  }
  return undefined;
}
