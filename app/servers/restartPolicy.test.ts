import { describe, expect, test } from 'vitest';
import { afterExit } from './restartPolicy.ts';

const crash = { code: 1, signal: undefined, requested: false } as const;
const HOUR_MS = 3_600_000;

describe('afterExit', () => {
  test('leaves a server that was asked to stop alone', () => {
    expect(afterExit({ ...crash, requested: true }, 0, 0)).toEqual({ kind: 'stay_stopped' });
  });

  test('tries again, later each time, and then gives up on a crash loop', () => {
    const waits: number[] = [];
    let attempt = 0;
    for (;;) {
      const next = afterExit(crash, attempt, 100);
      if (next.kind !== 'restart') {
        expect(next).toEqual({ kind: 'give_up', why: 'crash_loop' });
        break;
      }
      waits.push(next.afterMs);
      attempt = next.attempt;
    }
    expect(waits).toEqual([...waits].sort((left, right) => left - right));
    expect(waits.length).toBeGreaterThan(2);
  });

  test('counts anew after a server has run well for a while', () => {
    expect(afterExit(crash, 4, HOUR_MS)).toEqual(afterExit(crash, 0, 0));
  });

  test.each(['SIGTERM', 'SIGKILL', 'SIGINT'])('does not bring back what somebody ended with %s', (signal) => {
    expect(afterExit({ code: undefined, signal, requested: false }, 0, HOUR_MS)).toEqual({
      kind: 'give_up',
      why: 'ended_from_outside',
    });
  });

  test('brings back what a fault of its own ended', () => {
    expect(afterExit({ code: undefined, signal: 'SIGSEGV', requested: false }, 0, 0).kind).toBe('restart');
  });
});
