/**
 * Where a Client ID Metadata Document may lie: the rules for an address that is a client id. Pure.
 *
 * MCP 2025-11-25 basic/authorization §Client ID Metadata Documents, and the draft it builds on.
 */

/** What is wrong with an address as it was typed; an empty one says that there is none. */
export function clientMetadataProblem(typed: string): string | undefined {
  if (typed === '') return undefined;
  const url = URL.parse(typed);
  if (url === null || url.protocol !== 'https:') return 'Enter the whole address. It begins with https://.';
  if (url.pathname === '/') return 'Something has to follow the name of the site, such as /gatehouse.json.';
  if (url.username !== '' || url.password !== '') return 'Leave user name and password out.';
  if (/[?#]/.test(typed)) return 'Leave out what follows “?” or “#”.';
  // `URL` has taken them out of what it read: the client id is the text as it is written.
  if (/\/(\.|%2e){1,2}(\/|$)/i.test(typed)) return 'Leave out the parts “.” and “..” of the path.';
  return undefined;
}
