/**
 * The loopback shell over real HTTP and real sockets.
 */
import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { networkInterfaces } from 'node:os';
import { describe, expect, test } from 'vitest';
import { EMPTY_SNAPSHOT } from '../../app/testing/fakeHost.ts';
import { MAX_PAGE_MESSAGE_BYTES } from '../../app/contract/envelope.ts';
import { startLoopback } from '../testing/startLoopback.ts';
import { serveLoopback } from './serveLoopback.ts';

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** Sends the path as it is written, which `fetch` wouldn't. */
function ask(
  port: number,
  path: string,
  change: { method?: string; headers?: Record<string, string>; body?: string } = {},
) {
  return new Promise<Answer>((resolve, reject) => {
    const { method = 'GET', headers = {}, body } = change;
    const request = httpRequest({ host: '127.0.0.1', port, path, method, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: Buffer.concat(chunks).toString(),
        }),
      );
    });
    request.on('error', reject);
    request.end(body);
  });
}

const snapshotRequest = JSON.stringify({ type: 'request', id: 1, command: 'mirror.snapshot', params: {} });

describe('the page (S4)', () => {
  test('is served with headers that let nothing else in', async () => {
    await using started = await startLoopback();
    const { status, headers, body } = await ask(started.loopback.port, '/');
    expect(status).toBe(200);
    const nonce = /nonce="([^"]{24})"/.exec(body)?.[1] ?? 'no nonce in the page';
    expect(headers['content-security-policy']).toBe(
      `default-src 'none'; script-src 'self'; style-src 'self' 'nonce-${nonce}'; img-src 'self' data: blob:; ` +
        `media-src data: blob:; font-src 'self'; connect-src 'self' ws://127.0.0.1:${started.loopback.port}; ` +
        "form-action 'none'; base-uri 'none'; frame-ancestors 'none'",
    );
    expect(headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
    });
    expect((await ask(started.loopback.port, '/')).body).not.toBe(body);
  });

  test('its files come with their types, and to HEAD without a body', async () => {
    await using started = await startLoopback();
    const { port } = started.loopback;
    expect(await ask(port, '/assets/page.js')).toMatchObject({
      status: 200,
      body: 'export {};',
      headers: { 'content-type': 'text/javascript; charset=utf-8' },
    });
    expect(await ask(port, '/assets/page.css', { method: 'HEAD' })).toMatchObject({ status: 200, body: '' });
  });

  test.each([
    ['a path that climbs', '/../package.json', {}, 404],
    ['a path that climbs, encoded', '/assets/%2e%2e/%2e%2e/etc/passwd', {}, 404],
    ['an absolute path', '//etc/passwd', {}, 404],
    ['a folder', '/assets', {}, 404],
    ['a method that changes things', '/', { method: 'POST' }, 405],
    ['a request with a body', '/', { headers: { 'content-length': '1' }, body: 'x' }, 413],
    ['the name localhost', '/', { headers: { host: 'localhost:PORT' } }, 421],
    ['a rebound name', '/', { headers: { host: 'evil.example:PORT' } }, 421],
    ['our address without the port', '/', { headers: { host: '127.0.0.1' } }, 421],
  ])('%s is refused', async (_name, path, change: Parameters<typeof ask>[2], status) => {
    await using started = await startLoopback();
    const { port } = started.loopback;
    const headers = Object.fromEntries(
      Object.entries(change?.headers ?? {}).map(([name, value]) => [name, value.replace('PORT', `${port}`)]),
    );
    const answer = await ask(port, path, { ...change, headers });
    expect(answer.status).toBe(status);
    expect(answer.headers['x-content-type-options']).toBe('nosniff');
    expect(started.bugs).toEqual([]);
  });

  test('is not reachable from another address of this machine', async () => {
    await using started = await startLoopback();
    const { port } = started.loopback;
    const others = Object.values(networkInterfaces())
      .flatMap((addresses) => addresses ?? [])
      .filter((address) => address.family === 'IPv4' && address.address !== '127.0.0.1');
    for (const host of ['127.0.0.2', ...others.map((address) => address.address)]) {
      const reached = await new Promise<boolean>((resolve) => {
        const request = httpRequest({ host, port, path: '/', timeout: 2_000 }, () => resolve(true));
        request.on('error', () => resolve(false)).on('timeout', () => request.destroy());
        request.end();
      });
      expect(reached).toBe(false);
    }
  });
});

