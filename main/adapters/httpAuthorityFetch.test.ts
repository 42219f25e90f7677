/**
 * Requests to authorization servers, real ones on 127.0.0.1. Where a test allows the loopback zone for a name, it stands for
 * the public one.
 */
import type { RequestListener, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import type { Zone } from '../../app/contract/plan.ts';
import type { Fetch } from '../../app/ports/httpFetch.ts';
import { issueCertificate, SERVER_AUTHENTICATION } from '../testing/certificates.ts';
import { startHttpServer, startTlsServer } from '../testing/httpServers.ts';
import { waitUntil } from '../testing/waiting.ts';
import { createHttpFetch } from './httpFetch.ts';
import type { HttpFetchOptions } from './httpFetch.ts';

const MAX_BYTES = 10_000;

interface Limits {
  readonly zones?: readonly Zone[];
  readonly timeoutMs?: number;
}

function fetchWith(options: HttpFetchOptions, { zones = ['loopback'], timeoutMs = 5_000 }: Limits = {}): Fetch {
  const httpFetch = createHttpFetch(options);
  onTestFinished(() => httpFetch.close());
  return httpFetch.toAuthority({ zones, maxBytes: MAX_BYTES, timeoutMs });
}

async function startAuthority(listener: RequestListener, limits: Limits = {}, options: HttpFetchOptions = {}) {
  const hosts = ['auth.test', '127.0.0.1'];
  const issued = await issueCertificate({ name: 'test', hosts, purposes: [SERVER_AUTHENTICATION] });
  const server = await startTlsServer(issued, 'auth.test', listener);
  const resolve = vi.fn(async () => ['127.0.0.1']);
  const call = fetchWith({ resolve, authorities: [issued.pem], ...options }, limits);
  return { server, call, resolve };
}

const send =
  (body: string | Buffer, headers: Readonly<Record<string, string>> = {}): RequestListener =>
  (_incoming, response) =>
    void response.writeHead(200, headers).end(body);
const refused = (reason: string) => ({ code: 'ADDRESS_REFUSED', data: { reason } });
const failed = (reason: string) => ({ code: 'DOWNLOAD_FAILED', data: { reason } });

describe('a request to an authorization server', () => {
  test('carries a form as it was made, and brings the answer back', async () => {
    let form = '';
    const { server, call } = await startAuthority((incoming, response) => {
      void text(incoming).then((body) => {
        form = body;
        response.writeHead(400, { 'content-type': 'application/json' }).end('{"error":"invalid_grant"}');
      });
    });
    const answer = await call(`${server.origin}/token`, {
      method: 'POST',
      headers: { authorization: 'Basic YTpi', accept: 'application/json' },
      body: new URLSearchParams({ grant_type: 'authorization_code', code: 'a b&c' }),
    });
    expect(answer).toBeInstanceOf(Response);
    expect([answer.status, await answer.json()]).toEqual([400, { error: 'invalid_grant' }]);
    expect(form).toBe('grant_type=authorization_code&code=a+b%26c');
    expect(server.requests).toMatchObject([
      {
        method: 'POST',
        url: '/token',
        headers: { authorization: 'Basic YTpi', 'content-type': 'application/x-www-form-urlencoded' },
      },
    ]);
  });

  test('carries text under the type it was given', async () => {
    const { server, call } = await startAuthority((incoming, response) => void incoming.pipe(response));
    const headers = { 'content-type': 'application/json' };
    const answer = await call(server.origin, { method: 'POST', headers, body: '{"client_name":"é"}' });
    expect(await answer.json()).toEqual({ client_name: 'é' });
    expect(server.requests[0]?.headers['content-type']).toBe('application/json');
  });

  test('keeps no cookie, and tells no origin and no referrer (S11)', async () => {
    const { server, call } = await startAuthority(send('{}', { 'set-cookie': 'id=1' }));
    for (const _ of [1, 2]) await (await call(server.origin)).text();
    const names = server.requests.flatMap(({ headers }) => Object.keys(headers));
    expect(names.filter((name) => /^(origin|cookie|referer|authorization)$/.test(name))).toEqual([]);
    expect(server.requests).toHaveLength(2);
  });

  test('is not repeated when the server breaks off', async () => {
    const { server, call } = await startAuthority((incoming) => void incoming.socket.destroy());
    await expect(call(server.origin, { method: 'POST', body: 'code=1' })).rejects.toMatchObject({
      code: 'DOWNLOAD_FAILED',
    });
    expect(server.requests).toHaveLength(1);
  });

  test('stays aborted when it is aborted, before the answer and in the middle of it', async () => {
    const silent = await startAuthority(() => undefined);
    const before = new AbortController();
    const waiting = silent.call(silent.server.origin, { signal: before.signal });
    await waitUntil('the request', () => silent.server.requests.length === 1);
    before.abort(new Error('enough'));
    await expect(waiting).rejects.toThrow('enough');

    const slow = await startAuthority((_incoming, response) => void response.writeHead(200).write('{'));
    const during = new AbortController();
    const answer = await slow.call(slow.server.origin, { signal: during.signal });
    during.abort();
    await expect(answer.text()).rejects.toMatchObject({ name: 'AbortError' });
  });

  test('fails on a status that HTTP does not know, and on a server that nobody vouches for', async () => {
    const odd = await startAuthority((_incoming, response) => void response.writeHead(999).end());
    await expect(odd.call(odd.server.origin)).rejects.toMatchObject(failed('status 999'));
    const unknown = await startAuthority(send('{}'), {}, { authorities: [] });
    await expect(unknown.call(unknown.server.origin)).rejects.toMatchObject(failed('DEPTH_ZERO_SELF_SIGNED_CERT'));
    expect(unknown.server.requests).toEqual([]);
  });

  test('fails when its name is unknown', async () => {
    const { server, call } = await startAuthority(send('{}'), {}, { resolve: async () => [] });
    await expect(call(server.origin)).rejects.toMatchObject({ code: 'ADDRESS_UNKNOWN' });
  });
});

describe('a redirect of an authorization server is not followed (S11):', () => {
  test.each([
    'http://169.254.169.254/latest/meta-data/',
    'https://[::ffff:169.254.169.254]/',
    'https://2852039166/',
    'file:///etc/passwd',
    '/elsewhere',
  ])('to %s', async (location) => {
    for (const status of [301, 302, 303, 307, 308]) {
      const { server, call, resolve } = await startAuthority((_incoming, response) => {
        response.writeHead(status, { location }).end();
      });
      const body = new URLSearchParams({ code: 'secret' });
      const answer = await call(`${server.origin}/token`, { method: 'POST', body, redirect: 'follow' });
      expect([answer.status, answer.headers.get('location')]).toEqual([status, location]);
      expect([server.requests.length, resolve.mock.calls.length]).toEqual([1, 1]);
    }
  });

  test('to a server that would take the secrets', async () => {
    const thief = await startHttpServer(send('{}'));
    const { server, call } = await startAuthority((_incoming, response) => {
      response.writeHead(307, { location: `${thief.origin}/` }).end();
    });
    await call(server.origin, { method: 'POST', body: 'client_secret=1' });
    await expect(call(server.origin, { redirect: 'error' })).rejects.toMatchObject({ code: 'DOWNLOAD_FAILED' });
    expect(thief.connections()).toBe(0);
  });
});

describe('what a request to an authorization server may reach (S11)', () => {
  test.each([
    ['plain http to a name', (port: number) => `http://auth.test:${port}/`, 'scheme'],
    [
      'plain http to a name that only looks like this computer',
      (port: number) => `http://localhost.test:${port}/`,
      'scheme',
    ],
    ['plain http to a private address', () => 'http://192.168.1.1/', 'scheme'],
    ['plain http to where clouds keep secrets', () => 'http://169.254.169.254/', 'scheme'],
    ['a file', () => 'file:///etc/passwd', 'scheme'],
    ['a script', () => 'javascript:alert(1)', 'scheme'],
    ['data', () => 'data:application/json,{}', 'scheme'],
    ['another protocol', (port: number) => `ftp://127.0.0.1:${port}/`, 'scheme'],
    ['no address', () => '/token', 'scheme'],
    ['an address with a name in it', (port: number) => `https://a@auth.test:${port}/`, 'userinfo'],
    ['an address with a password in it', (port: number) => `https://:b@auth.test:${port}/`, 'userinfo'],
    ['a private address', () => 'https://10.0.0.1/', 'zone'],
    ['where clouds keep secrets', () => 'https://169.254.169.254/', 'zone'],
    ['no destination', () => 'https://[ff02::1]/', 'zone'],
  ])('does not include %s', async (_name, address, reason) => {
    const { server, call, resolve } = await startAuthority(send('{}'));
    await expect(call(address(server.port))).rejects.toMatchObject(refused(reason));
    expect([server.connections(), resolve.mock.calls.length]).toEqual([0, 0]);
  });

  test.each([
    '127.0.0.1',
    '127.1',
    '0177.0.0.1',
    '0x7f000001',
    '2130706433',
    '0.0.0.0',
    '[::1]',
    '[::ffff:127.0.0.1]',
    '[::ffff:7f00:1]',
    'localhost',
    'auth.localhost',
    'localhost.',
    'auth.test',
  ])('does not include %s where only the internet may be reached', async (host) => {
    const { server, call } = await startAuthority(send('{}'), { zones: ['public'] });
    await expect(call(`https://${host}:${server.port}/`)).rejects.toMatchObject(refused('zone'));
    await expect(call(`http://${host}:${server.port}/`)).rejects.toMatchObject(refused('scheme'));
    expect(server.connections()).toBe(0);
  });

  test.each([
    ['this computer', '127.0.0.1'],
    ['a private network', '192.168.1.1'],
    ['where clouds keep secrets', '169.254.169.254'],
    ['this computer in disguise', '::ffff:127.0.0.1'],
    ['a private network behind a translator', '64:ff9b::c0a8:101'],
    ['a network of its own', 'fd00::1'],
  ])('does not include a name that leads to %s, alone or among public addresses', async (_name, address) => {
    for (const addresses of [[address], ['93.184.216.34', address]]) {
      const { server, call } = await startAuthority(
        send('{}'),
        { zones: ['public'] },
        { resolve: async () => addresses },
      );
      await expect(call(server.origin)).rejects.toMatchObject(refused('zone'));
      expect(server.connections()).toBe(0);
    }
  });

  test.each(['127.0.0.1', 'localhost', 'auth.localhost', '2130706433'])(
    'includes plain http to %s where this computer may be reached',
    async (host) => {
      const server = await startHttpServer(send('here'));
      const nowhere = (): Promise<never> => Promise.reject(new Error('No resolver is asked.'));
      const call = fetchWith({ resolve: nowhere }, { zones: ['loopback', 'public'] });
      expect(await (await call(`http://${host}:${server.port}/`)).text()).toBe('here');
    },
  );

  test('is connected to as it was looked up, however the name answers a moment later', async () => {
    const answers = [['127.0.0.1'], ['192.168.1.1']];
    const resolve = vi.fn(async () => answers.shift() ?? []);
    const { server, call } = await startAuthority(send('here', { connection: 'close' }), {}, { resolve });
    expect(await (await call(server.origin)).text()).toBe('here');
    expect(resolve).toHaveBeenCalledTimes(1);
    await expect(call(server.origin)).rejects.toMatchObject(refused('zone'));
    expect(server.requests).toHaveLength(1);
  });

  test('stays the internet when a public name turns to this computer (DNS rebinding)', async () => {
    const resolve = vi.fn(async () => ['127.0.0.1']).mockResolvedValueOnce(['93.184.216.34']);
    const httpFetch = createHttpFetch({ resolve });
    onTestFinished(() => httpFetch.close());
    const server = await startHttpServer(send('private things'));
    const url = new URL(`https://rebound.test:${server.port}/`);
    expect(await httpFetch.zoneOf(url)).toBe('public');
    const call = httpFetch.toAuthority({ zones: ['public'], maxBytes: MAX_BYTES, timeoutMs: 5_000 });
    await expect(call(url)).rejects.toMatchObject(refused('zone'));
    expect(server.connections()).toBe(0);
  });
});

describe('an answer of an authorization server', () => {
  const tooLarge = { code: 'DOWNLOAD_TOO_LARGE' };

  test('is taken up to its limit, and not one byte more', async () => {
    const exact = await startAuthority(send('x'.repeat(MAX_BYTES)));
    expect(await (await exact.call(exact.server.origin)).text()).toHaveLength(MAX_BYTES);
    const more = await startAuthority(send('x'.repeat(MAX_BYTES + 1)));
    await expect((await more.call(more.server.origin)).text()).rejects.toMatchObject(tooLarge);
  });

  test('of 10 MB ends early, whatever its kind and status', async () => {
    for (const [status, contentType] of [
      [200, 'application/json'],
      [400, 'application/json'],
      [200, 'text/event-stream'],
    ] as const) {
      let written = 0;
      const { server, call } = await startAuthority((_incoming, response) => {
        response.writeHead(status, { 'content-type': contentType });
        const write = (): void => {
          if (response.destroyed || written >= 10_000_000) return void response.end();
          written += 1_000;
          if (response.write('data: x\n\n'.padEnd(1_000, '\n'))) setImmediate(write);
          else response.once('drain', write);
        };
        write();
      });
      await expect((await call(server.origin)).text()).rejects.toMatchObject(tooLarge);
      expect(written).toBeLessThan(5_000_000);
    }
  });

  test('of 10 MB that was compressed to 10 kB ends early', async () => {
    const { server, call } = await startAuthority(
      send(gzipSync(Buffer.alloc(10_000_000)), { 'content-encoding': 'gzip' }),
    );
    await expect((await call(server.origin)).text()).rejects.toMatchObject(tooLarge);
  });

  test.each([
    ['sends nothing', () => undefined],
    ['sends a byte now and then', (response: ServerResponse) => setInterval(() => response.write(' '), 20)],
  ])('fails when a server that %s takes too long', async (_name, answer) => {
    const timers: (NodeJS.Timeout | undefined)[] = [];
    onTestFinished(() => timers.forEach((timer) => clearInterval(timer)));
    const { server, call } = await startAuthority((_incoming, response) => void timers.push(answer(response)), {
      timeoutMs: 300,
    });
    const whole = async (): Promise<string> => (await call(server.origin)).text();
    await expect(whole()).rejects.toMatchObject(failed('timeout'));
  });

  test('fails when a name takes too long to resolve', async () => {
    const resolve = (): Promise<never> => new Promise(() => undefined);
    const call = fetchWith({ resolve }, { timeoutMs: 200 });
    await expect(call('https://auth.test/')).rejects.toMatchObject(failed('timeout'));
  });
});
