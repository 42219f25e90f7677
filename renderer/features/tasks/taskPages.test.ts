import { describe, expect, test } from 'vitest';
import { exampleTask } from './exampleTask.ts';
import { firstPage, nextPage, PAGE_TASKS, shownTasks, withLive, type TaskPages } from './taskPages.ts';
import type { TaskCall } from './taskWords.ts';

/** A task that began at this second. */
const at = (second: number, change: object = {}): TaskCall =>
  exampleTask({ callId: `call_${String(second).padStart(8, '0')}`, startedAtMs: second * 1_000, ...change });
const range = (from: number, count: number) => Array.from({ length: count }, (_, index) => at(from - index));
const seconds = ({ calls }: TaskPages) => calls.map(({ startedAtMs }) => startedAtMs / 1_000);
const all = { show: 'all' } as const;

const few = firstPage({ calls: range(5, 3), total: 3 });
const full = firstPage({ calls: range(1_000, PAGE_TASKS), total: 250 });

describe('pages', () => {
  test('one that holds everything has nothing after it', () => {
    expect([seconds(few), few.last]).toEqual([[5, 4, 3], undefined]);
  });

  test('follow each other until all are here, each task once', () => {
    expect(full.last?.startedAtMs).toBe(901_000);
    const second = nextPage(full, { calls: range(901, PAGE_TASKS), total: 250 });
    expect([second.calls.length, second.last?.startedAtMs]).toEqual([199, 802_000]);
    expect(nextPage(second, { calls: range(801, 50), total: 250 }).last).toBeUndefined();
  });
});

describe('what the mirror says', () => {
  test('replaces what a page said before', () => {
    expect(withLive(few, [at(4, { state: 'cancelled' })], all).calls[1]?.state).toBe('cancelled');
  });

  test('brings a task that has just begun, and none from below the last page', () => {
    expect(seconds(withLive(few, [at(9), at(1)], all))).toEqual([9, 5, 4, 3, 1]);
    expect(seconds(withLive(full, [at(1_001), at(1)], all)).filter((second) => second === 1)).toEqual([]);
  });

  test.each([
    ['another server', { show: 'all', serverId: at(1).serverId }, { serverId: 'srv_other000' }, false],
    ['a word of its arguments', { show: 'all', text: 'TIDES' }, {}, true],
    ['a word of its status', { show: 'all', text: 'page 3' }, {}, true],
    ['a word that is nowhere', { show: 'all', text: 'moon' }, {}, false],
  ] as const)('brings what the filter asks for: %s', (_name, filter, change, comes) => {
    expect(seconds(withLive(few, [at(9, change)], filter)).includes(9)).toBe(comes);
  });

  test('is kept of tasks that the host found by more than the page can see', () => {
    const found = withLive(few, [at(4, { state: 'cancelling' })], { show: 'all', text: 'moon' });
    expect(found.calls[1]?.state).toBe('cancelling');
  });
});

test('an open task leaves the list of open ones when it ends', () => {
  const ended = withLive(few, [at(4, { state: 'complete' })], { show: 'open' });
  expect(shownTasks(ended, 'open')).toHaveLength(2);
  expect(shownTasks(ended, 'ended')).toHaveLength(1);
  expect(shownTasks(ended, 'all')).toHaveLength(3);
});
