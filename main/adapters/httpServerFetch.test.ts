/**
 * Requests to real servers on 127.0.0.1, under names that an injected resolver knows.
 */
import { brotliCompressSync, createGzip, deflateSync, gzipSync } from 'node:zlib';
import type { ServerResponse } from 'node:http';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import type { RemotePlan } from '../../app/contract/plan.ts';
import type { ConsentedConnection, Fetch } from '../../app/ports/httpFetch.ts';
import { remotePlan } from '../../app/testing/remotePlans.ts';
import { issueCertificate, SERVER_AUTHENTICATION } from '../testing/certificates.ts';
import { startHttpServer, startTlsServer } from '../testing/httpServers.ts';
import { waitUntil } from '../testing/waiting.ts';
import { createHttpFetch } from './httpFetch.ts';
import type { HttpFetchOptions } from './httpFetch.ts';

const MAX_BYTES = 100_000;
const here: HttpFetchOptions = { resolve: async () => ['127.0.0.1'] };

/** What the gate would make of an agreement to this address. */
function fetchOf(url: string, change: Partial<RemotePlan> = {}, options: HttpFetchOptions = here): Fetch {
  const httpFetch = createHttpFetch(options);
  onTestFinished(() => httpFetch.close());
  const connection = remotePlan({ zone: 'loopback', ...change, url }) as ConsentedConnection;
  return httpFetch.toServer(connection, { maxMessageBytes: MAX_BYTES });
}

const request = { method: 'POST', body: '{"jsonrpc":"2.0","id":1,"method":"tools/list"}' };
const notification = { method: 'POST', body: '{"jsonrpc":"2.0","method":"notifications/initialized"}' };
const sse = { 'content-type': 'text/event-stream; charset=utf-8' };

/** Writes until the client goes away. */
function pour(response: ServerResponse, piece: string): void {
  const chunk = piece.repeat(Math.ceil(8_192 / piece.length));
  const write = (): void => {
    if (response.destroyed) return;
    if (response.write(chunk)) setImmediate(write);
    else response.once('drain', write);
  };
  write();
}

async function certificate(hosts: readonly string[], validTo?: Date) {
  const name = { name: 'test', hosts, purposes: [SERVER_AUTHENTICATION] };
  return issueCertificate(validTo === undefined ? name : { ...name, validTo });
}

