/**
 * Where documents of a public server lead: read through the guard, as for any server in the open (S11).
 *
 * @see MCP 2025-11-25 security best practices §Server-Side Request Forgery
 */
import type { ServerResponse } from 'node:http';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { discover, type Challenge } from '../app/authorization/discover.ts';
import { createHttpFetch } from './adapters/httpFetch.ts';
import { startHttpServer } from './testing/httpServers.ts';

const SERVER = 'https://server.example/mcp';

/** Finds out about a server in the open, by names that lead where the test says. */
function discoverInTheOpen(challenge: Challenge, names: Readonly<Record<string, readonly string[]>> = {}) {
  const resolve = vi.fn(async (name: string) => names[name] ?? []);
  const httpFetch = createHttpFetch({ resolve });
  onTestFinished(() => httpFetch.close());
  const fetch = httpFetch.toAuthority({ zones: ['public'], maxBytes: 10_000, timeoutMs: 2_000 });
  return { found: discover(SERVER, challenge, fetch), resolve };
}

describe('metadata of a server in the open', () => {
  test.each([
    'https://169.254.169.254/latest/meta-data/',
    'https://[::ffff:127.0.0.1]/',
    'https://[::1]/',
    'https://[fd00::1]/',
    'https://[64:ff9b::7f00:1]/',
    'https://2130706433/',
    'https://0177.0.0.1/',
    'https://0x7f.1/',
    'https://127.1/',
    'https://0/',
    'https://10.0.0.1/',
    'https://localhost/',
    'https://a.localhost./',
    'https://１２７.０.０.１/',
  ])('at %s is not asked for, and no name is looked up', async (address) => {
    const { found, resolve } = discoverInTheOpen({ resourceMetadataUrl: new URL(address) });
    await expect(found).rejects.toMatchObject({ code: 'ADDRESS_REFUSED', data: { reason: 'zone' } });
    expect(resolve).not.toHaveBeenCalled();
  });

  test.each([
    'http://127.0.0.1/',
    'http://localhost/',
    'http://server.example/',
    'ftp://server.example/',
    'file:///etc/passwd',
  ])('at %s is not asked for, since it is not encrypted', async (address) => {
    const { found } = discoverInTheOpen({ resourceMetadataUrl: new URL(address) });
    await expect(found).rejects.toMatchObject({ code: 'ADDRESS_REFUSED', data: { reason: 'scheme' } });
  });

  test('behind a name that leads here, alone or among others, reaches nobody here', async () => {
    const here = await startHttpServer((_request, response) => response.end('{}'));
    for (const addresses of [
      ['127.0.0.1'],
      ['93.184.216.34', '127.0.0.1'],
      ['::ffff:127.0.0.1'],
      ['10.0.0.1', '93.184.216.34'],
    ]) {
      const resourceMetadataUrl = new URL(`https://rebound.example:${here.port}/`);
      const { found } = discoverInTheOpen({ resourceMetadataUrl }, { 'rebound.example': addresses });
      await expect(found).rejects.toMatchObject({ code: 'ADDRESS_REFUSED', data: { reason: 'zone' } });
    }
    expect(here.connections()).toBe(0);
  });
});

test('a name that was public when it was checked, and leads here when it is used, reaches nobody here (DNS rebinding)', async () => {
  const here = await startHttpServer((_request, response) => response.end('{}'));
  const resolve = vi.fn(async () => ['127.0.0.1']).mockResolvedValueOnce(['93.184.216.34']);
  const httpFetch = createHttpFetch({ resolve });
  onTestFinished(() => httpFetch.close());
  const resourceMetadataUrl = new URL(`https://rebound.example:${here.port}/`);
  expect(await httpFetch.zoneOf(resourceMetadataUrl)).toBe('public');
  const fetch = httpFetch.toAuthority({ zones: ['public'], maxBytes: 10_000, timeoutMs: 2_000 });
  await expect(discover(SERVER, { resourceMetadataUrl }, fetch)).rejects.toMatchObject({ code: 'ADDRESS_REFUSED' });
  expect(here.connections()).toBe(0);
});

describe('a document that comes slowly', () => {
  test.each<[string, (response: ServerResponse) => unknown]>([
    ['not at all', () => undefined],
    ['a byte at a time', (response) => setInterval(() => response.write(' '), 20)],
  ])('%s is given up after its time', async (_name, answer) => {
    const server = await startHttpServer((_request, response) => {
      const timer = answer(response) as NodeJS.Timeout | undefined;
      response.on('close', () => clearInterval(timer));
    });
    const httpFetch = createHttpFetch();
    onTestFinished(() => httpFetch.close());
    const fetch = httpFetch.toAuthority({ zones: ['loopback'], maxBytes: 10_000, timeoutMs: 300 });
    await expect(discover(`${server.origin}/mcp`, {}, fetch)).rejects.toMatchObject({
      code: 'DOWNLOAD_FAILED',
      data: { reason: 'timeout' },
    });
    expect(server.requests).toHaveLength(1);
  });
});
