/**
 * Real requests to the listener, as a browser makes them and as nobody's browser does.
 */
import { createHash } from 'node:crypto';
import { request } from 'node:http';
import type { IncomingHttpHeaders } from 'node:http';
import { connect, createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { CallbackListener } from '../../app/ports/authorizationCallback.ts';
import { waitUntil } from '../testing/waiting.ts';
import { CALLBACK_PORTS, createAuthorizationCallback } from './authorizationCallback.ts';
import type { AuthorizationCallbackOptions } from './authorizationCallback.ts';

const STATE = 'kLw1qZ0c9fV8s7u6t5r4yA';

async function startListening(options: AuthorizationCallbackOptions = { ports: [] }) {
  const listener = await createAuthorizationCallback(options).listen(STATE, { anyPort: true });
  onTestFinished(() => listener.close('failed'));
  const port = Number(new URL(listener.redirectUri).port);
  const callback = (query: string, change: Change = {}) => ask(port, `/callback?${query}`, change);
  return { listener, port, callback };
}

interface Change {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

interface Answer {
  readonly status: number | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly page: string;
}

function ask(port: number, path: string, { method = 'GET', headers = {}, body }: Change = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asking = request({ host: '127.0.0.1', port, path, method, headers }, (answer) => {
      text(answer).then((page) => resolve({ status: answer.statusCode, headers: answer.headers, page }), reject);
    });
    asking.on('error', reject).end(body);
  });
}

/** Whether the listener has resolved yet. */
async function isReceived({ received }: CallbackListener): Promise<boolean> {
  return Promise.race([received.then(() => true), new Promise<false>((no) => setImmediate(no, false))]);
}

async function holdPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}

