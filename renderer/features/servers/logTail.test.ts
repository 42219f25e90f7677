import { expect, test } from 'vitest';
import type { LogLine } from '../../../app/contract/servers.ts';
import { appendLog, EMPTY_LOG, logAsText, MAX_LOG_LINES, newestSeq } from './logTail.ts';

const line = (seq: number): LogLine => ({ seq, atMs: 0, from: 'stderr', text: `line ${seq}` });
const lines = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => line(from + index));

test('an answer that comes twice gives no line twice', () => {
  const once = appendLog(EMPTY_LOG, { lines: lines(1, 5), droppedLines: 0 });
  const twice = appendLog(appendLog(once, { lines: lines(3, 8), droppedLines: 0 }), {
    lines: lines(6, 8),
    droppedLines: 0,
  });
  expect(twice.lines.map((kept) => kept.seq)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  expect(newestSeq(twice)).toBe(8);
});

test('a long log keeps its end and counts what it left out', () => {
  const tail = appendLog(EMPTY_LOG, { lines: lines(1, MAX_LOG_LINES + 7), droppedLines: 0 });
  expect(tail.lines).toHaveLength(MAX_LOG_LINES);
  expect(tail.droppedLines).toBe(7);
});

test('what the host dropped is said, also between two answers', () => {
  const first = appendLog(EMPTY_LOG, { lines: lines(90, 95), droppedLines: 89 });
  expect(first.droppedLines).toBe(89);
  expect(appendLog(first, { lines: lines(100, 101), droppedLines: 4 }).droppedLines).toBe(93);
});

test('an empty log asks from the beginning', () => {
  expect(newestSeq(EMPTY_LOG)).toBe(0);
});

test('copied lines carry time and source', () => {
  expect(logAsText([line(1)])).toBe('1970-01-01T00:00:00.000Z stderr line 1');
});
