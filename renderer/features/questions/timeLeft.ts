/**
 * How long a question goes on waiting, in words. Pure.
 */
import { plural } from '../../ui/formatTime.ts';

const MINUTE_MS = 60_000;

/** `in 12 minutes`, `in less than a minute`. */
export function timeLeft(expiresAtMs: number, nowMs: number): string {
  const minutes = Math.floor((expiresAtMs - nowMs) / MINUTE_MS);
  return minutes < 1 ? 'in less than a minute' : `in ${plural(minutes, 'minute')}`;
}