describe('the answer of a sign-in', () => {
  test('is handed over whole, and the page says what came of it once that is known', async () => {
    const { listener, callback } = await startListening();
    let isAnswered = false;
    const answering = callback(`code=a%2Fb&state=${STATE}&iss=https%3A%2F%2Fauth.example&extra=1`);
    void answering.then(() => (isAnswered = true));
    expect([...(await listener.received)]).toEqual([
      ['code', 'a/b'],
      ['state', STATE],
      ['iss', 'https://auth.example'],
      ['extra', '1'],
    ]);
    expect(isAnswered).toBe(false);
    void listener.close('signed_in');
    expect(await answering).toMatchObject({
      status: 200,
      page: expect.stringContaining('You are signed in') as string,
    });
  });

  test('that is an error of the authorization server is handed over as well', async () => {
    const { listener, callback } = await startListening();
    const answering = callback(`error=access_denied&state=${STATE}`);
    expect((await listener.received).get('error')).toBe('access_denied');
    void listener.close('failed');
    expect((await answering).page).toContain('You are not signed in');
  });

  test('comes in under the name localhost, too', async () => {
    const { listener, port, callback } = await startListening();
    const answering = callback(`code=1&state=${STATE}`, { headers: { host: `localhost:${port}` } });
    await listener.received;
    void listener.close('signed_in');
    expect((await answering).status).toBe(200);
  });

  test('is good once: a second one is told so and changes nothing', async () => {
    const { listener, callback } = await startListening();
    const first = callback(`code=first&state=${STATE}`);
    await listener.received;
    const second = await callback(`code=second&state=${STATE}`);
    expect(second).toMatchObject({ status: 410, page: expect.stringContaining('used before') as string });
    void listener.close('signed_in');
    expect((await first).status).toBe(200);
    await expect(callback(`code=third&state=${STATE}`)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    expect((await listener.received).get('code')).toBe('first');
  });

  test('gets a page within its time even where nobody says what came of it', async () => {
    const { callback } = await startListening({ ports: [], waitMs: 50 });
    expect((await callback(`code=1&state=${STATE}`)).page).toContain('Gatehouse has the answer');
  });
});

describe('what is no answer of this sign-in changes nothing (S4):', () => {
  test.each([
    ['no state', 'code=1'],
    ['an empty state', 'code=1&state='],
    ['the state of another', `code=1&state=${'x'.repeat(STATE.length)}`],
    ['a longer state', `code=1&state=${STATE}x`],
    ['the beginning of the state', `code=1&state=${STATE.slice(0, -1)}`],
    ['the state in other letters', `code=1&state=${STATE.toLowerCase()}`],
    ['two states (RFC 6749 §3.1)', `code=1&state=${STATE}&state=${STATE}`],
    ['two codes', `code=1&code=2&state=${STATE}`],
    ['two issuers', `code=1&iss=https://a.example&iss=https://b.example&state=${STATE}`],
    ['the state under another name', `code=1&State=${STATE}`],
    ['no query', ''],
  ])('%s', async (_name, query) => {
    const { listener, callback } = await startListening();
    expect(await callback(query)).toMatchObject({
      status: 400,
      page: expect.stringContaining('not the answer') as string,
    });
    expect(await isReceived(listener)).toBe(false);
    const answering = callback(`code=right&state=${STATE}`);
    expect((await listener.received).get('code')).toBe('right');
    void listener.close('signed_in');
    expect((await answering).status).toBe(200);
  });

  test.each<[string, string, Change, number]>([
    ['a rebound host name', '/callback', { headers: { host: 'evil.example' } }, 421],
    ['a host without the port', '/callback', { headers: { host: '127.0.0.1' } }, 421],
    ['another name of this computer', '/callback', { headers: { host: '[::1]:1' } }, 421],
    ['HEAD', '/callback', { method: 'HEAD' }, 405],
    ['POST', '/callback', { method: 'POST', body: `code=1&state=${STATE}` }, 405],
    ['OPTIONS', '/callback', { method: 'OPTIONS' }, 405],
    ['GET with a body', '/callback', { body: 'x', headers: { 'content-length': '1' } }, 413],
    [
      'GET with a body of no known length',
      '/callback',
      { body: 'x', headers: { 'transfer-encoding': 'chunked' } },
      413,
    ],
    ['another path', '/', {}, 404],
    ['a path below', '/callback/', {}, 404],
    ['a path that only leads there', '/x/../callback', {}, 404],
    ['an encoded path', '/%63allback', {}, 404],
  ])('%s', async (_name, path, change, status) => {
    const { listener, port } = await startListening();
    const answer = await ask(port, `${path}?code=1&state=${STATE}`, change);
    expect(answer.status).toBe(status);
    expect(await isReceived(listener)).toBe(false);
  });

  test('a request line of 20 kB', async () => {
    const { listener, callback } = await startListening();
    expect((await callback(`code=${'x'.repeat(20_000)}&state=${STATE}`)).status).toBe(431);
    expect(await isReceived(listener)).toBe(false);
  });

  test('a request that never ends is given up', async () => {
    const { port } = await startListening();
    const socket = connect(port, '127.0.0.1');
    onTestFinished(() => void socket.destroy());
    socket.on('error', () => undefined).write(`GET /callback?code=1&state=${STATE} HTTP/1.1\r\n`);
    const answer = await text(socket);
    expect(answer).toMatch(/^HTTP\/1\.1 408 /);
  });

  test('a crowd of connections is kept out, and those that are in stay', async () => {
    const { port } = await startListening();
    let refused = 0;
    for (let count = 0; count < 80; count += 1) {
      const socket = connect(port, '127.0.0.1').on('error', () => undefined);
      socket.on('close', () => (refused += 1));
      onTestFinished(() => void socket.destroy());
    }
    await waitUntil('connections above the limit to be closed', () => refused >= 16, 3_000);
    expect(refused).toBe(16);
  });
});

describe('the page in the browser', () => {
  test('repeats nothing that was sent, keeps nothing and loads nothing', async () => {
    const { listener, callback, port } = await startListening();
    const canary = 'canary-5c1';
    const answering = callback(`code=${canary}&state=${STATE}&error_description=${canary}`);
    await listener.received;
    const others = [
      await callback(`code=${canary}&state=${STATE}`),
      await callback(`code=${canary}&state=${canary}&error_description=%3Cscript%3E${canary}`),
      await ask(port, `/${canary}`, { headers: { 'x-canary': canary } }),
    ];
    void listener.close('failed');
    const answers = [...others, await answering];
    for (const { headers, page } of answers) {
      expect(JSON.stringify([headers, page])).not.toMatch(new RegExp(`${canary}|${STATE}`));
      const style = /<style>(.*)<\/style>/.exec(page)?.[1] ?? '';
      const hash = createHash('sha256').update(style).digest('base64');
      expect(headers).toMatchObject({
        'content-type': 'text/html; charset=utf-8',
        'cache-control': 'no-store',
        'referrer-policy': 'no-referrer',
        'x-content-type-options': 'nosniff',
        connection: 'close',
        'content-security-policy': `default-src 'none'; style-src 'sha256-${hash}'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'`,
      });
      expect(page).not.toMatch(/<script|<img|<link|href|src=/);
    }
  });
});

describe('where the listener is (RFC 8252 §7.3)', () => {
  test('is the literal address, at the first port of the list that is free', async () => {
    const [taken, free] = [await holdPort(), await freePort()];
    const { listener } = await startListening({ ports: [taken, free] });
    expect(listener.redirectUri).toBe(`http://127.0.0.1:${free}/callback`);
  });

  test('is any free port where the whole list is taken', async () => {
    const taken = await holdPort();
    const { port, listener, callback } = await startListening({ ports: [taken] });
    expect(port).not.toBe(taken);
    void callback(`code=1&state=${STATE}`);
    expect((await listener.received).get('code')).toBe('1');
    void listener.close('signed_in');
  });

  test('is none where the whole list is taken and no other port serves', async () => {
    const callbacks = createAuthorizationCallback({ ports: [await holdPort()] });
    await expect(callbacks.listen(STATE, { anyPort: false })).rejects.toMatchObject({
      code: 'AUTH_CALLBACK_FAILED',
      data: { errno: 'EADDRINUSE' },
    });
  });

  test('is a port of its own for each sign-in, with a state of its own', async () => {
    const free = await freePort();
    const callbacks = createAuthorizationCallback({ ports: [free] });
    const listeners = [
      await callbacks.listen('first', { anyPort: true }),
      await callbacks.listen('second', { anyPort: true }),
    ];
    for (const listener of listeners) onTestFinished(() => listener.close('failed'));
    const ports = listeners.map(({ redirectUri }) => Number(new URL(redirectUri).port));
    expect(ports[0]).toBe(free);
    expect(ports[1]).not.toBe(free);
    expect((await ask(ports[1] ?? 0, '/callback?code=1&state=first')).status).toBe(400);
  });

  test('is told beforehand, for registering', () => {
    const { redirectUris } = createAuthorizationCallback();
    expect(redirectUris).toEqual(
      CALLBACK_PORTS.flatMap((port) => [`http://127.0.0.1:${port}/callback`, `http://localhost:${port}/callback`]),
    );
    expect(CALLBACK_PORTS.every((port) => port > 1_024 && port < 32_768)).toBe(true);
  });

  test('cannot be reached from elsewhere: nothing listens at other addresses of this computer', async () => {
    const { port } = await startListening();
    for (const host of ['127.0.0.2', '::1']) {
      const failure = await new Promise((done) => {
        const socket = connect(port, host, () => done('connected'));
        socket.on('error', ({ code }: NodeJS.ErrnoException) => done(code));
        onTestFinished(() => void socket.destroy());
      });
      expect(failure).not.toBe('connected');
    }
  });
});

describe('the end of a listener', () => {
  test('frees the port, also of those who hold a connection open', async () => {
    const { listener, port } = await startListening();
    const socket = connect(port, '127.0.0.1').on('error', () => undefined);
    onTestFinished(() => void socket.destroy());
    await new Promise((connected) => socket.once('connect', connected));
    await Promise.all([listener.close('failed'), listener.close('failed')]);
    await expect(ask(port, '/callback')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });
});

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  await new Promise((done) => server.close(done));
  return port;
}
