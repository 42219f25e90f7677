/**
 * Downloads from real TLS servers on 127.0.0.1. Where a test allows the loopback zone, it stands for the public one.
 */
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { DownloadOptions } from '../../app/ports/httpFetch.ts';
import { issueCertificate, SERVER_AUTHENTICATION } from '../testing/certificates.ts';
import { startHttpServer, startTlsServer } from '../testing/httpServers.ts';
import { createHttpFetch } from './httpFetch.ts';
import type { HttpFetchOptions } from './httpFetch.ts';

async function startDownload(listener: RequestListener, options: HttpFetchOptions = {}) {
  const hosts = ['icons.test', '127.0.0.1'];
  const issued = await issueCertificate({ name: 'test', hosts, purposes: [SERVER_AUTHENTICATION] });
  const server = await startTlsServer(issued, 'icons.test', listener);
  const resolve = async () => ['127.0.0.1'];
  const httpFetch = createHttpFetch({ resolve, authorities: [issued.pem], ...options });
  onTestFinished(() => httpFetch.close());
  const defaults: DownloadOptions = {
    zones: ['loopback'],
    origin: server.origin,
    maxBytes: 1_000,
    signal: new AbortController().signal,
  };
  const download = (url: string, change: Partial<DownloadOptions> = {}): Promise<Uint8Array> =>
    httpFetch.download(url, { ...defaults, ...change });
  return { server, download };
}

const send =
  (body: string): RequestListener =>
  (_incoming, response) =>
    void response.end(body);
const refused = (reason: string) => ({ code: 'ADDRESS_REFUSED', data: { reason } });
const failed = (reason: string) => ({ code: 'DOWNLOAD_FAILED', data: { reason } });

/** Sends on by what the path says: `/0` is the file, `/3` is three redirects away from it. */
function redirecting({ url = '' }: IncomingMessage, response: ServerResponse): void {
  const left = Number(url.slice(1));
  if (left === 0) response.end('file');
  else response.writeHead([301, 302, 303, 307, 308][left % 5] ?? 302, { location: `/${left - 1}` }).end('not this');
}

describe('a download', () => {
  test('brings the bytes', async () => {
    const { server, download } = await startDownload(send('icon'));
    expect(Buffer.from(await download(`${server.origin}/icon.png`)).toString()).toBe('icon');
  });

  test('says nothing about who asks (S11)', async () => {
    const { server, download } = await startDownload((_incoming, response) => {
      response.writeHead(200, { 'set-cookie': 'id=1' }).end('icon');
    });
    for (const _ of [1, 2]) await download(`${server.origin}/icon.png`);
    const names = new Set(server.requests.flatMap(({ headers }) => Object.keys(headers)));
    const expected = ['host', 'connection', 'accept', 'user-agent', 'accept-encoding'];
    expect([...names].filter((name) => !expected.includes(name))).toEqual([]);
    expect(server.requests).toMatchObject(Array(2).fill({ method: 'GET', headers: { accept: 'image/*' } }));
  });

  test('takes exactly as many bytes as are allowed, and not one more', async () => {
    const { server, download } = await startDownload(send('x'.repeat(1_000)));
    expect(await download(server.origin)).toHaveLength(1_000);
    await expect(download(server.origin, { maxBytes: 999 })).rejects.toMatchObject({ code: 'DOWNLOAD_TOO_LARGE' });
  });

  test('of 100 MB ends early', async () => {
    let written = 0;
    const { server, download } = await startDownload((_incoming, response) => {
      const write = (): void => {
        if (response.destroyed || written >= 100_000_000) return void response.end();
        written += 65_536;
        if (response.write(Buffer.alloc(65_536))) setImmediate(write);
        else response.once('drain', write);
      };
      write();
    });
    await expect(download(server.origin)).rejects.toMatchObject({ code: 'DOWNLOAD_TOO_LARGE' });
    expect(written).toBeLessThan(10_000_000);
  });

  test.each([
    ['it is not there', (response: ServerResponse) => response.writeHead(404).end('no'), 'status 404'],
    ['a redirect leads nowhere', (response: ServerResponse) => response.writeHead(302).end(), 'status 302'],
    ['the server breaks off', (response: ServerResponse) => response.destroy(), 'UND_ERR_SOCKET'],
  ])('fails when %s', async (_name, answer, reason) => {
    const { server, download } = await startDownload((_incoming, response) => void answer(response));
    await expect(download(server.origin)).rejects.toMatchObject(failed(reason));
  });

  test('fails when its name is unknown', async () => {
    const { server, download } = await startDownload(send('icon'), { resolve: async () => [] });
    await expect(download(server.origin)).rejects.toMatchObject({ code: 'ADDRESS_UNKNOWN' });
  });

  test('fails when nobody vouches for the server', async () => {
    const { server, download } = await startDownload(send('icon'), { authorities: [] });
    await expect(download(server.origin)).rejects.toMatchObject(failed('DEPTH_ZERO_SELF_SIGNED_CERT'));
  });

  test.each([
    ['sends nothing', () => undefined],
    ['sends a byte now and then', (response: ServerResponse) => setInterval(() => response.write('x'), 50)],
  ])('fails when a server that %s takes too long', async (_name, answer) => {
    const timers: (NodeJS.Timeout | undefined)[] = [];
    onTestFinished(() => timers.forEach((timer) => clearInterval(timer)));
    const { server, download } = await startDownload((_incoming, response) => void timers.push(answer(response)), {
      downloadTimeoutMs: 300,
    });
    await expect(download(server.origin)).rejects.toMatchObject(failed('timeout'));
  });

  test('ends when it is aborted', async () => {
    const { server, download } = await startDownload(() => undefined);
    const stop = AbortSignal.timeout(100);
    await expect(download(server.origin, { signal: stop })).rejects.toMatchObject({ name: 'TimeoutError' });
  });
});

