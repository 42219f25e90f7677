/**
 * Install links of Cursor and LM Studio, which carry a name and base64 of the same JSON as their files:
 * `cursor://anysphere.cursor-deeplink/mcp/install?name=…&config=…`, `https://cursor.com/install-mcp?…`,
 * `lmstudio://add_mcp?name=…&config=…`, `https://lmstudio.ai/install-mcp?…`.
 *
 * Generators differ: the JSON is the server, or an object with the server under its name.
 */
import type { LinkClient } from '../../contract/imports.ts';
import { isServerLike, readMcpServer } from '../clients/mcpServers.ts';
import type { Proposal } from '../proposal.ts';
import { isRecord, ownValue } from '../settingsReader.ts';
import { linkInvalid, oneParameter, parseBase64Json } from './linkParts.ts';

export interface EncodedLink {
  readonly client: LinkClient;
  readonly proposal: Proposal;
}

/** `undefined` for a link of another kind. */
export function readEncodedLink(url: URL): EncodedLink | undefined {
  const client = clientOf(url);
  if (client === undefined) return undefined;
  const config = oneParameter(url, 'config');
  if (config === undefined) throw linkInvalid('PARAMETER_MISSING', 'config');
  const [name, settings] = serverIn(parseBase64Json(config), oneParameter(url, 'name'));
  if (name.trim() === '') throw linkInvalid('NO_NAME');
  return { client, proposal: readMcpServer(name, settings) };
}

function clientOf({ protocol, hostname, pathname }: URL): LinkClient | undefined {
  switch (protocol) {
    case 'cursor:':
      if (hostname !== 'anysphere.cursor-deeplink' || pathname !== '/mcp/install')
        throw linkInvalid('NOT_AN_INSTALL_LINK');
      return 'cursor';
    case 'lmstudio:':
      if (hostname !== 'add_mcp') throw linkInvalid('NOT_AN_INSTALL_LINK');
      return 'lm_studio';
    case 'https:':
      // Cursor puts the language first: `/en/install-mcp`.
      if (/^(?:www\.)?cursor\.com$/.test(hostname) && /^(?:\/[a-z-]{2,7})?\/install-mcp$/i.test(pathname))
        return 'cursor';
      return hostname === 'lmstudio.ai' && pathname === '/install-mcp' ? 'lm_studio' : undefined;
    default:
      return undefined;
  }
}

function serverIn(config: unknown, named: string | undefined): readonly [name: string, settings: unknown] {
  if (isServerLike(config)) return [named ?? '', config];
  const servers = ownValue(config, 'mcpServers') ?? config;
  const [first, ...others] = isRecord(servers) ? Object.entries(servers) : [];
  if (first === undefined || others.length > 0 || !isRecord(first[1])) throw linkInvalid('NO_SERVER');
  return [named ?? first[0], first[1]];
}
