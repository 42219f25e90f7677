/**
 * Judges an address that a server wants a person to open: taken apart for reading, with what is odd about it, or refused.
 *
 * Pure: nothing is looked up and nothing is fetched (MCP 2025-11-25 client/elicitation §Safe URL Handling).
 */
import { getDomain } from 'tldts';
import { hostUnicode, hostWarnings } from '../contract/hostNames.ts';
import type { UrlParts, UrlWarning } from '../contract/input.ts';

const MAX_URL_CHARACTERS = 8_192;
/** Longer ones push what matters out of sight. */
const LONG_CHARACTERS = 500;

export type JudgedUrl =
  | { readonly kind: 'ok'; readonly parts: UrlParts }
  | {
      readonly kind: 'refused';
      readonly reason: 'too_long' | 'characters' | 'not_an_address' | 'scheme' | 'not_encrypted';
    };

/**
 * Only https, and http to this computer. SECURITY(S11): the address is written anew by the URL standard, so that what is
 * shown, what is judged and what a browser opens are one and the same text.
 */
export function judgeUrl(text: string): JudgedUrl {
  if (text.length > MAX_URL_CHARACTERS) return { kind: 'refused', reason: 'too_long' };
  // Parsers drop or turn these about, each in its own way; no address needs them unescaped.
  if (/[\s\p{C}\p{Z}"'`<>\\^{|}]/u.test(text)) return { kind: 'refused', reason: 'characters' };
  if (!URL.canParse(text)) return { kind: 'refused', reason: 'not_an_address' };
  const url = new URL(text);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return { kind: 'refused', reason: 'scheme' };
  if (url.hostname === '') return { kind: 'refused', reason: 'not_an_address' };
  if (url.protocol === 'http:' && !isLoopback(url.hostname)) return { kind: 'refused', reason: 'not_encrypted' };
  return { kind: 'ok', parts: partsOf(url) };
}

function partsOf(url: URL): UrlParts {
  const host = url.hostname;
  const userinfo = url.password === '' ? url.username : `${url.username}:${url.password}`;
  // Not from its members: an empty query or fragment would be lost, which the address keeps.
  const rest = url.href.slice(url.href.indexOf('/', `${url.protocol}//`.length));
  const unicode = hostUnicode(host);
  const registrable = getDomain(host, { allowPrivateDomains: true });
  return {
    url: url.href,
    scheme: url.protocol,
    ...(userinfo === '' ? {} : { userinfo }),
    host,
    ...(unicode === undefined || unicode === host ? {} : { hostUnicode: unicode }),
    ...(registrable === null ? {} : { registrable }),
    ...(url.port === '' ? {} : { port: url.port }),
    rest,
    warnings: warningsOf(url, userinfo),
  };
}

function warningsOf({ href, hostname, port }: URL, userinfo: string): readonly UrlWarning[] {
  const isLocal = isLoopback(hostname);
  return [
    ...(userinfo === '' ? [] : (['USERINFO'] as const)),
    ...hostWarnings(hostname).filter((warning) => warning !== 'IP_LITERAL' || !isLocal),
    ...(isLocal ? (['LOOPBACK'] as const) : []),
    ...(port === '' || isLocal ? [] : (['UNUSUAL_PORT'] as const)),
    ...(href.length > LONG_CHARACTERS ? (['LONG'] as const) : []),
  ];
}

/** In a parsed URL every spelling of an IPv4 address has become four numbers, and IPv6 its shortest form. */
function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(hostname);
}
