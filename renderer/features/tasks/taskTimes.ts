/**
 * When a task was last heard of and how long it is kept, in words. Pure: the present moment is an argument.
 */
import { formatAge, formatUntil } from '../../ui/formatTime.ts';

const MINUTE_MS = 60_000;

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
  return formatUntil(expiresAtMs, nowMs);
}
