import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { systemClock } from './clock.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

describe('systemClock', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  test.each([0, 1_000, 25 * DAY_MS, 60 * DAY_MS])('calls back once, %d ms later and not before', (delayMs) => {
    const calls: number[] = [];
    const startedMs = systemClock.nowMs();
    systemClock.after(delayMs, () => calls.push(systemClock.nowMs() - startedMs));
    if (delayMs > 0) vi.advanceTimersByTime(delayMs - 1);
    expect(calls).toEqual([]);
    vi.advanceTimersByTime(70 * DAY_MS);
    expect(calls).toEqual([delayMs]);
  });

  test('does not call back once cancelled, also past the longest timeout the platform keeps', () => {
    const calls: string[] = [];
    const cancel = systemClock.after(60 * DAY_MS, () => calls.push('late'));
    vi.advanceTimersByTime(50 * DAY_MS);
    cancel();
    vi.advanceTimersByTime(50 * DAY_MS);
    expect(calls).toEqual([]);
  });
});
