/**
 * An error's facts as labelled lines. Pure; values stay data and are drawn as untrusted text.
 */
import type { ErrorData } from '../../app/contract/errors.ts';
import { formatBytes, formatDuration } from './formatTime.ts';

export interface FactLine {
  readonly key: string;
  readonly label: string;
  readonly value: string;
}

/** `entryName` becomes `Entry name`; numbers whose key ends in Bytes or Ms get their unit. */
export function factLines(data: ErrorData): readonly FactLine[] {
  return Object.entries(data).map(([key, value]) => ({ key, label: labelOf(key), value: valueOf(key, value) }));
}

function labelOf(key: string): string {
  const words = key
    .replace(/(Bytes|Ms)$/, '')
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/[_.-]+/g, ' ')
    .toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function valueOf(key: string, value: ErrorData[string]): string {
  if (typeof value === 'number' && key.endsWith('Bytes')) return `${formatBytes(value)} (${value} bytes)`;
  if (typeof value === 'number' && key.endsWith('Ms')) return formatDuration(value);
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return typeof value === 'object' ? value.join(', ') : String(value);
}
