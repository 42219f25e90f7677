import { expect, test } from 'vitest';
import { timeLeft } from './timeLeft.ts';

test.each([
  [7 * 86_400_000 - 1, 'in 6 days'],
  [12 * 3_600_000, 'in 12 hours'],
  [15 * 60_000, 'in 15 minutes'],
  [119_999, 'in 1 minute'],
  [59_999, 'in less than a minute'],
  [-5_000, 'in less than a minute'],
])('%i ms before its end a question is taken back %s', (leftMs, words) => {
  expect(timeLeft(100_000 + leftMs, 100_000)).toBe(words);
});