describe('a request to a server', () => {
  test('arrives as it was made, and so does the answer', async () => {
    const server = await startHttpServer((incoming, response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'mcp-session-id': 's1' });
      incoming.pipe(response);
    });
    const answer = await fetchOf(server.origin)(`${server.origin}/mcp?a=1`, {
      ...request,
      headers: { 'X-Key': 'é\u00a0k' },
    });
    expect(answer).toBeInstanceOf(Response);
    expect([answer.status, answer.headers.get('mcp-session-id'), await answer.json()]).toEqual([
      200,
      's1',
      JSON.parse(request.body),
    ]);
    expect(server.requests).toMatchObject([{ method: 'POST', url: '/mcp?a=1', headers: { 'x-key': 'é\u00a0k' } }]);
  });

  test('carries no origin of a web page, no cookie, no referrer, and nothing of a proxy (S11)', async () => {
    const proxy = await startHttpServer((_incoming, response) => response.end());
    for (const name of ['HTTP_PROXY', 'http_proxy', 'ALL_PROXY']) vi.stubEnv(name, proxy.origin);
    vi.stubEnv('NODE_USE_ENV_PROXY', '1');
    onTestFinished(() => void vi.unstubAllEnvs());
    const server = await startHttpServer((_incoming, response) => {
      response.writeHead(200, { 'set-cookie': 'a=1' }).end('{}');
    });
    const url = `http://server.test:${server.port}/`;
    const call = fetchOf(url);
    for (const _ of [1, 2]) await (await call(url, request)).text();
    const names = server.requests.flatMap(({ headers }) => Object.keys(headers));
    expect(names.filter((name) => /^(origin|cookie|referer|authorization|proxy-.*|via|forwarded)$/.test(name))).toEqual(
      [],
    );
    expect([server.requests.length, proxy.connections()]).toEqual([2, 0]);
  });

  test.each([
    ['gzip', gzipSync],
    ['X-GZIP', gzipSync],
    ['deflate', deflateSync],
    ['br', brotliCompressSync],
    ['identity', (text: string) => Buffer.from(text)],
  ])('reads an answer that is coded as %s (RFC 9110 §8.4)', async (coding, encode) => {
    const server = await startHttpServer((_incoming, response) => {
      response.writeHead(200, { 'content-encoding': coding }).end(encode('é'.repeat(10_000)));
    });
    expect(await (await fetchOf(server.origin)(server.origin)).text()).toBe('é'.repeat(10_000));
    expect(server.requests).toMatchObject([{ headers: { 'accept-encoding': 'gzip, deflate, br' } }]);
  });

  test('reads a coded event as soon as it was sent', async () => {
    const server = await startHttpServer((_incoming, response) => {
      const gzip = createGzip();
      gzip.pipe(response.writeHead(200, { ...sse, 'content-encoding': 'gzip' }));
      gzip.write('data: 1\n\n');
      gzip.flush();
    });
    const answer = await fetchOf(server.origin)(server.origin, request);
    const reader = answer.body?.getReader();
    expect(new TextDecoder().decode((await reader?.read())?.value)).toBe('data: 1\n\n');
    await reader?.cancel();
  });

  test.each([
    ['in a way that was not asked for', 'zstd', 'x'],
    ['twice', 'gzip, gzip', gzipSync(gzipSync('x'))],
  ])('fails on an answer that is coded %s', async (_name, coding, body) => {
    const server = await startHttpServer((_incoming, response) => {
      response.writeHead(200, { 'content-encoding': coding }).end(body);
    });
    await expect(fetchOf(server.origin)(server.origin)).rejects.toMatchObject({ code: 'SERVER_UNREACHABLE' });
  });

  test('fails on an answer that is not coded as it says', async () => {
    const server = await startHttpServer((_incoming, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' }).end('no gzip');
    });
    const answer = await fetchOf(server.origin)(server.origin);
    await expect(answer.text()).rejects.toMatchObject({ code: 'SERVER_UNREACHABLE' });
  });

  test('follows no redirect: it is an answer like any other', async () => {
    const other = await startHttpServer((_incoming, response) => response.end('secret'));
    const server = await startHttpServer((_incoming, response) => {
      response.writeHead(307, { location: other.origin }).end();
    });
    const answer = await fetchOf(server.origin)(server.origin, request);
    expect([answer.status, answer.headers.get('location'), other.connections()]).toEqual([307, other.origin, 0]);
    await expect(fetchOf(server.origin)(server.origin, { redirect: 'error' })).rejects.toMatchObject({
      code: 'SERVER_UNREACHABLE',
    });
  });

  test.each([202, 204, 304, 404, 405, 503])('answers with status %i', async (status) => {
    const server = await startHttpServer((_incoming, response) => void response.writeHead(status).end());
    expect((await fetchOf(server.origin)(server.origin)).status).toBe(status);
  });

  test('fails on a status that HTTP does not know', async () => {
    const server = await startHttpServer((_incoming, response) => void response.writeHead(999).end());
    await expect(fetchOf(server.origin)(server.origin)).rejects.toMatchObject({ code: 'SERVER_HTTP_ERROR' });
  });

  test('is not repeated when the server breaks off', async () => {
    const server = await startHttpServer((incoming) => void incoming.socket.destroy());
    await expect(fetchOf(server.origin)(server.origin, request)).rejects.toMatchObject({ code: 'SERVER_UNREACHABLE' });
    expect(server.requests).toHaveLength(1);
  });

  test('stays aborted when it is aborted, before the answer and in the middle of it', async () => {
    const silent = await startHttpServer(() => undefined);
    const before = new AbortController();
    const waiting = fetchOf(silent.origin)(silent.origin, { signal: before.signal });
    await waitUntil('the request', () => silent.requests.length === 1);
    before.abort(new Error('enough'));
    await expect(waiting).rejects.toThrow('enough');

    const slow = await startHttpServer((_incoming, response) => void response.writeHead(200, sse).write('data: 1\n\n'));
    const during = new AbortController();
    const answer = await fetchOf(slow.origin)(slow.origin, { signal: during.signal });
    during.abort();
    await expect(answer.text()).rejects.toMatchObject({ name: 'AbortError' });
  });
});

