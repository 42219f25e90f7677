/**
 * Which addresses can be a client id: where a Client ID Metadata Document may lie. Pure.
 *
 * An authorization server compares the client id letter by letter with what the document says of itself, so what counts is
 * the text as it is written, and not what a parser makes of it.
 *
 * @see MCP 2025-11-25 basic/authorization §Client ID Metadata Documents; draft-ietf-oauth-client-id-metadata-document-00 §3
 */

export type ClientMetadataUrlFault =
  | 'no_address'
  | 'scheme'
  | 'no_path'
  | 'credentials'
  | 'fragment'
  | 'query'
  | 'dot_segment'
  /** Choice: what a parser would write in another way, since some authorization servers compare what theirs made of it. */
  | 'rewritten';

/** A dot segment, also in the spelling that URL parsers take for one. */
const DOT_SEGMENT = /\/(?:\.|%2e){1,2}(?:[/?#]|$)/i;

/** All that keeps an address from being a client id, the gravest first; nothing, where it can be one. */
export function clientMetadataUrlFaults(address: string): readonly ClientMetadataUrlFault[] {
  const url = URL.parse(address);
  if (url === null) return ['no_address'];
  const rules = [
    [url.protocol !== 'https:', 'scheme'],
    [url.pathname === '/', 'no_path'],
    [url.username !== '' || url.password !== '', 'credentials'],
    [address.includes('#'), 'fragment'],
    [address.includes('?'), 'query'],
    // `URL` has taken them out of what it read.
    [DOT_SEGMENT.test(address), 'dot_segment'],
  ] as const;
  const faults = rules.filter(([isBroken]) => isBroken).map(([, fault]) => fault);
  return faults.length === 0 && url.href !== address ? ['rewritten'] : faults;
}
