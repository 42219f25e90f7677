/**
 * Requests, answers and events over a line that comes and goes.
 */
import { describe, expect, test } from 'vitest';
import { MAX_PAGE_MESSAGE_BYTES } from '../../app/contract/envelope.ts';
import type { HostEvent } from '../../app/contract/events.ts';
import type { Bridge, EndingCommand } from './createBridge.ts';
import { EMPTY_SNAPSHOT, startBridge } from '../testing/manualCarrier.ts';

const darkTheme: HostEvent = { type: 'settings.changed', revision: 11, settings: { theme: 'dark' } };

describe('a command', () => {
  test('goes out as a request and resolves with the answer of the same id', async () => {
    const { bridge, sent, openLine, say } = startBridge();
    openLine();
    const first = bridge.run('mirror.snapshot', {});
    const second = bridge.run('settings.update', { theme: 'dark' });
    say({ type: 'result', id: 2, result: {} });
    say({ type: 'result', id: 1, result: EMPTY_SNAPSHOT });
    expect(await Promise.all([first, second])).toEqual([EMPTY_SNAPSHOT, {}]);
    expect(sent).toEqual([
      { type: 'request', id: 1, command: 'mirror.snapshot', params: {} },
      { type: 'request', id: 2, command: 'settings.update', params: { theme: 'dark' } },
    ]);
  });

  test('rejects with the error the host answers', async () => {
    const { bridge, openLine, say } = startBridge();
    openLine();
    const quit = bridge.run('app.quit', { evenWithCalls: false });
    say({ type: 'error', id: 1, error: { code: 'SERVER_BUSY', message: 'Calls run.', data: { calls: 2 } } });
    await expect(quit).rejects.toMatchObject({ code: 'SERVER_BUSY', data: { calls: 2 } });
  });

  test('rejects when the answer breaks the contract (S5)', async () => {
    const { bridge, openLine, say } = startBridge();
    openLine();
    const snapshot = bridge.run('mirror.snapshot', {});
    say({ type: 'result', id: 1, result: { ...EMPTY_SNAPSHOT, unheardOf: true } });
    await expect(snapshot).rejects.toMatchObject({ code: 'INTERNAL' });
  });

  test('is refused at once while no line is open', async () => {
    const { bridge, sent } = startBridge();
    await expect(bridge.run('mirror.snapshot', {})).rejects.toMatchObject({ code: 'BRIDGE_CLOSED' });
    expect(sent).toEqual([]);
  });

  test('under way when the line is lost fails, and an answer that comes later is nobody’s', async () => {
    const { bridge, openLine, endLine, retry, say, bugs } = startBridge();
    openLine();
    const snapshot = bridge.run('mirror.snapshot', {});
    endLine();
    await expect(snapshot).rejects.toMatchObject({ code: 'BRIDGE_CLOSED' });
    retry();
    openLine();
    say({ type: 'result', id: 1, result: EMPTY_SNAPSHOT });
    expect(bugs).toEqual([]);
  });

  test('too large for one message is refused here, since it would end the line', async () => {
    const { bridge, openLine, sent } = startBridge();
    openLine();
    const theme = 'x'.repeat(MAX_PAGE_MESSAGE_BYTES) as 'dark'; // Only the length matters.
    await expect(bridge.run('settings.update', { theme })).rejects.toMatchObject({ code: 'COMMAND_INVALID' });
    expect(sent).toEqual([]);
  });
});

describe('events', () => {
  test('reach those who listen, until they stop', () => {
    const { bridge, openLine, say } = startBridge();
    const heard: HostEvent[] = [];
    const stop = bridge.subscribe((event) => heard.push(event));
    openLine();
    say({ type: 'event', event: darkTheme });
    stop();
    say({ type: 'event', event: darkTheme });
    expect(heard).toEqual([darkTheme]);
  });

  test.each([['no JSON'], ['{"type":"event","event":{"type":"settings.changed"}}'], ['{"type":"session"}']])(
    'a message that breaks the contract is logged and goes nowhere (S5): %s',
    (text) => {
      const { bridge, openLine, say, bugs } = startBridge();
      const heard: HostEvent[] = [];
      bridge.subscribe((event) => heard.push(event));
      openLine();
      say(text);
      expect([heard.length, bugs.length]).toEqual([0, 1]);
    },
  );
});

describe('the connection', () => {
  test('is tried again with growing pauses, and quickly again after it was open', () => {
    const { bridge, openLine, endLine, retry } = startBridge();
    const states: string[] = [bridge.connection().kind];
    bridge.onConnection((state) => states.push(state.kind));
    const pauses = Array.from({ length: 8 }, () => {
      endLine();
      return retry();
    });
    expect(pauses).toEqual([250, 500, 1_000, 2_000, 4_000, 5_000, 5_000, 5_000]);
    openLine();
    endLine();
    expect(retry()).toBe(250);
    expect(states).toEqual(['connecting', 'lost', 'open', 'lost']);
  });

  test('is not tried again once it was refused', () => {
    const { bridge, endLine, retry } = startBridge();
    endLine({ kind: 'refused', reason: 'code_used' });
    expect(bridge.connection()).toEqual({ kind: 'refused', reason: 'code_used' });
    expect(retry()).toBeUndefined();
  });

  test('stays closed after close', () => {
    const { bridge, endLine, retry } = startBridge();
    endLine();
    bridge.close();
    expect(retry()).toBeUndefined();
  });
});

test.each([
  ['quit', (bridge) => bridge.run('app.quit', { evenWithCalls: true }), 'app.quit'],
  ['wiped', (bridge) => bridge.run('storage.wipe', { confirm: 'wipe everything' }), 'storage.wipe'],
] as const satisfies readonly [string, (bridge: Bridge) => Promise<unknown>, EndingCommand][])(
  'a host that was %s from here is not looked for again',
  async (_name, say, by) => {
    const line = startBridge();
    line.openLine();
    const ended = say(line.bridge);
    line.say({ type: 'result', id: 1, result: {} });
    await ended;
    line.endLine();
    expect(line.bridge.connection()).toEqual({ kind: 'ended', by });
    expect(line.retry()).toBeUndefined();
  },
);

test('a host that was quit elsewhere is not looked for again', async () => {
  const { bridge, openLine, endLine, retry } = startBridge();
  openLine();
  const cutOff = bridge.run('mirror.snapshot', {});
  endLine({ kind: 'quit' });
  await expect(cutOff).rejects.toMatchObject({ code: 'BRIDGE_CLOSED' });
  expect(bridge.connection()).toEqual({ kind: 'ended', by: 'elsewhere' });
  expect(retry()).toBeUndefined();
});

test('a host that refuses to quit stays connected', async () => {
  const { bridge, openLine, say } = startBridge();
  openLine();
  const quit = bridge.run('app.quit', { evenWithCalls: false });
  say({ type: 'error', id: 1, error: { code: 'SERVER_BUSY', message: 'Calls run.', data: { running: 2 } } });
  await expect(quit).rejects.toMatchObject({ code: 'SERVER_BUSY' });
  expect(bridge.connection()).toEqual({ kind: 'open' });
});
