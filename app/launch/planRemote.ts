/**
 * The plan of a remote server: its address as it will be used, where that leads, and what is sent along.
 */
import { AppError } from '../contract/errors.ts';
import type { PlanText, RemotePlan } from '../contract/plan.ts';
import type { HttpFetch } from '../ports/httpFetch.ts';
import { assertHeadersSafe } from './remoteHeaders.ts';

export interface RemoteRequest {
  readonly url: string;
  readonly transport: RemotePlan['transport'];
  readonly headers: readonly { readonly name: string; readonly value: PlanText }[];
}

export interface PlannedConnection {
  readonly plan: RemotePlan;
}

/**
 * @throws {AppError} `CONFIG_URL_INVALID` with `reason` in its data (`unreadable`, `scheme`, `userinfo`);
 * `CONFIG_VALUE_UNSAFE`; `ADDRESS_UNKNOWN`, `ADDRESS_REFUSED` of what the name resolves to.
 */
export async function planRemote(
  { url: address, transport, headers }: RemoteRequest,
  { httpFetch }: { readonly httpFetch: Pick<HttpFetch, 'zoneOf'> },
): Promise<PlannedConnection> {
  const url = serverUrl(address);
  assertHeadersSafe(headers);
  const plan: RemotePlan = {
    formatVersion: 1,
    kind: 'remote',
    url: url.href,
    origin: url.origin,
    tls: url.protocol === 'https:' ? 'https' : 'none',
    zone: await httpFetch.zoneOf(url),
    transport,
    headers,
  };
  return { plan };
}

/** As the URL standard reads it, so that the plan shows what will be reached and not what was typed. */
function serverUrl(address: string): URL {
  const url = URL.parse(address);
  if (url === null) throw invalid('unreadable');
  // SECURITY(S11): whatever else an address could name, only these two are requests to a server.
  if (!/^https?:$/.test(url.protocol)) throw invalid('scheme');
  // They would look like a host to a careless reader, and be sent along unseen.
  if (url.username !== '' || url.password !== '') throw invalid('userinfo');
  // A fragment never leaves a client (RFC 9110 §7.1).
  url.hash = '';
  return url;
}

function invalid(reason: 'unreadable' | 'scheme' | 'userinfo'): AppError {
  return new AppError('CONFIG_URL_INVALID', 'This is no address of a remote server.', { data: { reason } });
}
