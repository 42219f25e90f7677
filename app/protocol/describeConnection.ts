/**
 * What was negotiated, as a page sees it. All that a server says of itself is cut to what is sane: it goes to every page with
 * every change of its state.
 */
import type { Client, ClientCapabilities } from '@modelcontextprotocol/client';
import type { ConnectionView } from '../contract/servers.ts';
import { toIcons } from './lists.ts';

const MAX_INSTRUCTIONS = 20_000;
const MAX_NAME = 500;
/** Characters of capabilities as JSON; longer ones are told by name only. */
const MAX_CAPABILITIES = 20_000;
const MAX_CAPABILITY_NAMES = 50;
/** Icons of the server itself that travel with every view of it, characters of all addresses. */
const MAX_ICONS = 50_000;

export function describeConnection(
  client: Client,
  known: {
    readonly transport: ConnectionView['transport'];
    readonly clientCapabilities: ClientCapabilities;
    readonly hasSession: boolean;
  },
): Omit<ConnectionView, 'toolCount'> {
  const server = client.getServerVersion();
  const instructions = client.getInstructions()?.slice(0, MAX_INSTRUCTIONS);
  const icons = toIcons(server?.icons ?? []);
  return {
    transport: known.transport,
    era: client.getProtocolEra() ?? 'legacy',
    protocolVersion: client.getNegotiatedProtocolVersion() ?? '',
    serverName: cut(server?.name ?? ''),
    ...(server?.title === undefined ? {} : { serverTitle: cut(server.title) }),
    serverVersion: cut(server?.version ?? ''),
    ...(server?.websiteUrl === undefined ? {} : { serverWebsite: cut(server.websiteUrl) }),
    serverIcons: JSON.stringify(icons).length > MAX_ICONS ? [] : icons,
    ...(instructions === undefined ? {} : { instructions }),
    serverCapabilities: sane(client.getServerCapabilities() ?? {}),
    clientCapabilities: sane(known.clientCapabilities),
    hasSession: known.hasSession,
  };
}

function cut(name: string): string {
  return name.slice(0, MAX_NAME);
}

function sane(capabilities: object): Record<string, unknown> {
  if (JSON.stringify(capabilities).length <= MAX_CAPABILITIES) return { ...capabilities };
  const names = Object.keys(capabilities).slice(0, MAX_CAPABILITY_NAMES);
  return Object.fromEntries(names.map((name) => [cut(name), {}]));
}
