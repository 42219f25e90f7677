import { describe, expect, test } from 'vitest';
import { manualClock } from '../testing/manualClock.ts';
import { ReadCache } from './readCache.ts';

const contents = (text: string) => [{ uri: 'x:a', text }];

describe('read resources that are kept (MCP 2026-07-28 server/utilities/caching)', () => {
  test('are good for as long as the server said, and no longer', () => {
    const clock = manualClock(0);
    const cache = new ReadCache(clock);
    cache.put('x:a', contents('one'), { ttlMs: 1_000, generation: cache.generation });
    clock.advance(999);
    expect(cache.get('x:a')).toEqual(contents('one'));
    clock.advance(1);
    expect(cache.get('x:a')).toBeUndefined();
  });

  test.each([[0], [-5], [undefined], [Number.NaN]])('a time of %s keeps nothing', (ttlMs) => {
    const cache = new ReadCache(manualClock(0));
    cache.put('x:a', contents('one'), { ttlMs, generation: cache.generation });
    expect(cache.get('x:a')).toBeUndefined();
  });

  test('nothing is served for another address, or after the server said that it changed', () => {
    const cache = new ReadCache(manualClock(0));
    cache.put('x:a', contents('one'), { ttlMs: 1_000, generation: cache.generation });
    expect(cache.get('x:A')).toBeUndefined();
    cache.outdate('x:a');
    expect(cache.get('x:a')).toBeUndefined();
  });

  test('what changed while it was read is not kept', () => {
    const cache = new ReadCache(manualClock(0));
    const { generation } = cache;
    cache.outdate('x:a');
    cache.put('x:a', contents('of before'), { ttlMs: 1_000, generation });
    expect(cache.get('x:a')).toBeUndefined();
  });

  test('no server can have something kept for more than a day', () => {
    const clock = manualClock(0);
    const cache = new ReadCache(clock);
    cache.put('x:a', contents('one'), { ttlMs: Number.MAX_SAFE_INTEGER, generation: cache.generation });
    clock.advance(24 * 3_600_000);
    expect(cache.get('x:a')).toBeUndefined();
  });

  test('the oldest go when there are too many', () => {
    const cache = new ReadCache(manualClock(0));
    for (let index = 0; index < 150; index += 1)
      cache.put(`x:${index}`, contents('one'), { ttlMs: 1_000, generation: cache.generation });
    expect(cache.get('x:0')).toBeUndefined();
    expect(cache.get('x:149')).toBeDefined();
  });
});
