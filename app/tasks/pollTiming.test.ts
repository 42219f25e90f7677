import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MAX_POLL_MS, MIN_POLL_MS, pollInterval } from './pollTiming.ts';

describe('the time between two questions (MCP 2025-11-25 basic/utilities/tasks §Getting Tasks)', () => {
  test.each([
    [5_000, 5_000],
    [0, MIN_POLL_MS],
    [-1, MIN_POLL_MS],
    [1e12, MAX_POLL_MS],
    [Number.MAX_VALUE, MAX_POLL_MS],
    [1_000.4, 1_000],
  ])('is what the server says, within reason: %s', (named, intervalMs) => {
    expect(pollInterval(named, 3, 0.9)).toBe(intervalMs);
  });

  test.each([[undefined], [null], ['5000'], [Number.NaN], [Number.POSITIVE_INFINITY], [{}]])(
    'is ours where the server says %s',
    (named) => {
      expect(pollInterval(named, 0, 0.5)).toBe(1_500);
    },
  );

  test('grows while nothing happens, to half a minute', () => {
    const times = [0, 1, 2, 5, 10, 1_000].map((polls) => pollInterval(undefined, polls, 0.5));
    expect(times).toEqual([...times].sort((a, b) => a - b));
    expect(times.at(-1)).toBe(30_000);
  });

  test('is never out of bounds, and never the same for all', () => {
    fc.assert(
      fc.property(fc.anything(), fc.nat(), fc.double({ min: 0, max: 1, noNaN: true }), (named, polls, chance) => {
        const intervalMs = pollInterval(named, polls, chance);
        expect(intervalMs).toBeGreaterThanOrEqual(MIN_POLL_MS);
        expect(intervalMs).toBeLessThanOrEqual(MAX_POLL_MS);
      }),
    );
    expect(pollInterval(undefined, 0, 0)).toBeLessThan(pollInterval(undefined, 0, 1));
  });
});
