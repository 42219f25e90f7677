/**
 * What about a host name could make a reader take it for another.
 *
 * No look-up and no list of domains, so that the page can use it too.
 */
import punycode from 'punycode/punycode.js';
import type { UrlWarning } from './input.ts';

export type HostWarning = Extract<UrlWarning, 'IP_LITERAL' | 'PUNYCODE' | 'MIXED_SCRIPTS'>;

/** @param host Of a parsed URL: lower case, ASCII, IPv6 in brackets. SECURITY(S12) */
export function hostWarnings(host: string): readonly HostWarning[] {
  if (isIpLiteral(host)) return ['IP_LITERAL'];
  if (!hasPunycode(host)) return [];
  const labels = (hostUnicode(host) ?? '').split('.');
  return labels.some(mixesScripts) ? ['PUNYCODE', 'MIXED_SCRIPTS'] : ['PUNYCODE'];
}

/** The host with its letters, where it is written in punycode (RFC 3492); `undefined` where it isn't, or where that is broken. */
export function hostUnicode(host: string): string | undefined {
  if (!hasPunycode(host)) return undefined;
  try {
    return punycode.toUnicode(host);
  } catch {
    return undefined;
  }
}

/** In a parsed URL, every spelling of an IPv4 address has become four numbers. */
export function isIpLiteral(host: string): boolean {
  return host.startsWith('[') || /^\d{1,3}(?:\.\d{1,3}){3}$/.test(host);
}

function hasPunycode(host: string): boolean {
  return host.split('.').some((label) => label.startsWith('xn--'));
}

/** Scripts in use today (Unicode Standard Annex 31, table 5). Letters of any other mix with nothing. */
const SCRIPTS =
  'Arabic Armenian Bengali Bopomofo Cyrillic Devanagari Ethiopic Georgian Greek Gujarati Gurmukhi Han Hangul Hebrew Hiragana Kannada Katakana Khmer Lao Latin Malayalam Myanmar Oriya Sinhala Tamil Telugu Thaana Thai Tibetan'.split(
    ' ',
  );
/** Those that are written together, Latin among them (Unicode Technical Standard 39 §5.2, highly restrictive). */
const WRITTEN_TOGETHER = [
  ['Latin', 'Han', 'Hiragana', 'Katakana'],
  ['Latin', 'Han', 'Bopomofo'],
  ['Latin', 'Han', 'Hangul'],
];
const ONE_WRITING = [...SCRIPTS.map((script) => [script]), ...WRITTEN_TOGETHER].map(
  (scripts) =>
    new RegExp(`^[${scripts.map((script) => `\\p{scx=${script}}`).join('')}\\p{scx=Common}\\p{scx=Inherited}]*$`, 'u'),
);

function mixesScripts(label: string): boolean {
  return !ONE_WRITING.some((writing) => writing.test(label));
}
