/**
 * Whether a request for a socket comes from our own page, and with what it wants to come in.
 *
 * Says nothing about whether the code or token is any good: that is `sessions.ts`.
 */
import type { IncomingHttpHeaders } from 'node:http';
import { BRIDGE_PROTOCOL } from '../../app/contract/envelope.ts';
import { BRIDGE_PATH, CODE_PROTOCOL_PREFIX, TOKEN_PROTOCOL_PREFIX } from '../../app/contract/session.ts';
import type { Credential } from './sessions.ts';

/** The one name this host answers to. `localhost` is another origin, and other names may be rebound to us. */
export function loopbackHost(port: number): string {
  return `127.0.0.1:${port}`;
}

/**
 * SECURITY(S4): any web page can aim a WebSocket at 127.0.0.1, and no same-origin policy stops it. Host must be ours to
 * the letter (a rebound name fails), Origin must be our page's, and the secret must ride in the subprotocol.
 */
export function isTrustedUpgrade(
  request: { readonly url?: string | undefined; readonly headers: IncomingHttpHeaders },
  port: number,
): boolean {
  const host = loopbackHost(port);
  return (
    request.url === BRIDGE_PATH &&
    request.headers.host === host &&
    request.headers.origin === `http://${host}` &&
    readCredential(request.headers) !== undefined
  );
}

/** The code or token among the subprotocols; `undefined` unless they are our protocol and exactly one of these. */
export function readCredential(headers: IncomingHttpHeaders): Credential | undefined {
  const offered = (headers['sec-websocket-protocol'] ?? '').split(',').map((protocol) => protocol.trim());
  const [protocol, secret, ...more] = offered;
  if (protocol !== BRIDGE_PROTOCOL || secret === undefined || more.length > 0) return undefined;
  // SECURITY(S4): the secret rides in Sec-WebSocket-Protocol, not in a cookie: cookies ignore ports, so any other
  // server on 127.0.0.1 would be sent ours; and not in the URL, which ends up in logs.
  const code = secretAfter(CODE_PROTOCOL_PREFIX, secret);
  if (code !== undefined) return { kind: 'code', value: code };
  const token = secretAfter(TOKEN_PROTOCOL_PREFIX, secret);
  return token === undefined ? undefined : { kind: 'token', value: token };
}

function secretAfter(prefix: string, protocol: string): string | undefined {
  const secret = protocol.startsWith(prefix) ? protocol.slice(prefix.length) : '';
  return /^[A-Za-z0-9_-]{43}$/.test(secret) ? secret : undefined;
}
