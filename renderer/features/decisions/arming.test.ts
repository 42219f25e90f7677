import { expect, test } from 'vitest';
import { secondsToArm } from './arming.ts';

const shown = { armedAtMs: 1_000, shownAtMs: 0, nowMs: 5_000 };

test.each([
  ['armed for long', {}, 0],
  ['before it is armed', { nowMs: 999 }, 1],
  ['at the moment it is armed', { nowMs: 1_000 }, 0],
  ['long armed but only now shown', { shownAtMs: 4_900 }, 1],
  ['armed later than shown', { armedAtMs: 7_500 }, 3],
  ['never waited for by the host, and only now shown', { armedAtMs: 0, shownAtMs: 5_000 }, 1],
])('the button that agrees: %s (S6)', (_name, change, seconds) => {
  expect(secondsToArm({ ...shown, ...change })).toBe(seconds);
});
