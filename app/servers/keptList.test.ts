import { describe, expect, test } from 'vitest';
import { manualClock } from '../testing/manualClock.ts';
import { KeptList } from './keptList.ts';

interface Names {
  readonly names: readonly string[];
  readonly ttlMs: number;
}

function start(options: { readonly tells: boolean; readonly ttlMs?: number }) {
  const clock = manualClock(0);
  const readings: { resolve(names: string[]): void; reject(error: Error): void }[] = [];
  const read = (): Promise<Names> =>
    new Promise((resolve, reject) =>
      readings.push({ resolve: (names) => resolve({ names, ttlMs: options.ttlMs ?? 0 }), reject }),
    );
  return { clock, readings, list: new KeptList<Names>(clock, { read, tells: options.tells }) };
}

describe('a kept list', () => {
  test('is read once for all who ask at the same time, and kept while the server would say that it changed', async () => {
    const { readings, list } = start({ tells: true });
    const both = Promise.all([list.get(), list.get()]);
    readings[0]?.resolve(['a']);
    expect((await both).map(({ names }) => names)).toEqual([['a'], ['a']]);
    expect(await list.get()).toMatchObject({ names: ['a'] });
    expect(readings).toHaveLength(1);
  });

  test('of a server that tells nothing is read for everybody who asks', async () => {
    const { readings, list } = start({ tells: false });
    const first = list.get();
    readings[0]?.resolve(['a']);
    await first;
    const second = list.get();
    readings[1]?.resolve(['b']);
    expect(await second).toMatchObject({ names: ['b'] });
  });

  test('is good for its time to live (MCP 2026-07-28 server/utilities/caching)', async () => {
    const { clock, readings, list } = start({ tells: true, ttlMs: 100 });
    const first = list.get();
    readings[0]?.resolve(['a']);
    await first;
    clock.advance(99);
    expect(await list.get()).toMatchObject({ names: ['a'] });
    clock.advance(1);
    const second = list.get();
    readings[1]?.resolve(['b']);
    expect(await second).toMatchObject({ names: ['b'] });
  });

  test('that changes while it is read is read once more, and the newest stays', async () => {
    const { readings, list } = start({ tells: true });
    const got = list.get();
    list.outdate();
    readings[0]?.resolve(['old']);
    await Promise.resolve();
    await Promise.resolve();
    readings[1]?.resolve(['new']);
    expect(await got).toMatchObject({ names: ['new'] });
    expect(list.known).toMatchObject({ names: ['new'] });
  });

  test('stays known when reading it anew fails, and is tried again', async () => {
    const { readings, list } = start({ tells: true });
    const first = list.get();
    readings[0]?.resolve(['a']);
    await first;
    list.outdate();
    const failing = list.get();
    readings[1]?.reject(new Error('gone'));
    await expect(failing).rejects.toThrow('gone');
    expect(list.known).toMatchObject({ names: ['a'] });
    const again = list.get();
    readings[2]?.resolve(['b']);
    expect(await again).toMatchObject({ names: ['b'] });
  });
});