describe('the socket (S4)', () => {
  test('a code brings a token, the token comes in again, and commands are answered on both', async () => {
    await using started = await startLoopback();
    const first = started.open(`code.${started.newCode()}`);
    const session = (await first.next()) as { type: string; token: string };
    expect(session.type).toBe('session');
    expect(first.socket.protocol).toBe('gatehouse.v1');
    first.socket.send(snapshotRequest);
    expect(await first.next()).toEqual({ type: 'result', id: 1, result: EMPTY_SNAPSHOT });

    const again = started.open(`token.${session.token}`);
    expect(await again.next()).toEqual(session);
    again.socket.send(snapshotRequest);
    expect(await again.next()).toEqual({ type: 'result', id: 1, result: EMPTY_SNAPSHOT });
  });

  test('a code used twice is refused, shown, and shuts out the page that came first', async () => {
    await using started = await startLoopback();
    const code = started.newCode();
    const thief = started.open(`code.${code}`);
    const { token } = (await thief.next()) as { token: string };
    const person = started.open(`code.${code}`);
    expect(await person.closed).toEqual({ code: 4403, reason: 'code_used' });
    expect(await thief.closed).toEqual({ code: 4403, reason: 'code_used' });
    expect(started.log).toEqual([expect.stringContaining('A second page tried to use this link')]);
    const back = started.open(`token.${token}`);
    expect(await back.closed).toEqual({ code: 4401, reason: 'unknown' });
    expect([person.messages, back.messages]).toEqual([[], []]);
  });

  test('a page that was shut out and does not leave is not heard any more', async () => {
    let commands = 0;
    await using started = await startLoopback({
      'mirror.snapshot': () => {
        commands += 1;
        return Promise.resolve(EMPTY_SNAPSHOT);
      },
    });
    const code = started.newCode();
    const thief = started.open(`code.${code}`);
    await thief.next();
    // It reads nothing, so it never sees that it is to close, and goes on sending.
    thief.socket.pause();
    await started.open(`code.${code}`).closed;
    await new Promise<void>((sent) => thief.socket.send(snapshotRequest, () => sent()));
    const honest = started.open(`code.${started.newCode()}`);
    await honest.next();
    honest.socket.send(snapshotRequest);
    await honest.next();
    expect(commands).toBe(1);
    thief.socket.terminate();
  });

  test('an old code is refused with a reason the page can tell', async () => {
    await using started = await startLoopback();
    const code = started.newCode();
    started.clock.advance(30_000);
    expect(await started.open(`code.${code}`).closed).toEqual({ code: 4402, reason: 'expired' });
  });

  test.each([
    ['from another origin', { origin: 'http://evil.example' }],
    ['under another host name', { headers: { host: 'evil.example' } }],
  ])('%s it is not even opened, and the code stays good', async (_name, options) => {
    await using started = await startLoopback();
    const code = started.newCode();
    expect(await started.open(`code.${code}`, options).closed).toEqual({
      code: 0,
      reason: 'Unexpected server response: 403',
    });
    expect(await started.open(`code.${code}`).next()).toMatchObject({ type: 'session' });
  });

  test('the link is an address without a secret for the server to log', async () => {
    await using started = await startLoopback();
    const link = new URL(started.loopback.link());
    expect([link.origin, link.pathname, link.search]).toEqual([started.origin, '/', '']);
    expect(link.hash).toMatch(/^#code=[A-Za-z0-9_-]{43}$/);
  });
});

describe('what a page sends', () => {
  test.each([
    ['too much in one message', 'x'.repeat(MAX_PAGE_MESSAGE_BYTES + 1), 1009],
    ['bytes instead of text', Buffer.from('x'), 1003],
  ])('%s ends its socket', async (_name, message, code) => {
    await using started = await startLoopback();
    const { socket, next, closed } = started.open(`code.${started.newCode()}`);
    await next();
    socket.send(message);
    expect((await closed).code).toBe(code);
  });
});

test('closing tells every page that Gatehouse quits, and ends their subscriptions', async () => {
  await using started = await startLoopback();
  const pages = [1, 2].map(() => started.open(`code.${started.newCode()}`));
  for (const page of pages) await page.next();
  await started.loopback.close();
  for (const page of pages) expect((await page.closed).code).toBe(4410);
  await expect.poll(() => started.host.subscribers).toBe(0);
});

test('closing waits half a second for a page that does not answer, and no longer', async () => {
  await using started = await startLoopback();
  const page = started.open(`code.${started.newCode()}`);
  await page.next();
  page.socket.pause(); // As a tab that its browser has put to sleep.
  let isClosed = false;
  const closed = started.loopback.close().then(() => (isClosed = true));
  started.clock.advance(499);
  await new Promise((resolve) => setImmediate(resolve));
  expect(isClosed).toBe(false);
  started.clock.advance(1);
  await closed;
});

describe('what keeps it from starting is said in words', () => {
  test('a taken port', async () => {
    await using started = await startLoopback();
    const again = serveLoopback({ ...started.options, port: started.loopback.port });
    await expect(again).rejects.toThrow(/port \d+: another program uses it/);
  });

  test('a page that is not built', async () => {
    await using started = await startLoopback();
    const unbuilt = serveLoopback({ ...started.options, pageDir: `${started.options.pageDir}/missing` });
    await expect(unbuilt).rejects.toThrow('Gatehouse is not built yet');
  });
});
