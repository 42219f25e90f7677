/**
 * Icons out of `data:` URLs, and over TLS from a real server through the real guard.
 */
import type { RequestListener } from 'node:http';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createHttpFetch } from '../../main/adapters/httpFetch.ts';
import { issueCertificate, SERVER_AUTHENTICATION } from '../../main/testing/certificates.ts';
import { startTlsServer } from '../../main/testing/httpServers.ts';
import { asciiBytes, dataUrl, joinBytes, JPEG, patched, PNG, pngWithChunk, WEBP_LOSSY } from '../testing/images.ts';
import { loadIcon, MAX_SERVER_ICON_BYTES } from './icons.ts';
import type { LoadIconOptions } from './icons.ts';

/** For what must not be fetched at all. */
const offline: LoadIconOptions = {
  zones: [],
  httpFetch: { download: (url) => Promise.reject(new Error(`Fetched ${url}`)) },
  signal: new AbortController().signal,
};

const svg = asciiBytes('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>');
/** A PNG of that many bytes in all: a text makes up for the rest. */
const pngOf = (bytes: number) => pngWithChunk('tEXt', new Uint8Array(bytes - PNG.length - 12));
/** A PNG whose header claims this size. */
const claiming = (width: number, height: number) =>
  patched(PNG, 16, ...[width, height].flatMap((side) => [0, side >> 16, (side >> 8) & 0xff, side & 0xff]));

describe('an icon out of a data: URL', () => {
  test.each([
    ['a PNG', dataUrl('image/png', PNG), dataUrl('image/png', PNG)],
    ['a JPEG', dataUrl('image/jpeg', JPEG), dataUrl('image/jpeg', JPEG)],
    ['a WebP', dataUrl('image/webp', WEBP_LOSSY), dataUrl('image/webp', WEBP_LOSSY)],
    ['a PNG that says it is a drawing', dataUrl('image/svg+xml', PNG), dataUrl('image/png', PNG)],
    ['a JPEG that says it is a page', dataUrl('text/html;charset=utf-8', JPEG), dataUrl('image/jpeg', JPEG)],
    ['a PNG that says nothing', dataUrl('', PNG).replace('data:', 'DATA:'), dataUrl('image/png', PNG)],
    ['the largest size', dataUrl('image/png', claiming(1_024, 1_024)), dataUrl('image/png', claiming(1_024, 1_024))],
  ])('is shown with the type of its bytes: %s', async (_name, src, shown) => {
    expect(await loadIcon(src, offline)).toBe(shown);
  });

  test('may have 512 KiB, and not one byte more', async () => {
    expect(await loadIcon(dataUrl('image/png', pngOf(MAX_SERVER_ICON_BYTES)), offline)).toBeDefined();
    expect(await loadIcon(dataUrl('image/png', pngOf(MAX_SERVER_ICON_BYTES + 1)), offline)).toBeUndefined();
  });

  test.each([
    ['a drawing with a script', dataUrl('image/svg+xml', svg)],
    ['a drawing that says it is a PNG', dataUrl('image/png', svg)],
    ['a drawing in plain text', 'data:image/svg+xml,<svg xmlns="http://www.w3.org/2000/svg"/>'],
    ['a PNG with a page behind it', dataUrl('image/png', joinBytes(PNG, svg))],
    ['a size beyond all bounds in few bytes', dataUrl('image/png', claiming(0xff_ffff, 1))],
    ['one pixel too wide', dataUrl('image/png', claiming(1_025, 1))],
    ['one pixel too high', dataUrl('image/png', claiming(1, 1_025))],
    ['no size', dataUrl('image/png', claiming(0, 1))],
    ['an animation', dataUrl('image/png', pngWithChunk('acTL', new Uint8Array(8)))],
    ['what is no base64', 'data:image/png;base64,%%%'],
    ['bytes that are not in base64', 'data:image/png,x'],
    ['no bytes', 'data:image/png;base64,'],
    ['no comma', 'data:image/png;base64'],
  ])('is not shown: %s (S12)', async (_name, src) => expect(await loadIcon(src, offline)).toBeUndefined());

  test('of 100 MB is not even decoded', async () => {
    expect(await loadIcon(`data:image/png;base64,${'A'.repeat(100_000_000)}`, offline)).toBeUndefined();
  });
});

