/**
 * The guard at the way out: which addresses a name or a literal may lead to.
 *
 * SECURITY(S11): what is checked is what is connected to. A name is resolved here, once for each connection, and the
 * connection is handed the checked addresses: a name that answers differently a moment later (DNS rebinding) changes
 * nothing. Literals never reach a resolver, so they are judged before connecting.
 */
import { lookup as systemLookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import type { LookupFunction } from 'node:net';
import { AppError } from '../../app/contract/errors.ts';
import type { Zone } from '../../app/contract/plan.ts';
import { nearestZone, zoneOfAddress } from './addressZones.ts';
import { errnoOf } from './storeFiles.ts';

/** All IP addresses of a name. Rejects, or answers none, where there are none. */
export type Resolve = (name: string) => Promise<readonly string[]>;

/** RFC 6761 §6.3: these names are this computer, whatever a resolver says. */
const LOCALHOST = /(?:^|\.)localhost\.?$/i;

interface Destination {
  readonly address: string;
  readonly zone: Zone;
}

/** As every program of this computer resolves names, its hosts file included. */
export const systemResolve: Resolve = async (name) =>
  (await systemLookup(name, { all: true, order: 'verbatim' })).map(({ address }) => address);

export type RefusalReason = 'scheme' | 'userinfo' | 'origin' | 'zone';

export function addressRefused(host: string, reason: RefusalReason): AppError {
  return new AppError('ADDRESS_REFUSED', 'The address leads where this request may not go.', {
    data: { host, reason },
  });
}

/**
 * The nearest zone among all that a host leads to.
 * @param host Of a parsed URL.
 * @throws {AppError} `ADDRESS_UNKNOWN`; `ADDRESS_REFUSED` when one of its addresses is no destination
 */
export async function zoneOfHost(host: string, resolve: Resolve): Promise<Zone> {
  return nearestZone((await destinationsOf(host, resolve)).map(({ zone }) => zone));
}

/** Lets names pass: they are judged when the connection looks them up. @throws {AppError} `ADDRESS_REFUSED` */
export function assertLiteralAllowed(host: string, zones: readonly Zone[]): void {
  const literal = literalOf(host);
  if (literal !== undefined) allowedAmong(checked([literal], host), zones, host);
}

/** For `net.connect`: its errors are those of `destinationsOf`, and `ADDRESS_REFUSED`. */
export function guardedLookup(zones: readonly Zone[], resolve: Resolve): LookupFunction {
  return (host, options, callback) => {
    destinationsOf(host, resolve)
      .then((destinations) => allowedAmong(destinations, zones, host))
      .then(
        ([first, ...others]) => {
          if (options.all === true) callback(null, [first, ...others].map(toLookupAddress));
          else callback(null, first.address, isIP(first.address));
        },
        (error: unknown) => callback(error as NodeJS.ErrnoException, ''),
      );
  };
}

/** Whether a host is this computer by its spelling alone, whatever a resolver says. @param host Of a parsed URL. */
export function isLoopbackHost(host: string): boolean {
  const literal = literalOf(host);
  return literal === undefined ? LOCALHOST.test(host) : zoneOfAddress(literal) === 'loopback';
}

async function destinationsOf(host: string, resolve: Resolve): Promise<readonly Destination[]> {
  const literal = literalOf(host);
  if (literal !== undefined) return checked([literal], host);
  if (LOCALHOST.test(host)) return checked(['127.0.0.1', '::1'], host);
  let addresses: readonly string[];
  try {
    addresses = await resolve(host);
  } catch (cause) {
    throw unknown(host, errnoOf(cause) ?? 'ENOTFOUND', cause);
  }
  if (addresses.length === 0) throw unknown(host, 'ENOTFOUND');
  return checked(addresses, host);
}

/** The host itself where it is an IP address. A parsed URL has turned `0x7f.1` and the like into dots, IPv6 into brackets. */
function literalOf(host: string): string | undefined {
  const bare = host.replace(/^\[(.*)\]$/, '$1');
  return isIP(bare) === 0 ? undefined : bare;
}

function checked(addresses: readonly string[], host: string): readonly Destination[] {
  return addresses.map((address) => {
    const zone = zoneOfAddress(address);
    if (zone === undefined) throw addressRefused(host, 'zone');
    return { address, zone };
  });
}

/**
 * Those in the nearest zone. That zone must be an allowed one, so one near address among others refuses them all; what is
 * farther away than was agreed to is left out.
 */
function allowedAmong(
  destinations: readonly Destination[],
  zones: readonly Zone[],
  host: string,
): readonly [Destination, ...Destination[]] {
  const nearest = nearestZone(destinations.map(({ zone }) => zone));
  const [first, ...others] = destinations.filter(({ zone }) => zone === nearest);
  if (first === undefined || !zones.includes(nearest)) throw addressRefused(host, 'zone');
  return [first, ...others];
}

function toLookupAddress({ address }: Destination): { address: string; family: number } {
  return { address, family: isIP(address) };
}

function unknown(host: string, errno: string, cause?: unknown): AppError {
  return new AppError('ADDRESS_UNKNOWN', 'No address is known for this name.', { data: { host, errno }, cause });
}
