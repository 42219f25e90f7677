import { describe, expect, test } from 'vitest';
import { manualClock } from '../testing/manualClock.ts';
import { LOOK_MS, watchRoots } from './watchRoots.ts';

async function start(folders: readonly string[], open: readonly string[] = folders) {
  const clock = manualClock();
  const state = { folders, open };
  const changes: unknown[] = [];
  const stop = watchRoots({
    clock,
    paths: () => state.folders,
    canOpen: (path) => Promise.resolve(state.open.includes(path)),
    onChanged: (change) => changes.push(change),
  });
  const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
  await settle();
  const look = async (change: Partial<typeof state> = {}): Promise<readonly unknown[]> => {
    Object.assign(state, change);
    clock.advance(LOOK_MS);
    await settle();
    return changes.splice(0);
  };
  return { clock, look, stop };
}

describe('folders of a server (MCP 2025-11-25 client/roots §Security Considerations)', () => {
  test('that vanish and come back are told of, once each time', async () => {
    const { look } = await start(['/a', '/b']);
    expect(await look()).toEqual([]);
    expect(await look({ open: ['/b'] })).toEqual([{ gone: 1, back: 0 }]);
    expect(await look()).toEqual([]);
    expect(await look({ open: ['/a'] })).toEqual([{ gone: 1, back: 1 }]);
    expect(await look({ open: ['/a', '/b'] })).toEqual([{ gone: 0, back: 1 }]);
  });

  test('that are not there from the start are no change', async () => {
    const { look } = await start(['/a', '/b'], ['/a']);
    expect(await look()).toEqual([]);
    expect(await look({ open: [] })).toEqual([{ gone: 1, back: 0 }]);
  });

  test('are no change when they are taken out of the list or put into it, but when a new one is gone soon', async () => {
    const { look } = await start(['/a']);
    expect(await look({ folders: ['/b'], open: ['/b'] })).toEqual([]);
    expect(await look({ folders: ['/b', '/c'] })).toEqual([{ gone: 1, back: 0 }]);
    expect(await look({ folders: [] })).toEqual([]);
  });

  test('are looked at no more once that is over', async () => {
    const { clock, look, stop } = await start(['/a']);
    stop();
    expect(clock.waiting).toBe(0);
    expect(await look({ open: [] })).toEqual([]);
  });
});