describe('what a connection may reach (S11)', () => {
  test.each([
    ['another port', (origin: string) => origin.replace(/\d+$/, '1')],
    ['another host', () => 'http://other.test/'],
    ['another scheme', (origin: string) => origin.replace('http:', 'https:')],
    ['the same host under another name', (origin: string) => origin.replace('127.0.0.1', 'localhost')],
    ['credentials in the address', (origin: string) => origin.replace('//', '//user:pass@')],
  ])('does not include %s', async (_name, change) => {
    const server = await startHttpServer((_incoming, response) => response.end());
    await expect(fetchOf(server.origin)(change(server.origin))).rejects.toMatchObject({ code: 'ADDRESS_REFUSED' });
    expect(server.connections()).toBe(0);
  });

  test.each([
    ['127.0.0.1', 'private'],
    ['127.0.0.1', 'public'],
    ['0x7f.1', 'public'],
    ['0177.0.0.1', 'private'],
    ['2130706433', 'public'],
    ['localhost', 'public'],
    ['[::ffff:127.0.0.1]', 'public'],
  ] as const)('does not include %s where the %s zone was agreed to', async (host, zone) => {
    const server = await startHttpServer((_incoming, response) => response.end());
    const url = `http://${host}:${server.port}/`;
    await expect(fetchOf(url, { zone })(url)).rejects.toMatchObject({ code: 'ADDRESS_REFUSED' });
    expect(server.connections()).toBe(0);
  });

  test('is looked up once and connected to as looked up, however the name answers a moment later', async () => {
    const server = await startHttpServer((_incoming, response) => response.end('here'));
    const answers = [['127.0.0.1'], ['93.184.216.34']];
    const resolve = vi.fn(async () => answers.shift() ?? []);
    const url = `http://rebound.test:${server.port}/`;
    const answer = await fetchOf(url, {}, { resolve })(url);
    expect([await answer.text(), resolve.mock.calls.length]).toEqual(['here', 1]);
  });

  test('stays what was agreed to when a public name turns to this computer (DNS rebinding)', async () => {
    const server = await startHttpServer((_incoming, response) => response.end('private things'));
    const answers = [['93.184.216.34'], ['127.0.0.1']];
    const httpFetch = createHttpFetch({ resolve: async () => answers.shift() ?? [] });
    const url = new URL(`http://rebound.test:${server.port}/`);
    const zone = await httpFetch.zoneOf(url);
    const connection = remotePlan({ url: url.href, zone }) as ConsentedConnection;
    expect(zone).toBe('public');
    await expect(httpFetch.toServer(connection, { maxMessageBytes: 1 })(url)).rejects.toMatchObject({
      code: 'ADDRESS_REFUSED',
      data: { host: 'rebound.test', reason: 'zone' },
    });
    expect(server.connections()).toBe(0);
  });

  test('does not include a public name that also leads to this computer', async () => {
    const server = await startHttpServer((_incoming, response) => response.end());
    const url = `http://split.test:${server.port}/`;
    const resolve = async () => ['93.184.216.34', '127.0.0.1'];
    await expect(fetchOf(url, { zone: 'public' }, { resolve })(url)).rejects.toMatchObject({ code: 'ADDRESS_REFUSED' });
    expect(server.connections()).toBe(0);
  });
});

