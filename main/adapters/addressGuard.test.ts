import { describe, expect, test } from 'vitest';
import { assertLiteralAllowed, guardedLookup, zoneOfHost } from './addressGuard.ts';
import type { Resolve } from './addressGuard.ts';
import { createHttpFetch } from './httpFetch.ts';

const PUBLIC = '93.184.216.34';
const refused = expect.objectContaining({ code: 'ADDRESS_REFUSED' }) as unknown;

/** Names and what they resolve to; every other name is unknown. */
const names: Readonly<Record<string, readonly string[]>> = {
  'public.example': [PUBLIC, '2606:4700::1111'],
  'nas.example': ['192.168.1.5', '2a00::5'],
  'here.example': ['127.0.0.1'],
  'split.example': [PUBLIC, '10.0.0.1', '127.0.0.1'],
  'multicast.example': [PUBLIC, '224.0.0.1'],
  'empty.example': [],
};
const resolve: Resolve = async (name) => {
  const addresses = names[name];
  if (addresses === undefined) throw Object.assign(new Error('getaddrinfo'), { code: 'ENOTFOUND' });
  return addresses;
};

describe('zoneOf (S11)', () => {
  const httpFetch = createHttpFetch({ resolve });
  const zoneOf = (url: URL) => httpFetch.zoneOf(url);

  test.each([
    ['https://public.example/mcp', 'public'],
    ['http://nas.example:8080', 'private'],
    ['https://here.example', 'loopback'],
    ['https://split.example', 'loopback'],
    ['http://localhost:3000', 'loopback'],
    ['http://LOCALHOST.', 'loopback'],
    ['http://app.localhost', 'loopback'],
    ['http://0.0.0.0:3000', 'loopback'],
    ['http://[::1]:3000', 'loopback'],
    ['http://[::ffff:10.0.0.1]', 'private'],
    ['http://192.168.0.7', 'private'],
    // Spellings of inet_aton, and letters that a URL turns into digits and dots.
    ['http://0177.0.0.1', 'loopback'],
    ['http://0x7f.1', 'loopback'],
    ['http://2130706433', 'loopback'],
    ['http://127.1', 'loopback'],
    ['http://127.0.0.1.', 'loopback'],
    ['http://①②⑦。⓪.⓪.①', 'loopback'],
    ['http://0xc0a80001', 'private'],
    ['http://1.1', 'public'],
  ])('%s leads to %s', async (url, zone) => expect(await zoneOf(new URL(url))).toBe(zone));

  test.each([
    ['https://nobody.example', 'ADDRESS_UNKNOWN'],
    ['https://empty.example', 'ADDRESS_UNKNOWN'],
    // It ends like the names of this computer, and is none.
    ['https://notlocalhost', 'ADDRESS_UNKNOWN'],
    ['https://localhost.example', 'ADDRESS_UNKNOWN'],
    ['https://multicast.example', 'ADDRESS_REFUSED'],
    ['http://224.0.0.1', 'ADDRESS_REFUSED'],
    ['http://[64:ff9b::127.0.0.1]', 'ADDRESS_REFUSED'],
    ['ftp://public.example', 'ADDRESS_REFUSED'],
    ['file:///etc/passwd', 'ADDRESS_REFUSED'],
    ['javascript:alert(1)', 'ADDRESS_REFUSED'],
  ])('%s leads nowhere: %s', (url, code) => expect(zoneOf(new URL(url))).rejects.toMatchObject({ code }));

  test('an address with the number of an interface is no URL at all', () => {
    expect(() => new URL('http://[fe80::1%25eth0]/')).toThrow();
    expect(() => new URL('http://[fe80::1%eth0]/')).toThrow();
  });

  test('an interface in the answer of a resolver changes nothing', async () => {
    expect(await zoneOfHost('x.example', async () => ['fe80::1%eth0'])).toBe('private');
  });

  test('says which name is unknown and why', async () => {
    await expect(zoneOf(new URL('https://nobody.example'))).rejects.toMatchObject({
      data: { host: 'nobody.example', errno: 'ENOTFOUND' },
    });
  });
});

describe('guardedLookup (S11) hands to the connection', () => {
  function lookup(host: string, zones: Parameters<typeof guardedLookup>[0]): Promise<unknown> {
    return new Promise((done, fail) => {
      guardedLookup(zones, resolve)(host, { all: true }, (error, addresses) => (error ? fail(error) : done(addresses)));
    });
  }

  test('every checked address of a public name', async () => {
    expect(await lookup('public.example', ['public'])).toEqual([
      { address: PUBLIC, family: 4 },
      { address: '2606:4700::1111', family: 6 },
    ]);
  });

  test('only the near addresses of a name that was agreed to as near', async () => {
    expect(await lookup('nas.example', ['private'])).toEqual([{ address: '192.168.1.5', family: 4 }]);
  });

  test.each<[string, Parameters<typeof guardedLookup>[0]]>([
    ['nas.example', ['public']],
    ['split.example', ['public']],
    ['split.example', ['private', 'public']],
    ['public.example', ['private']],
    ['public.example', ['loopback']],
    ['here.example', ['private', 'public']],
    ['localhost', ['public']],
    ['multicast.example', ['public']],
  ])('nothing where %s may lead to %j only', (host, zones) => expect(lookup(host, zones)).rejects.toEqual(refused));

  test('one address where one is asked for', async () => {
    const answer = await new Promise((done) => {
      guardedLookup(['public'], resolve)('public.example', {}, (...result) => done(result));
    });
    expect(answer).toEqual([null, PUBLIC, 4]);
  });
});

describe('assertLiteralAllowed (S11)', () => {
  test.each([
    ['127.0.0.1', ['private', 'public']],
    ['[::1]', ['public']],
    ['[::ffff:7f00:1]', ['public']],
    ['192.168.1.1', ['public', 'loopback']],
    [PUBLIC, ['private']],
    ['[fe80::1]', ['public']],
    ['224.0.0.1', ['public', 'private', 'loopback']],
  ] as const)('%s is refused where only %j may be reached', (host, zones) => {
    expect(() => assertLiteralAllowed(host, zones)).toThrow(refused);
  });

  test('names wait for their lookup', () => {
    expect(() => assertLiteralAllowed('nas.example', ['public'])).not.toThrow();
  });
});
