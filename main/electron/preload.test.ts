/**
 * The preload script as it is built, with the build's own configuration, and what it gives the page.
 */
import { resolve } from 'node:path';
import { resolveConfig } from 'electron-vite';
import { build } from 'vite';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { evaluatePreload } from './testing/evaluatePreload.ts';

let code: string;

beforeAll(async () => {
  const inline = { configFile: resolve('.config/electron.vite.config.ts'), logLevel: 'silent' } as const;
  const { config } = await resolveConfig(inline, 'build', 'production');
  const preload = config?.preload ?? {};
  const built = await build({ ...preload, configFile: false, build: { ...preload.build, write: false } });
  const outputs = (Array.isArray(built) ? built : [built]).flatMap((each) => ('output' in each ? each.output : []));
  expect(outputs.map(({ fileName }) => fileName)).toEqual(['preload.cjs']);
  const [chunk] = outputs;
  code = chunk?.type === 'chunk' ? chunk.code : '';
});

function startPreload() {
  const preload = evaluatePreload(code);
  // What the bridge's typing says is there; the first test checks it.
  const gatehouse = preload.exposed.get('gatehouse') as {
    send: (text: unknown) => void;
    onMessage: (callback: (...args: unknown[]) => void) => () => unknown;
  };
  return { preload, gatehouse };
}

describe('the built preload script (S2)', () => {
  test('asks for nothing but Electron, and gives the page two functions', () => {
    const { preload, gatehouse } = startPreload();
    expect([...new Set(preload.required)]).toEqual(['electron']);
    expect([...preload.exposed.keys()]).toEqual(['gatehouse']);
    expect(Reflect.ownKeys(gatehouse)).toEqual(['send', 'onMessage']);
    expect(Object.values(gatehouse).map((value) => typeof value)).toEqual(['function', 'function']);
  });

  test('sends text on the page’s channel, and nothing else', () => {
    const { preload, gatehouse } = startPreload();
    gatehouse.send('hello');
    for (const other of [undefined, 7, { channel: 'x' }, ['a']]) expect(() => gatehouse.send(other)).toThrow('text');
    expect(preload.sent).toEqual([['gatehouse:page', 'hello']]);
  });

  test('hands over the text of the host’s messages, never the event that leads to Electron', () => {
    const { preload, gatehouse } = startPreload();
    const callback = vi.fn<(...args: unknown[]) => void>();
    gatehouse.onMessage(callback);
    preload.receive('gatehouse:host', { sender: 'ipcRenderer' }, 'hello', { more: 1 });
    preload.receive('another', { sender: 'ipcRenderer' }, 'not this');
    expect(callback.mock.calls).toEqual([['hello']]);
  });

  test('ends a subscription, and answers nothing that leads to Electron', () => {
    const { preload, gatehouse } = startPreload();
    const callback = vi.fn<(...args: unknown[]) => void>();
    const stop = gatehouse.onMessage(callback);
    expect(stop()).toBeUndefined();
    preload.receive('gatehouse:host', {}, 'late');
    expect([callback.mock.calls, preload.listenerCount('gatehouse:host')]).toEqual([[], 0]);
  });
});
