import { EventEmitter } from 'node:events';
import type { IpcMain, WebContents } from 'electron';
import { describe, expect, test } from 'vitest';
import { MAX_PAGE_MESSAGE_BYTES } from '../../app/contract/envelope.ts';
import { AppError } from '../../app/contract/errors.ts';
import { serveChannel, type Channel } from '../../app/serveChannel.ts';
import { fakeHost } from '../../app/testing/fakeHost.ts';
import { manualClock } from '../../app/testing/manualClock.ts';
import { listenToPage } from './pageChannel.ts';
import { FakeContents } from './testing/fakeElectron.ts';

const EVENT = { type: 'settings.changed', revision: 1, settings: { theme: 'dark' } } as const;

function startPage(host = fakeHost()) {
  const ipcMain = new EventEmitter();
  const channels: Channel[] = [];
  const closed: number[] = [];
  // The listener uses `on` alone.
  const listener = listenToPage(ipcMain as unknown as IpcMain, (channel) => {
    const index = channels.push(channel) - 1;
    channel.onClose(() => closed.push(index));
    serveChannel(host, channel, { clock: manualClock(), logBug: () => undefined });
  });
  const attach = (id: number): FakeContents => {
    const contents = new FakeContents(id);
    listener.attach(contents as unknown as WebContents); // The members that the channel uses.
    return contents;
  };
  const say = (text: unknown, id = 1) =>
    ipcMain.emit(
      'gatehouse:page',
      { sender: { id }, senderFrame: { parent: null, origin: 'gatehouse-app://page' } },
      text,
    );
  const request = (id: number) => say(JSON.stringify({ type: 'request', id, command: 'mirror.snapshot', params: {} }));
  return { ipcMain, host, channels, closed, attach, say, request };
}

async function settled(): Promise<void> {
  await new Promise((next) => setImmediate(next));
}

test('a page is served and answered over the host’s channel', async () => {
  const { attach, request } = startPage();
  const contents = attach(1);
  request(1);
  await settled();
  expect(contents.sent).toEqual([['gatehouse:host', expect.stringContaining('"type":"result","id":1')]]);
});

describe('a message is not heard (S3)', () => {
  test.each([
    ['when it is no text', { a: 1 }],
    ['when it is longer than any of ours', 'x'.repeat(MAX_PAGE_MESSAGE_BYTES + 1)],
    ['when it is longer in bytes', 'é'.repeat(MAX_PAGE_MESSAGE_BYTES / 2 + 1)],
  ])('%s', (_name, message) => {
    const { attach, say, channels } = startPage();
    attach(1);
    say(message);
    expect(channels).toEqual([]);
  });

  test('from another window', () => {
    const { attach, say, channels } = startPage();
    attach(1);
    say('{}', 2);
    expect(channels).toEqual([]);
  });

  test('before there is a window', () => {
    const { say, channels } = startPage();
    say('{}');
    expect(channels).toEqual([]);
  });
});

describe('a channel ends', () => {
  test.each(['did-navigate', 'render-process-gone', 'destroyed'])('at %s, with what listened to the host', (event) => {
    const { attach, request, closed, host } = startPage();
    const contents = attach(1);
    request(1);
    expect(host.subscribers).toBe(1);
    contents.emit(event);
    expect([closed, host.subscribers]).toEqual([[0], 0]);
  });

  test('so that the next document never gets an answer to a request of the one before', async () => {
    const waiting = Promise.withResolvers<never>();
    const { attach, request, channels } = startPage(fakeHost({ 'mirror.snapshot': () => waiting.promise }));
    const contents = attach(1);
    request(1);
    contents.emit('did-navigate');
    request(1);
    waiting.reject(new AppError('COMMAND_UNKNOWN', 'Late.'));
    await settled();
    expect(channels.length).toBe(2);
    // The new document's own.
    expect(contents.sent.length).toBe(1);
  });

  test('reloading a hundred times leaves one listener and one subscription', () => {
    const { attach, request, host, ipcMain } = startPage();
    const contents = attach(1);
    for (let id = 0; id < 100; id += 1) {
      contents.emit('did-navigate');
      request(id);
    }
    expect([ipcMain.listenerCount('gatehouse:page'), host.subscribers]).toEqual([1, 1]);
  });

  test('when another window takes its place, which is then the one that is heard', () => {
    const { attach, say, request, closed, channels } = startPage();
    const first = attach(1);
    request(1);
    attach(2);
    request(2);
    say('{}', 2);
    first.emit('destroyed');
    expect([closed, channels.length]).toEqual([[0], 2]);
  });
});

test('nothing is sent to contents that are gone', () => {
  const { attach, request, host } = startPage();
  const contents = attach(1);
  request(1);
  contents.destroyed = true;
  host.emit(EVENT);
  expect(contents.sent).toEqual([]);
});
