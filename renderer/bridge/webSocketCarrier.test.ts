/**
 * How a page comes in with a code, comes back with a token, and learns why it may not.
 */
import { describe, expect, test } from 'vitest';
import type { LineEnd } from './carrier.ts';
import { openPageSession } from './pageSession.ts';
import { webSocketCarrier } from './webSocketCarrier.ts';

const code = 'c'.repeat(43);
const token = 't'.repeat(43);

/** A tab of a browser at this address, and the socket its page opens. */
function startPage(hash: string, stored: readonly (readonly [string, string])[] = []) {
  const storage = new Map(stored);
  const address = { hash, pathname: '/' };
  const history: unknown[] = [];
  // Only what the session and the carrier touch of a tab.
  const page = {
    location: address,
    history: { replaceState: (_state: unknown, _title: string, url: string) => history.push(url) },
    sessionStorage: {
      getItem: (key: string) => storage.get(key) ?? null,
      setItem: (key: string, value: string) => storage.set(key, value),
      removeItem: (key: string) => storage.delete(key),
    },
  } as unknown as Window;
  const session = openPageSession(page);
  const sockets: { readonly protocols: string[]; readonly socket: EventTarget }[] = [];
  const happened: (string | LineEnd)[] = [];
  const carrier = webSocketCarrier('ws://127.0.0.1:1/bridge', session, (_url, protocols) => {
    const socket = new EventTarget();
    sockets.push({ protocols, socket });
    return socket as WebSocket;
  });
  return {
    history,
    storage,
    happened,
    open: () =>
      carrier.open({
        onOpen: () => happened.push('open'),
        onText: (text) => happened.push(text),
        onEnd: (end) => happened.push(end),
      }),
    offered: () => sockets.at(-1)?.protocols,
    say: (message: unknown) =>
      sockets.at(-1)?.socket.dispatchEvent(new MessageEvent('message', { data: JSON.stringify(message) })),
    end: (closeCode: number) =>
      sockets.at(-1)?.socket.dispatchEvent(Object.assign(new Event('close'), { code: closeCode })),
  };
}

describe('the code of a link (S4)', () => {
  test('leaves the address at once, and is exchanged for a token that this tab keeps', () => {
    const page = startPage(`#code=${code}`);
    expect(page.history).toEqual(['/']);
    page.open();
    expect(page.offered()).toEqual(['gatehouse.v1', `code.${code}`]);
    page.say({ type: 'session', token });
    page.say({ type: 'result', id: 1, result: {} });
    expect(page.happened).toEqual(['open', '{"type":"result","id":1,"result":{}}']);
    expect([...page.storage.values()]).toEqual([token]);
    page.end(1006);
    page.open();
    expect(page.offered()).toEqual(['gatehouse.v1', `token.${token}`]);
  });

  test('is kept for another try when the host was not there', () => {
    const page = startPage(`#code=${code}`);
    page.open();
    page.end(1006);
    page.open();
    expect(page.offered()).toEqual(['gatehouse.v1', `code.${code}`]);
    expect(page.happened).toEqual([{ kind: 'lost' }]);
  });

  test('goes before a token that the tab still has', () => {
    const page = startPage(`#code=${code}`, [['gatehouse.token', token]]);
    page.open();
    expect(page.offered()).toEqual(['gatehouse.v1', `code.${code}`]);
  });
});

test.each([
  [4401, { kind: 'refused', reason: 'unknown' }],
  [4402, { kind: 'refused', reason: 'expired' }],
  [4403, { kind: 'refused', reason: 'code_used' }],
  [4410, { kind: 'quit' }],
  [1001, { kind: 'lost' }],
  [1006, { kind: 'lost' }],
  [1013, { kind: 'lost' }],
])('close code %i', (closeCode, end) => {
  const page = startPage('', [['gatehouse.token', token]]);
  page.open();
  page.end(closeCode);
  expect(page.happened).toEqual([end]);
  expect(page.storage.size).toBe(end.kind === 'lost' ? 1 : 0);
});

test('a page with neither code nor token is told so without a socket', async () => {
  const page = startPage('#/servers');
  page.open();
  await Promise.resolve();
  expect(page.happened).toEqual([{ kind: 'refused', reason: 'unknown' }]);
  expect([page.offered(), page.history]).toEqual([undefined, []]);
});
