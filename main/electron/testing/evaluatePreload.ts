/**
 * Runs a built preload script in a context that has only what a sandboxed one gets of Electron here.
 */
import { EventEmitter } from 'node:events';
import { createContext, runInContext } from 'node:vm';

/** What the page would see, and what goes over the channels. */
export interface EvaluatedPreload {
  /** By the name they have in the page's `window`. */
  readonly exposed: ReadonlyMap<string, unknown>;
  /** Modules that were asked for. */
  readonly required: readonly string[];
  readonly sent: readonly (readonly unknown[])[];
  /** A message from the host, with an event as Electron gives it to the preload script. */
  receive(channel: string, event: unknown, ...args: readonly unknown[]): void;
  listenerCount(channel: string): number;
}

/** @param code One CommonJS file. Throws what it throws, for instance on asking for a module it can't have. */
export function evaluatePreload(code: string): EvaluatedPreload {
  const exposed = new Map<string, unknown>();
  const required: string[] = [];
  const sent: unknown[][] = [];
  const listeners = new EventEmitter();
  const electron = {
    contextBridge: {
      exposeInMainWorld: (name: string, api: unknown) => {
        if (exposed.has(name)) throw new Error(`${name} is exposed twice.`);
        exposed.set(name, api);
      },
    },
    ipcRenderer: {
      send: (...args: unknown[]) => sent.push(args),
      on: (channel: string, listener: (...args: unknown[]) => void) => listeners.on(channel, listener),
      off: (channel: string, listener: (...args: unknown[]) => void) => listeners.off(channel, listener),
    },
  };
  const require = (name: string): unknown => {
    required.push(name);
    if (name !== 'electron') throw new Error(`A sandboxed preload script has no ${name}.`);
    return electron;
  };
  runInContext(code, createContext({ require, module: { exports: {} }, exports: {} }), { filename: 'preload.cjs' });
  return {
    exposed,
    required,
    sent,
    receive: (channel, event, ...args) => listeners.emit(channel, event, ...args),
    listenerCount: (channel) => listeners.listenerCount(channel),
  };
}
