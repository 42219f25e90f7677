import { describe, expect, test } from 'vitest';
import { formatAge, formatBytes, formatDuration, formatUntil } from './formatTime.ts';

describe('formatAge', () => {
  test.each([
    [0, 'just now'],
    [-5_000, 'just now'],
    [59_999, 'just now'],
    [60_000, '1 minute ago'],
    [59 * 60_000, '59 minutes ago'],
    [3_600_000, '1 hour ago'],
    [50 * 3_600_000, '2 days ago'],
  ])('%d ms is %s', (ageMs, words) => {
    expect(formatAge(1_000_000_000 - ageMs, 1_000_000_000)).toBe(words);
  });
});

test.each([
  [-5_000, 'in less than a minute'],
  [59_999, 'in less than a minute'],
  [60_000, 'in 1 minute'],
  [3 * 3_600_000, 'in 3 hours'],
  [50 * 3_600_000, 'in 2 days'],
])('what comes %d ms from now comes %s', (leftMs, words) => {
  expect(formatUntil(1_000_000_000 + leftMs, 1_000_000_000)).toBe(words);
});

describe('formatBytes', () => {
  test.each([
    [0, '0 bytes'],
    [1, '1 byte'],
    [4_200, '4.2 kB'],
    [9_990, '10 kB'],
    [52_000_000, '52 MB'],
    [999_700, '1.0 MB'],
    [3_000_000_000_000, '3.0 TB'],
  ])('%d is %s', (size, words) => {
    expect(formatBytes(size)).toBe(words);
  });
});

describe('formatDuration', () => {
  test.each([
    [420, '420 ms'],
    [3_400, '3.4 s'],
    [59_980, '1 min 0 s'],
    [119_900, '2 min 0 s'],
    [125_000, '2 min 5 s'],
  ])('%d ms is %s', (ms, words) => {
    expect(formatDuration(ms)).toBe(words);
  });
});
