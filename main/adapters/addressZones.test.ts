import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Zone } from '../../app/contract/plan.ts';
import { nearestZone, zoneOfAddress } from './addressZones.ts';

const zones: readonly [Zone | undefined, ...string[]][] = [
  [
    'loopback',
    '127.0.0.1',
    '127.255.255.254',
    '0.0.0.0',
    '::1',
    '::',
    '::ffff:127.0.0.1',
    '::ffff:7f00:1',
    '::ffff:0:0',
  ],
  ['private', '10.0.0.1', '10.255.255.255', '172.16.0.1', '172.31.255.255', '192.168.0.1', '::ffff:192.168.1.1'],
  ['private', '169.254.169.254', '100.64.0.1', '100.127.255.255', '::ffff:a9fe:a9fe', '64:ff9b:1::a00:1'],
  ['private', 'fc00::1', 'fdff::1', 'fd00:ec2::254', 'fe80::1', 'febf::1', 'fe80::1%eth0', 'fe80::1%br-lan.7'],
  ['private', '192.0.0.1', '192.0.2.1', '198.18.0.1', '198.51.100.1', '203.0.113.1', '240.0.0.1', '255.255.255.254'],
  ['public', '1.1.1.1', '9.255.255.255', '11.0.0.0', '172.15.255.255', '172.32.0.0', '192.167.0.1', '192.169.0.1'],
  ['public', '100.63.255.255', '100.128.0.0', '126.255.255.255', '128.0.0.0', '169.253.0.1', '223.255.255.255'],
  ['public', '2606:4700:4700::1111', '2a00::1', '::ffff:8.8.8.8', '64:ff9b::8.8.8.8', '2002:808:808::1'],
  [undefined, '0.0.0.1', '224.0.0.1', '239.255.255.255', '255.255.255.255', 'ff02::1', '::ffff:224.0.0.1'],
  // By a translator, none but public addresses are reached.
  [undefined, '64:ff9b::127.0.0.1', '64:ff9b::a00:1', '2002:7f00:1::1', '2002:c0a8:101::1'],
  // IPv4-compatible, IPv4-translated, Teredo, documentation, discard, unassigned, site-local.
  [
    undefined,
    '::127.0.0.1',
    '::8.8.8.8',
    '::ffff:0:127.0.0.1',
    '2001::1',
    '2001:db8::1',
    '100::1',
    '4000::1',
    'fec0::1',
  ],
  // Spellings that neither a resolver nor a parsed URL brings.
  [undefined, '0177.0.0.1', '0x7f.0.0.1', '127.1', '2130706433', '127.0.0.1.', ' 127.0.0.1', '[::1]', 'localhost', ''],
];

describe('zoneOfAddress (S11)', () => {
  test.each(zones.flatMap(([zone, ...addresses]) => addresses.map((address) => [address, zone] as const)))(
    '%s: %s',
    (address, zone) => expect(zoneOfAddress(address)).toBe(zone),
  );

  const octets = fc.array(fc.integer({ min: 0, max: 255 }), { minLength: 4, maxLength: 4 });
  const dotted = (address: readonly number[]): string => address.join('.');
  const hex = ([a = 0, b = 0, c = 0, d = 0]: readonly number[]): string =>
    `${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}`;

  test('an IPv4 address mapped into IPv6 is in the zone of the address itself, however it is written', () => {
    fc.assert(
      fc.property(octets, (address) => {
        const zone = zoneOfAddress(dotted(address));
        expect(zoneOfAddress(`::ffff:${dotted(address)}`)).toBe(zone);
        expect(zoneOfAddress(`::FFFF:${hex(address)}`)).toBe(zone);
        expect(zoneOfAddress(`0:0:0:0:0:ffff:${hex(address)}`)).toBe(zone);
      }),
    );
  });

  test('no way of putting an IPv4 address into an IPv6 address makes it public', () => {
    fc.assert(
      fc.property(octets, (address) => {
        fc.pre(zoneOfAddress(dotted(address)) !== 'public');
        const disguises = [`::${hex(address)}`, `::ffff:0:${hex(address)}`, `64:ff9b::${hex(address)}`];
        const more = [`64:ff9b:1::${hex(address)}`, `2002:${hex(address)}::1`, `2001:0:${hex(address)}::1`];
        expect([...disguises, ...more].map(zoneOfAddress)).not.toContain('public');
      }),
    );
  });

  test('whatever the text is, the answer is a zone or none, and never an error', () => {
    const alphabet = fc.constantFrom(...Array.from('0123456789abcdefx:.%[]/ '));
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.string({ unit: alphabet }), fc.ipV6(), fc.ipV4Extended()), (text) => {
        expect(['loopback', 'private', 'public', undefined]).toContain(zoneOfAddress(text));
      }),
    );
  });

  test('only spellings that the platform takes for an address have a zone', () => {
    fc.assert(
      fc.property(fc.ipV4Extended(), (text) => {
        // What a parsed URL makes of a spelling is what counts: it turns octal, hexadecimal and short forms into dots.
        const { hostname } = new URL(`http://${text}/`);
        expect(zoneOfAddress(hostname)).toBe(zoneOfAddress(dotted(numbersOf(text))));
      }),
    );
  });
});

/** Reads every spelling of an IPv4 address, by the rules of inet_aton. */
function numbersOf(text: string): readonly number[] {
  const parts = text.split('.').map((part) => Number(/^0[0-7]+$/.test(part) ? `0o${part}` : part));
  const last = parts.pop() ?? 0;
  const rest = Array.from(
    { length: 4 - parts.length },
    (_, index) => Math.floor(last / 256 ** (3 - parts.length - index)) % 256,
  );
  return [...parts, ...rest];
}

describe('nearestZone', () => {
  test.each<[readonly Zone[], Zone]>([
    [['public'], 'public'],
    [['public', 'private'], 'private'],
    [['public', 'loopback', 'private'], 'loopback'],
  ])('of %j is %s', (among, nearest) => expect(nearestZone(among)).toBe(nearest));
});
