import { describe, expect, test } from 'vitest';
import { manualClock } from '../testing/manualClock.ts';
import { MAX_POLLS_PER_SECOND, PollQueue } from './pollQueue.ts';

function startQueue() {
  const clock = manualClock();
  const startMs = clock.nowMs();
  const polled: { readonly key: string; readonly atMs: number }[] = [];
  const queue = new PollQueue<string>(clock, (key) => polled.push({ key, atMs: clock.nowMs() - startMs }));
  return { clock, queue, polled, keys: () => polled.map(({ key }) => key) };
}

describe('the queue of tasks to ask about', () => {
  test('asks about each when it is due, and once', () => {
    const { clock, queue, polled } = startQueue();
    queue.schedule('late', 5_000);
    queue.schedule('soon', 1_000);
    clock.advance(10_000);
    expect(polled).toEqual([
      { key: 'soon', atMs: 1_000 },
      { key: 'late', atMs: 5_000 },
    ]);
  });

  test('takes the newest time that was set, earlier or later', () => {
    const { clock, queue, polled } = startQueue();
    queue.schedule('a', 60_000);
    queue.schedule('a', 1_000);
    queue.schedule('b', 1_000);
    queue.schedule('b', 3_000);
    clock.advance(100_000);
    expect(polled).toEqual([
      { key: 'a', atMs: 1_000 },
      { key: 'b', atMs: 3_000 },
    ]);
  });

  test('asks about five hundred no more than thirty times a second, and about every one in turn', () => {
    const { clock, queue } = startQueue();
    const seconds = new Map<number, number>();
    const times = new Map<string, number>();
    const startMs = clock.nowMs();
    const busy: PollQueue<string> = new PollQueue(clock, (key) => {
      const second = Math.floor((clock.nowMs() - startMs) / 1_000);
      seconds.set(second, (seconds.get(second) ?? 0) + 1);
      times.set(key, (times.get(key) ?? 0) + 1);
      busy.schedule(key, 1_000);
    });
    for (let index = 0; index < 500; index += 1) busy.schedule(`task ${index}`, 0);
    clock.advance(100_000);
    expect(Math.max(...seconds.values())).toBeLessThanOrEqual(MAX_POLLS_PER_SECOND);
    expect(times.size).toBe(500);
    expect(Math.max(...times.values()) - Math.min(...times.values())).toBeLessThanOrEqual(1);
    queue.remove('none');
  });

  test('rests while the machine sleeps, and asks what fell due afterwards', () => {
    const { clock, queue, keys } = startQueue();
    queue.schedule('a', 1_000);
    queue.pause(true);
    clock.advance(60_000);
    expect(keys()).toEqual([]);
    expect(clock.waiting).toBe(0);
    queue.pause(false);
    clock.advance(100);
    expect(keys()).toEqual(['a']);
  });

  test('forgets what is taken out', () => {
    const { clock, queue, keys } = startQueue();
    queue.schedule('a', 1_000);
    queue.remove('a');
    clock.advance(5_000);
    expect(keys()).toEqual([]);
  });
});