describe('a download goes nowhere else (S11):', () => {
  test.each([
    ['plain http', (origin: string) => origin.replace('https:', 'http:'), 'scheme'],
    ['a file', () => 'file:///etc/passwd', 'scheme'],
    ['a script', () => 'javascript:alert(1)', 'scheme'],
    ['no address', () => 'icon.png', 'scheme'],
    ['another origin', (origin: string) => origin.replace('icons.test', 'evil.test'), 'origin'],
    ['an address with credentials', (origin: string) => origin.replace('//', '//a:b@'), 'userinfo'],
  ])('not to %s', async (_name, change, reason) => {
    const { server, download } = await startDownload(send('icon'));
    await expect(download(change(server.origin))).rejects.toMatchObject(refused(reason));
    expect(server.connections()).toBe(0);
  });

  test.each([
    '127.0.0.1',
    '0177.0.0.1',
    '0x7f000001',
    '2130706433',
    '127.1',
    '[::ffff:127.0.0.1]',
    'localhost',
    'icons.test',
  ])('not to %s where only the internet may be reached', async (host) => {
    const { server, download } = await startDownload(send('icon'));
    const { href, origin } = new URL(`https://${host}:${server.port}/icon.png`);
    await expect(download(href, { origin, zones: ['public'] })).rejects.toMatchObject(refused('zone'));
    expect(server.connections()).toBe(0);
  });

  test('redirects are followed within the origin, three of them', async () => {
    const { server, download } = await startDownload(redirecting);
    expect(Buffer.from(await download(`${server.origin}/3`)).toString()).toBe('file');
    await expect(download(`${server.origin}/4`)).rejects.toMatchObject(failed('redirects'));
  });

  test.each([
    ['another origin', 'https://evil.test/', 'origin'],
    ['a private address', 'https://192.168.1.1/', 'origin'],
    ['this computer', 'https://127.0.0.1/', 'origin'],
    ['another port', 'https://icons.test:1/', 'origin'],
    ['plain http', 'http://icons.test/', 'scheme'],
    ['data', 'data:image/png;base64,AA==', 'scheme'],
    ['a script', 'javascript:alert(1)', 'scheme'],
    ['another origin, without a scheme', '//evil.test/', 'origin'],
    ['credentials', '//a:b@icons.test/', 'userinfo'],
  ])('not by a redirect to %s', async (_name, location, reason) => {
    const { server, download } = await startDownload((_incoming, response) => {
      response.writeHead(302, { location }).end();
    });
    await expect(download(`${server.origin}/`)).rejects.toMatchObject(refused(reason));
    expect(server.requests).toHaveLength(1);
  });

  test('not by a name that leads into a private network from the second request on (DNS rebinding)', async () => {
    const answers = [['127.0.0.1'], ['192.168.1.1']];
    const { server, download } = await startDownload(
      (incoming, response) => {
        response.setHeader('connection', 'close');
        redirecting(incoming, response);
      },
      { resolve: async () => answers.shift() ?? [] },
    );
    await expect(download(`${server.origin}/1`)).rejects.toMatchObject(refused('zone'));
    expect(server.requests).toHaveLength(1);
  });

  test('not by a redirect from a server that speaks no TLS', async () => {
    const { download } = await startDownload(send('icon'));
    const plain = await startHttpServer(send('icon'));
    const origin = plain.origin.replace('http:', 'https:');
    await expect(download(origin, { origin })).rejects.toMatchObject({ code: 'DOWNLOAD_FAILED' });
    expect(plain.requests).toEqual([]);
  });
});
