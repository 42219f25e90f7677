/**
 * Times and sizes in words. Pure: the present moment is an argument.
 */

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** `just now`, `5 minutes ago`, `3 hours ago`, `2 days ago`. A time in the future counts as now. */
export function formatAge(atMs: number, nowMs: number): string {
  const ageMs = nowMs - atMs;
  if (ageMs < MINUTE_MS) return 'just now';
  if (ageMs < HOUR_MS) return plural(Math.floor(ageMs / MINUTE_MS), 'minute') + ' ago';
  if (ageMs < DAY_MS) return plural(Math.floor(ageMs / HOUR_MS), 'hour') + ' ago';
  return plural(Math.floor(ageMs / DAY_MS), 'day') + ' ago';
}

/** `in 12 minutes`, `in 3 hours`, `in 2 days`; a time that is over counts as now. */
export function formatUntil(atMs: number, nowMs: number): string {
  const leftMs = atMs - nowMs;
  if (leftMs < MINUTE_MS) return 'in less than a minute';
  if (leftMs < HOUR_MS) return `in ${plural(Math.floor(leftMs / MINUTE_MS), 'minute')}`;
  if (leftMs < 2 * DAY_MS) return `in ${plural(Math.floor(leftMs / HOUR_MS), 'hour')}`;
  return `in ${plural(Math.floor(leftMs / DAY_MS), 'day')}`;
}

/** Date and time to the second, in the reader's own format and time zone. */
export function formatTimestamp(atMs: number): string {
  return new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' }).format(atMs);
}

/** Time of day to the second. */
export function formatClock(atMs: number): string {
  return new Intl.DateTimeFormat(undefined, { timeStyle: 'medium' }).format(atMs);
}

/** `420 ms`, `3.4 s`, `2 min 5 s`. */
export function formatDuration(durationMs: number): string {
  if (durationMs < 1_000) return `${Math.round(durationMs)} ms`;
  if (durationMs < MINUTE_MS - 50) return `${(durationMs / 1_000).toFixed(1)} s`;
  const seconds = Math.round(durationMs / 1_000);
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

const UNITS = ['kB', 'MB', 'GB', 'TB'] as const;

/** Decimal units with one digit after the point below 10: `812 bytes`, `4.2 kB`, `52 MB`. */
export function formatBytes(sizeBytes: number): string {
  if (sizeBytes < 1_000) return plural(sizeBytes, 'byte');
  let value = sizeBytes;
  let unit: string = UNITS[0];
  for (const candidate of UNITS) {
    value /= 1_000;
    unit = candidate;
    if (value < 999.5) break;
  }
  return `${value < 9.95 ? value.toFixed(1) : String(Math.round(value))} ${unit}`;
}

/** `1 tool`, `2 tools`. For words whose plural takes an s. */
export function plural(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 's'}`;
}
