import { expect, test } from 'vitest';
import { newCallId } from './newCallId.ts';

test('a call id is one the contract takes, and new each time', () => {
  const ids = Array.from({ length: 500 }, () => newCallId());
  expect(new Set(ids).size).toBe(500);
  expect(ids.every((id) => /^call_[a-z0-9]{8}[A-Za-z0-9_-]{24}$/.test(id))).toBe(true);
});

test('ids of the same moment differ', () => {
  const ids = Array.from({ length: 500 }, () => newCallId(1_800_000_000_000));
  expect(new Set(ids).size).toBe(500);
});

test('ids sort by their time', () => {
  const times = [0, 35, 36, 1_799_999_999_999, 1_800_000_000_000, 1_800_000_000_001, 2_800_000_000_000];
  const ids = times.map((nowMs) => newCallId(nowMs));
  expect(ids.toSorted()).toEqual(ids);
});
