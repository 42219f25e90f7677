/**
 * The mirror over lines that come and go.
 */
import { expect, test } from 'vitest';
import { createStore } from 'zustand';
import type { HostEvent, HostSnapshot } from '../../app/contract/events.ts';
import { EMPTY_SNAPSHOT, startBridge } from '../testing/manualCarrier.ts';
import type { MirrorState } from './mirror.ts';
import { startMirror } from './startMirror.ts';

function start() {
  const line = startBridge();
  const store = createStore<MirrorState>(() => ({ snapshot: undefined, connection: { kind: 'connecting' } }));
  const stop = startMirror(line.bridge, store);
  return {
    ...line,
    stop,
    theme: () => store.getState().snapshot?.settings.theme,
    connection: () => store.getState().connection.kind,
    answerSnapshot: async (snapshot: HostSnapshot) => {
      line.say({ type: 'result', id: line.sent.at(-1)?.id ?? 0, result: snapshot });
      await new Promise((settled) => setTimeout(settled)); // Lets the promise of the answer settle.
    },
  };
}

function themeEvent(revision: number, theme: 'light' | 'dark'): { type: 'event'; event: HostEvent } {
  return { type: 'event', event: { type: 'settings.changed', revision, settings: { theme } } };
}

test('events that come before the snapshot are replayed on it, unless it has them already', async () => {
  const { openLine, say, answerSnapshot, theme } = start();
  openLine();
  say(themeEvent(9, 'light'));
  say(themeEvent(11, 'dark'));
  expect(theme()).toBeUndefined();
  await answerSnapshot(EMPTY_SNAPSHOT);
  expect(theme()).toBe('dark');
  say(themeEvent(12, 'light'));
  expect(theme()).toBe('light');
});

test('a lost line leaves the last picture standing; a new one brings a whole new snapshot', async () => {
  const { openLine, endLine, retry, answerSnapshot, theme, connection } = start();
  openLine();
  await answerSnapshot({ ...EMPTY_SNAPSHOT, settings: { theme: 'dark' } });
  endLine();
  expect([connection(), theme()]).toEqual(['lost', 'dark']);
  retry();
  openLine();
  // A host that was started anew counts its revisions from the beginning.
  await answerSnapshot({ ...EMPTY_SNAPSHOT, revision: 1, settings: { theme: 'light' } });
  expect([connection(), theme()]).toEqual(['open', 'light']);
});

test('a line that is lost before its snapshot came is followed by one that works', async () => {
  const { openLine, endLine, retry, say, answerSnapshot, theme } = start();
  openLine();
  say(themeEvent(50, 'dark'));
  endLine();
  retry();
  openLine();
  await answerSnapshot(EMPTY_SNAPSHOT);
  expect(theme()).toBe('system');
});

test('after stopping nothing changes any more', async () => {
  const { openLine, say, answerSnapshot, stop, theme } = start();
  openLine();
  await answerSnapshot(EMPTY_SNAPSHOT);
  stop();
  say(themeEvent(11, 'dark'));
  expect(theme()).toBe('system');
});
