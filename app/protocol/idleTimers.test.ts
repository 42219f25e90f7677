import { describe, expect, test } from 'vitest';
import { manualClock } from '../testing/manualClock.ts';
import { IdleTimers } from './idleTimers.ts';

const IDLE_MS = 1_000;

function start() {
  const clock = manualClock(0);
  const timers = new IdleTimers(clock);
  const silent: string[] = [];
  const begin = (name: string) => timers.start(IDLE_MS, () => silent.push(name));
  return { clock, timers, silent, begin };
}

describe('idle timers (MCP 2025-11-25 basic/lifecycle §Timeouts)', () => {
  test('a request that says nothing is given up, once', () => {
    const { clock, silent, begin } = start();
    begin('a');
    clock.advance(IDLE_MS - 1);
    expect(silent).toEqual([]);
    clock.advance(1);
    clock.advance(IDLE_MS * 5);
    expect(silent).toEqual(['a']);
  });

  test('a sign of life starts the time anew, of that request alone', () => {
    const { clock, silent, begin } = start();
    const lively = begin('lively');
    begin('silent');
    clock.advance(IDLE_MS - 1);
    lively.touch();
    clock.advance(IDLE_MS - 1);
    expect(silent).toEqual(['silent']);
    clock.advance(1);
    expect(silent).toEqual(['silent', 'lively']);
  });

  test('an answered request is never silent', () => {
    const { clock, silent, begin } = start();
    begin('a').stop();
    clock.advance(IDLE_MS * 2);
    expect(silent).toEqual([]);
  });

  test('the time stands still while a person is asked, and starts anew afterwards', async () => {
    const { clock, timers, silent, begin } = start();
    begin('a');
    const answered = Promise.withResolvers<string>();
    const asked = timers.pausedFor(() => answered.promise);
    clock.advance(IDLE_MS * 100);
    expect(silent).toEqual([]);
    answered.resolve('yes');
    expect(await asked).toBe('yes');
    clock.advance(IDLE_MS - 1);
    expect(silent).toEqual([]);
    clock.advance(IDLE_MS);
    expect(silent).toEqual(['a']);
  });

  test('it goes on as well when the question fails', async () => {
    const { clock, timers, silent, begin } = start();
    begin('a');
    await expect(timers.pausedFor(() => Promise.reject(new Error('withdrawn')))).rejects.toThrow('withdrawn');
    clock.advance(IDLE_MS * 2);
    expect(silent).toEqual(['a']);
  });
});
