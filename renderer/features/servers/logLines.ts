/**
 * Lines of a server's log: which are shown, and how they are copied. Pure.
 */
import { LOG_LEVELS, type LogLevel, type LogLine } from '../../../app/contract/servers.ts';

/** Lines with a severity below `least` are left out; lines without one always stay. */
export function atLeast(lines: readonly LogLine[], least: LogLevel): readonly LogLine[] {
  const floor = LOG_LEVELS.indexOf(least);
  return lines.filter(({ level }) => level === undefined || LOG_LEVELS.indexOf(level) >= floor);
}

/** How loudly a severity is drawn (RFC 5424 §6.2.1). */
export function levelTone(level: LogLevel | undefined): 'plain' | 'caution' | 'danger' {
  if (level === undefined || LOG_LEVELS.indexOf(level) < LOG_LEVELS.indexOf('warning')) return 'plain';
  return level === 'warning' ? 'caution' : 'danger';
}

/** Every line with its time (UTC), source and severity, for the clipboard. */
export function logAsText(lines: readonly LogLine[]): string {
  return lines
    .map(({ atMs, from, level, text }) =>
      [new Date(atMs).toISOString(), from, ...(level === undefined ? [] : [level]), text].join(' '),
    )
    .join('\n');
}