describe('a server that can’t be reached', () => {
  const unreachable = (host: string, errno: string) => ({ code: 'SERVER_UNREACHABLE', data: { host, errno } });

  test('where nothing listens', async () => {
    const closed = createServer();
    await new Promise<void>((done) => closed.listen(0, '127.0.0.1', done));
    const { port } = closed.address() as AddressInfo;
    await new Promise((done) => closed.close(done));
    const url = `http://127.0.0.1:${port}`;
    await expect(fetchOf(url)(url)).rejects.toMatchObject(unreachable(`127.0.0.1:${port}`, 'ECONNREFUSED'));
    const both = `http://localhost:${port}`;
    await expect(fetchOf(both)(both)).rejects.toMatchObject(unreachable(`localhost:${port}`, 'ECONNREFUSED'));
  });

  test('whose name nobody knows any more', async () => {
    const resolve = (): Promise<never> => Promise.reject(Object.assign(new Error('dns'), { code: 'ENOTFOUND' }));
    const gone = fetchOf('http://gone.test', {}, { resolve })('http://gone.test');
    await expect(gone).rejects.toMatchObject(unreachable('gone.test', 'ENOTFOUND'));
  });

  test('whose name is not resolved in time', async () => {
    const options = { resolve: () => new Promise<never>(() => undefined), connectTimeoutMs: 200 };
    const slow = fetchOf('http://slow.test', {}, options)('http://slow.test');
    await expect(slow).rejects.toMatchObject(unreachable('slow.test', 'UND_ERR_CONNECT_TIMEOUT'));
  });

  test('that sends no headers', async () => {
    const server = await startHttpServer(() => undefined);
    const call = fetchOf(server.origin, {}, { headersTimeoutMs: 200 });
    await expect(call(server.origin)).rejects.toMatchObject({ data: { errno: 'UND_ERR_HEADERS_TIMEOUT' } });
  });

  test('that sends its headers so slowly that they never end', async () => {
    const server = createServer((socket) => {
      socket.on('error', () => undefined).write('HTTP/1.1 200 OK\r\nx-a: ');
      const timer = setInterval(() => socket.write('a'), 50);
      socket.on('close', () => clearInterval(timer));
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    onTestFinished(() => void server.close());
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const call = fetchOf(url, {}, { headersTimeoutMs: 500 });
    await expect(call(url)).rejects.toMatchObject({ data: { errno: 'UND_ERR_HEADERS_TIMEOUT' } });
  });

  test('that breaks off in the middle of an answer', async () => {
    const server = await startHttpServer((incoming, response) => {
      response.writeHead(200, sse).write('data: 1\n\n', () => incoming.socket.destroy());
    });
    const answer = await fetchOf(server.origin)(server.origin);
    await expect(answer.text()).rejects.toMatchObject({ code: 'SERVER_UNREACHABLE' });
  });
});

describe('a server whose identity can’t be checked (S11)', () => {
  const tlsFailed = (errno: string) => ({ code: 'SERVER_TLS_FAILED', data: { errno } });

  async function startSecure(hosts: readonly string[], validTo?: Date) {
    const issued = await certificate(hosts, validTo);
    const server = await startTlsServer(issued, 'server.test', (_incoming, response) => response.end('{}'));
    return { server, authorities: [issued.pem] };
  }

  test('is not spoken to when nobody vouches for it', async () => {
    const { server } = await startSecure(['server.test']);
    await expect(fetchOf(server.origin)(server.origin, request)).rejects.toMatchObject(
      tlsFailed('DEPTH_ZERO_SELF_SIGNED_CERT'),
    );
    expect(server.requests).toEqual([]);
  });

  test('is not spoken to when the environment says not to check', async () => {
    const { server } = await startSecure(['server.test']);
    vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0');
    onTestFinished(() => void vi.unstubAllEnvs());
    await expect(fetchOf(server.origin)(server.origin)).rejects.toMatchObject({ code: 'SERVER_TLS_FAILED' });
  });

  test('is spoken to when its authority is trusted', async () => {
    const { server, authorities } = await startSecure(['server.test']);
    const answer = await fetchOf(server.origin, {}, { ...here, authorities })(server.origin, request);
    expect(await answer.json()).toEqual({});
  });

  test('is not spoken to under a name that the certificate is not for', async () => {
    const { server, authorities } = await startSecure(['other.test', '127.0.0.2']);
    for (const origin of [server.origin, server.origin.replace('server.test', '127.0.0.1')]) {
      await expect(fetchOf(origin, {}, { ...here, authorities })(origin)).rejects.toMatchObject(
        tlsFailed('ERR_TLS_CERT_ALTNAME_INVALID'),
      );
    }
  });

  test('is not spoken to after the certificate expired', async () => {
    const { server, authorities } = await startSecure(['server.test'], new Date(Date.now() - 1_000));
    await expect(fetchOf(server.origin, {}, { ...here, authorities })(server.origin)).rejects.toMatchObject(
      tlsFailed('CERT_HAS_EXPIRED'),
    );
  });

  test('is not spoken to when it knows no TLS', async () => {
    const plain = await startHttpServer((_incoming, response) => response.end());
    const url = plain.origin.replace('http:', 'https:');
    await expect(fetchOf(url)(url)).rejects.toMatchObject({ code: 'SERVER_TLS_FAILED' });
  });
});

describe('an answer without end', () => {
  const tooLarge = { code: 'SERVER_MESSAGE_TOO_LARGE' };

  /** Also checks that the connection is given up: a server that goes on writing would fill this test's memory. */
  async function expectCutOff(
    headers: Record<string, string>,
    piece: string,
    init: RequestInit = request,
    status = 200,
  ) {
    let gone = false;
    const server = await startHttpServer((_incoming, response) => {
      response.on('close', () => (gone = true)).writeHead(status, headers);
      pour(response, piece);
    });
    const answer = await fetchOf(server.origin)(server.origin, init);
    await expect(answer.text()).rejects.toMatchObject(tooLarge);
    await waitUntil('the end of the connection', () => gone);
  }

  test.each([
    ['JSON of 100 MB', { 'content-type': 'application/json' }, 'x'.repeat(65_536)],
    ['one endless line of an event stream', sse, 'x'.repeat(65_536)],
    ['one endless event of short lines', sse, 'data: x\n'],
    ['one endless event of short lines that end as on Windows', sse, 'data: x\r\n'],
    ['text of no known kind', { 'content-type': 'text/html' }, '<p>\n\n'],
    ['text of no kind at all', {}, 'data: x\n\n'],
    ['something that only begins like an event stream', { 'content-type': 'text/event-stream-x' }, 'data: x\n\n'],
  ])('is cut off: %s', async (_name, headers, piece) => expectCutOff(headers, piece));

  test.each<[string, RequestInit, number]>([
    ['after a notification', notification, 200],
    ['after a notification that is accepted', notification, 202],
    ['with an error', request, 500],
    ['when a session is ended', { method: 'DELETE' }, 200],
    ['after something that is no JSON', { method: 'POST', body: 'x' }, 200],
  ])('is cut off: small events without end %s, which nobody reads one by one', async (_name, init, status) =>
    expectCutOff(sse, 'data: x\n\n', init, status),
  );

  test('is cut off when it was compressed to a thousandth', async () => {
    const server = await startHttpServer((_incoming, response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' });
      response.end(gzipSync(Buffer.alloc(100_000_000)));
    });
    const answer = await fetchOf(server.origin)(server.origin, request);
    await expect(answer.text()).rejects.toMatchObject(tooLarge);
  });

  test('is cut off in its headers', async () => {
    const server = await startHttpServer((_incoming, response) => {
      response.writeHead(200, { 'x-long': 'x'.repeat(100_000) }).end();
    });
    await expect(fetchOf(server.origin)(server.origin)).rejects.toMatchObject(tooLarge);
  });

  test.each([
    ['GET', { method: 'GET' }],
    ['a request', request],
  ])('is none when an event stream after %s goes on and on, and is read event by event', async (_name, init) => {
    const server = await startHttpServer((_incoming, response) => {
      response.writeHead(200, sse);
      pour(response, `data: ${'x'.repeat(10_000)}\n\n`);
    });
    const answer = await fetchOf(server.origin)(server.origin, init);
    const reader = answer.body?.getReader();
    let total = 0;
    while (total < 10 * MAX_BYTES) total += (await reader?.read())?.value?.length ?? Number.NaN;
    await reader?.cancel();
    expect(total).toBeGreaterThan(MAX_BYTES);
  });
});
