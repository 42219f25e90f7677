/**
 * When a task is asked about next. Pure.
 */

/** Choice: no server is asked about one task more often than this, whatever it says; milliseconds. */
export const MIN_POLL_MS = 250;
/** Choice: and none less often, so that what it says next year is heard of in time for a person's day. */
export const MAX_POLL_MS = 10 * 60_000;
/** Where the server names no interval: quick while somebody may still be watching, then patient. */
const FIRST_MS = 1_500;
const GROWTH = 1.5;
const LAST_MS = 30_000;
/** Part of a self-made interval that is left to chance, so that many tasks don't ask in step. */
const JITTER = 0.2;

/**
 * @param named What the server said, as it came; anything but a finite number is as good as nothing.
 * @param polls How often it was asked in vain.
 * @param chance From 0 up to 1.
 * @see MCP 2025-11-25 basic/utilities/tasks §Getting Tasks: requestors SHOULD respect `pollInterval`.
 */
export function pollInterval(named: unknown, polls: number, chance: number): number {
  if (typeof named === 'number' && Number.isFinite(named)) return clamp(named);
  const grown = Math.min(LAST_MS, FIRST_MS * GROWTH ** Math.min(polls, 20));
  return Math.round(grown * (1 - JITTER + 2 * JITTER * chance));
}

function clamp(ms: number): number {
  return Math.min(MAX_POLL_MS, Math.max(MIN_POLL_MS, Math.round(ms)));
}
