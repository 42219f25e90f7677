import { expect, test } from 'vitest';
import type { LogLine } from '../../../app/contract/servers.ts';
import { atLeast, levelTone, logAsText } from './logLines.ts';

const lines: readonly LogLine[] = [
  { seq: 1, atMs: 0, from: 'stderr', text: 'started' },
  { seq: 2, atMs: 1, from: 'message', level: 'debug', text: 'tick' },
  { seq: 3, atMs: 2, from: 'message', level: 'error', text: 'no disk' },
];

test.each([
  ['debug', [1, 2, 3]],
  ['warning', [1, 3]],
  ['emergency', [1]],
] as const)('from %s up, lines %j are shown: what has no severity always is', (least, seqs) => {
  expect(atLeast(lines, least).map(({ seq }) => seq)).toEqual(seqs);
});

test.each([
  [undefined, 'plain'],
  ['notice', 'plain'],
  ['warning', 'caution'],
  ['error', 'danger'],
  ['emergency', 'danger'],
] as const)('%s is drawn as %s', (level, tone) => {
  expect(levelTone(level)).toBe(tone);
});

test('copied lines carry time, source and severity', () => {
  expect(logAsText(lines)).toBe(
    '1970-01-01T00:00:00.000Z stderr started\n' +
      '1970-01-01T00:00:00.001Z message debug tick\n' +
      '1970-01-01T00:00:00.002Z message error no disk',
  );
});
