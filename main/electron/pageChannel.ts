/**
 * Electron's IPC as channels: a new one for every document that our window shows.
 *
 * Request ids begin anew with each document, so an answer to the one before must never reach it: a channel ends when a
 * document takes its place, and what is still sent on it goes nowhere.
 */
import type { WebContents } from 'electron';
import { MAX_PAGE_MESSAGE_BYTES } from '../../app/contract/envelope.ts';
import type { Channel } from '../../app/serveChannel.ts';
import type { ElectronModules } from './electronModules.ts';
import { HOST_CHANNEL, PAGE_CHANNEL } from './ipcChannels.ts';
import { isTrustedSender } from './isTrustedSender.ts';

interface OpenChannel extends Channel {
  receive(text: string): void;
  close(): void;
}

export interface PageListener {
  /** Hears this window from here on, and no other. Call before it loads the page. */
  attach(contents: WebContents): void;
}

/** @param serve Called with each new channel, when the first message of its document arrives. */
export function listenToPage(ipcMain: ElectronModules['ipcMain'], serve: (channel: Channel) => void): PageListener {
  let contents: WebContents | undefined;
  let channel: OpenChannel | undefined;

  const end = (): void => {
    channel?.close();
    channel = undefined;
  };

  ipcMain.on(PAGE_CHANNEL, (event, text: unknown) => {
    if (contents === undefined || !isTrustedSender(event, contents.id)) return;
    // Our page sends neither; whatever does needs no answer.
    if (typeof text !== 'string' || Buffer.byteLength(text) > MAX_PAGE_MESSAGE_BYTES) return;
    if (channel === undefined) {
      channel = openChannel(contents);
      serve(channel);
    }
    channel.receive(text);
  });

  return {
    attach(attached) {
      end();
      contents = attached;
      // When the new document is there, not when it is asked for: a navigation that fails leaves the old one in place.
      attached.on('did-navigate', end);
      attached.on('render-process-gone', end);
      attached.on('destroyed', () => {
        if (contents !== attached) return;
        end();
        contents = undefined;
      });
    },
  };
}

function openChannel(contents: WebContents): OpenChannel {
  const messageListeners: ((text: string) => void)[] = [];
  const closeListeners: (() => void)[] = [];
  let open = true;
  return {
    send(text) {
      if (open && !contents.isDestroyed()) contents.send(HOST_CHANNEL, text);
    },
    // Electron doesn't tell.
    bufferedBytes: () => 0,
    onMessage: (listener) => messageListeners.push(listener),
    onClose: (listener) => closeListeners.push(listener),
    receive(text) {
      for (const listener of messageListeners) listener(text);
    },
    close() {
      open = false;
      for (const listener of closeListeners) listener();
    },
  };
}
