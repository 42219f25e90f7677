import { expect, test } from 'vitest';
import { agoWords, expiryWords } from './taskTimes.ts';

const NOW = 10_000_000_000;

test.each([
  [-5_000, '0 s ago'],
  [12_400, '12 s ago'],
  [60_000, '1 minute ago'],
  [3 * 3_600_000, '3 hours ago'],
])('%i ms ago', (ageMs, words) => {
  expect(agoWords(NOW - ageMs, NOW)).toBe(words);
});

test.each([
  [-1, 'at any moment'],
  [400, 'in 1 s'],
  [59_000, 'in 59 s'],
  [60_000, 'in 1 minute'],
  [47 * 3_600_000, 'in 47 hours'],
  [10 * 86_400_000, 'in 10 days'],
])('expires in %i ms', (leftMs, words) => {
  expect(expiryWords(NOW + leftMs, NOW)).toBe(words);
});
