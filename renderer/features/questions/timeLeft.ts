/**
 * How long a question goes on waiting, in words. Pure.
 */
import { formatUntil } from '../../ui/formatTime.ts';

const MINUTE_MS = 60_000;

/** `in 2 days`, `in 12 minutes`, `in less than a minute`. */
export function timeLeft(expiresAtMs: number, nowMs: number): string {
  return expiresAtMs - nowMs < MINUTE_MS ? 'in less than a minute' : formatUntil(expiresAtMs, nowMs);
}
