/**
 * When a task was last heard of and how long it is kept, in words. Pure: the present moment is an argument.
 */
import { formatAge, plural } from '../../ui/formatTime.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** `12 s ago`, then as other ages. A time in the future counts as this moment. */
export function agoWords(atMs: number, nowMs: number): string {
  const ageMs = Math.max(0, nowMs - atMs);
  return ageMs < MINUTE_MS ? `${Math.floor(ageMs / 1_000)} s ago` : formatAge(atMs, nowMs);
}

/** Completes “expires …”: `in 40 s`, `in 5 minutes`, `in 3 hours`, `in 2 days`, `at any moment`. */
export function expiryWords(expiresAtMs: number, nowMs: number): string {
  const leftMs = expiresAtMs - nowMs;
  if (leftMs <= 0) return 'at any moment';
  if (leftMs < MINUTE_MS) return `in ${Math.ceil(leftMs / 1_000)} s`;
  if (leftMs < HOUR_MS) return `in ${plural(Math.floor(leftMs / MINUTE_MS), 'minute')}`;
  if (leftMs < 2 * DAY_MS) return `in ${plural(Math.floor(leftMs / HOUR_MS), 'hour')}`;
  return `in ${plural(Math.floor(leftMs / DAY_MS), 'day')}`;
}
