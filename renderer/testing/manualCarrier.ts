/**
 * A carrier whose other end is the test, with retries that wait until the test lets time pass.
 */
import { pageMessage, type HostMessage, type PageMessage } from '../../app/contract/envelope.ts';
import type { HostSnapshot } from '../../app/contract/events.ts';
import type { Carrier, LineEnd, LineHandlers } from '../bridge/carrier.ts';
import { createBridge } from '../bridge/createBridge.ts';

export const EMPTY_SNAPSHOT: HostSnapshot = {
  revision: 10,
  host: {
    version: '0.1.0',
    shell: 'loopback',
    platform: 'linux',
    dataDir: '/data',
    keychain: true,
    samples: [],
    redirectUris: [],
  },
  settings: { theme: 'system' },
  notices: [],
  servers: [],
  installs: [],
  imports: [],
  decisions: [],
  calls: [],
  models: [],
  identities: { identities: [], registrations: [] },
};

export function startBridge() {
  const lines: LineHandlers[] = [];
  const sent: PageMessage[] = [];
  const bugs: unknown[] = [];
  const retries: { readonly delayMs: number; readonly callback: () => void }[] = [];
  const carrier: Carrier = {
    open(handlers) {
      lines.push(handlers);
      return { send: (text) => sent.push(pageMessage.parse(JSON.parse(text))), close: () => undefined };
    },
  };
  const bridge = createBridge(carrier, {
    after(delayMs, callback) {
      const retry = { delayMs, callback };
      retries.push(retry);
      return () => retries.splice(retries.indexOf(retry), 1);
    },
    logBug: (error) => bugs.push(error),
  });
  const newest = (): LineHandlers => {
    const line = lines.at(-1);
    if (line === undefined) throw new Error('No line was opened.');
    return line;
  };
  return {
    bridge,
    sent,
    bugs,
    openLine: () => newest().onOpen(),
    endLine: (end: LineEnd = { kind: 'lost' }) => newest().onEnd(end),
    say: (message: HostMessage | string) =>
      newest().onText(typeof message === 'string' ? message : JSON.stringify(message)),
    /** Runs the retry that waits; answers how long it waited. */
    retry: (): number | undefined => {
      const retry = retries.shift();
      retry?.callback();
      return retry?.delayMs;
    },
  };
}
