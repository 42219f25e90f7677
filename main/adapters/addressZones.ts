/**
 * In which zone an IP address is. Pure.
 *
 * SECURITY(S11): an IPv6 address that only stands for an IPv4 address counts as that one, or as none: by `::ffff:127.0.0.1`
 * or a translator’s prefix, others would reach what their own address keeps them from.
 */
import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';
import type { Zone } from '../../app/contract/plan.ts';

const ZONES = ['loopback', 'private', 'public'] as const satisfies readonly Zone[];

/**
 * @param address As a resolver or a parsed URL writes it. Other spellings, such as `0177.1`, are none.
 * @returns `undefined` for what is no destination: no address, multicast, an unassigned or documentation range of IPv6, an
 *   IPv4 address in disguise that is not public.
 */
export function zoneOfAddress(address: string): Zone | undefined {
  switch (isIP(address)) {
    case 4:
      return zoneOfIPv4(ipaddr.IPv4.parse(address));
    case 6:
      return zoneOfIPv6(ipaddr.IPv6.parse(inHexadecimal(address)));
    default:
      return undefined;
  }
}

/**
 * Without the interface of a link-local address (RFC 4007 §11), which does not change its zone, and without dots:
 * ipaddr.js takes `::1.2.3.4` for `::ffff:1.2.3.4`, which no system does.
 */
function inHexadecimal(address: string): string {
  return new URL(`http://[${address.replace(/%.*$/, '')}]`).hostname.slice(1, -1);
}

/** @param zones At least one. */
export function nearestZone(zones: readonly Zone[]): Zone {
  return ZONES.find((zone) => zones.includes(zone)) ?? 'public';
}

/** Reserved ranges count as private: some networks use them inside, and nothing on the internet is in them. */
function zoneOfIPv4(address: ipaddr.IPv4): Zone | undefined {
  switch (address.range()) {
    case 'unicast':
      return 'public';
    case 'loopback':
      return 'loopback';
    case 'unspecified':
      // Systems take 0.0.0.0 for this computer; the rest of 0.0.0.0/8 leads nowhere.
      return address.toString() === '0.0.0.0' ? 'loopback' : undefined;
    case 'multicast':
    case 'broadcast':
      return undefined;
    default:
      return 'private';
  }
}

const GLOBAL_UNICAST = ipaddr.IPv6.parseCIDR('2000::/3');
const WELL_KNOWN_TRANSLATOR = ipaddr.IPv6.parseCIDR('64:ff9b::/96');

function zoneOfIPv6(address: ipaddr.IPv6): Zone | undefined {
  const { parts } = address;
  switch (address.range()) {
    case 'unicast':
      return address.match(GLOBAL_UNICAST) ? 'public' : undefined;
    case 'loopback':
    case 'unspecified':
      return 'loopback';
    case 'linkLocal':
    case 'uniqueLocal':
      return 'private';
    case 'ipv4Mapped':
      return zoneOfIPv4(address.toIPv4Address());
    case 'rfc6052':
      // The other prefix is for translators of a network of its own (RFC 8215).
      return address.match(WELL_KNOWN_TRANSLATOR) ? publicOnly(parts[6], parts[7]) : 'private';
    case '6to4':
      return publicOnly(parts[1], parts[2]);
    default:
      return undefined;
  }
}

/** A translator may be asked for public addresses only (RFC 6052 §3.1, RFC 3056 §2): others would be the translator's own. */
function publicOnly(high = 0, low = 0): Zone | undefined {
  const embedded = new ipaddr.IPv4([high >> 8, high & 0xff, low >> 8, low & 0xff]);
  return zoneOfIPv4(embedded) === 'public' ? 'public' : undefined;
}
