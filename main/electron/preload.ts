/**
 * Runs before the page in its window, and gives it one message carrier.
 *
 * It is built as one CommonJS file: in a sandbox `require` knows `electron` and a few names of Node's, no files.
 */
import { contextBridge, ipcRenderer } from 'electron';
import { HOST_CHANNEL, PAGE_CHANNEL } from './ipcChannels.ts';

// SECURITY(S2): all that the page gets. `ipcRenderer` and its events, which lead to it, stay on this side.
contextBridge.exposeInMainWorld('gatehouse', {
  send(text: unknown): void {
    if (typeof text !== 'string') throw new TypeError('A message is text.');
    ipcRenderer.send(PAGE_CHANNEL, text);
  },
  /** The answer ends the subscription. */
  onMessage(callback: (text: string) => void): () => void {
    const listener = (_event: unknown, text: string): void => callback(text);
    ipcRenderer.on(HOST_CHANNEL, listener);
    return () => {
      ipcRenderer.off(HOST_CHANNEL, listener);
    };
  },
});