describe('an icon that is named by an address', () => {
  test.each([
    'https://other.test/icon.png',
    'http://mcp.test/icon.png',
    'ftp://mcp.test/icon.png',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'gatehouse://mcp.test/icon.png',
    'icon.png',
  ])('is not even asked for at %s (S11)', async (src) => {
    expect(await loadIcon(src, { ...offline, serverOrigin: 'https://mcp.test' })).toBeUndefined();
  });
});

describe('an icon that is fetched', () => {
  async function startIcons(listener: RequestListener, resolve = async () => ['127.0.0.1']) {
    const issued = await issueCertificate({ name: 'test', hosts: ['mcp.test'], purposes: [SERVER_AUTHENTICATION] });
    const server = await startTlsServer(issued, 'mcp.test', listener);
    const httpFetch = createHttpFetch({ resolve, authorities: [issued.pem] });
    onTestFinished(() => httpFetch.close());
    const options: LoadIconOptions = { ...offline, serverOrigin: server.origin, zones: ['loopback'], httpFetch };
    return { server, options };
  }

  const sending =
    (bytes: Uint8Array, type: string, status = 200): RequestListener =>
    (_incoming, response) =>
      void response.writeHead(status, { 'content-type': type }).end(bytes);

  test('comes from the server itself, without a word about who asks (S11)', async () => {
    const { server, options } = await startIcons(sending(PNG, 'image/png'));
    expect(await loadIcon(`${server.origin}/icon.png`, options)).toBe(dataUrl('image/png', PNG));
    const names = server.requests.flatMap(({ headers }) => Object.keys(headers));
    expect(names.filter((name) => ['cookie', 'authorization', 'referer', 'origin'].includes(name))).toEqual([]);
  });

  test('is shown with the type of its bytes, whatever the server says', async () => {
    const { server, options } = await startIcons(sending(PNG, 'text/html'));
    expect(await loadIcon(server.origin, options)).toBe(dataUrl('image/png', PNG));
  });

  test.each([
    ['a local server', {}],
    ['another server', { serverOrigin: 'https://other.test' }],
  ])('is none of %s (S11)', async (_name, asking) => {
    const { server, options } = await startIcons(sending(PNG, 'image/png'));
    const { zones, httpFetch, signal } = options;
    expect(await loadIcon(`${server.origin}/icon.png`, { zones, httpFetch, signal, ...asking })).toBeUndefined();
    expect(server.connections()).toBe(0);
  });

  test.each([
    ['a drawing with a script', sending(svg, 'image/svg+xml')],
    ['a drawing that says it is a PNG', sending(svg, 'image/png')],
    ['an image that is not there', sending(PNG, 'image/png', 404)],
    ['a redirect to another origin', redirecting('https://evil.test/icon.png')],
    ['a redirect to a private address', redirecting('https://192.168.1.1/icon.png')],
    ['a redirect to this computer', redirecting('https://127.0.0.1/icon.png')],
    ['a redirect to plain http', redirecting('http://mcp.test/icon.png')],
    ['a redirect to data', redirecting(dataUrl('image/png', PNG))],
    ['a redirect without end', redirecting('/')],
    ['one byte too many', sending(pngOf(MAX_SERVER_ICON_BYTES + 1), 'image/png')],
    ['100 MB', sending(new Uint8Array(100_000_000), 'image/png')],
  ])('is not shown: %s (S11)', async (_name, listener) => {
    const { server, options } = await startIcons(listener);
    expect(await loadIcon(`${server.origin}/`, options)).toBeUndefined();
    expect(server.requests.length).toBeGreaterThan(0);
  });

  test('is not fetched where the server’s name leads into another zone than was agreed to (S11)', async () => {
    const { server, options } = await startIcons(sending(PNG, 'image/png'));
    expect(await loadIcon(server.origin, { ...options, zones: ['public'] })).toBeUndefined();
    expect(server.connections()).toBe(0);
  });

  test('is none once its time is up', async () => {
    const { server, options } = await startIcons(() => undefined);
    const loading = loadIcon(server.origin, { ...options, signal: AbortSignal.timeout(100) });
    expect(await loading).toBeUndefined();
  });
});

function redirecting(location: string): RequestListener {
  return (_incoming, response) => void response.writeHead(302, { location }).end();
}
