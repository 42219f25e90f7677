import { expect, test } from 'vitest';
import { appendTail, EMPTY_TAIL, newestSeq } from './tail.ts';

const LIMIT = 2_000;
const entries = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => ({ seq: from + index }));

test('an answer that comes twice gives no entry twice', () => {
  const once = appendTail(EMPTY_TAIL, { entries: entries(1, 5), dropped: 0 }, LIMIT);
  const more = appendTail(once, { entries: entries(3, 8), dropped: 0 }, LIMIT);
  const twice = appendTail(more, { entries: entries(6, 8), dropped: 0 }, LIMIT);
  expect(twice.entries.map((kept) => kept.seq)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  expect(newestSeq(twice)).toBe(8);
});

test('a long tail keeps its end and counts what it left out', () => {
  const tail = appendTail(EMPTY_TAIL, { entries: entries(1, LIMIT + 7), dropped: 0 }, LIMIT);
  expect(tail.entries).toHaveLength(LIMIT);
  expect(tail.dropped).toBe(7);
});

test('what the host dropped is said, also between two answers', () => {
  const first = appendTail(EMPTY_TAIL, { entries: entries(90, 95), dropped: 89 }, LIMIT);
  expect(first.dropped).toBe(89);
  expect(appendTail(first, { entries: entries(100, 101), dropped: 4 }, LIMIT).dropped).toBe(93);
});

test('an empty tail asks from the beginning', () => {
  expect(newestSeq(EMPTY_TAIL)).toBe(0);
});
