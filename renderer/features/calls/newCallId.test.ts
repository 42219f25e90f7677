import { expect, test } from 'vitest';
import { newCallId } from './newCallId.ts';

test('a call id is one the contract takes, and new each time', () => {
  const ids = Array.from({ length: 500 }, newCallId);
  expect(new Set(ids).size).toBe(500);
  expect(ids.every((id) => /^call_[A-Za-z0-9_-]{24}$/.test(id))).toBe(true);
});
