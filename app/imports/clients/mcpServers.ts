/**
 * The shape under `mcpServers` that Claude Desktop began with and most applications have taken over: Cursor, Windsurf
 * (`serverUrl`), Cline (`disabled`, `autoApprove`, `type: "streamableHttp"`), LM Studio, Claude Code's `.mcp.json`.
 *
 * The file seldom says whose it is. Where neither its name nor a setting of one of them does, it is nobody's in particular.
 */
import type { ImportClient } from '../../contract/imports.ts';
import type { Proposal } from '../proposal.ts';
import { unusable } from '../proposeServer.ts';
import { readEntry } from '../readEntry.ts';
import type { EntryNames } from '../readEntry.ts';
import { isRecord, ownValue, SettingsReader } from '../settingsReader.ts';

export const MCP_SERVERS_NAMES: EntryNames = {
  command: 'command',
  env: 'env',
  url: ['url', 'serverUrl', 'httpUrl'],
  http: 'streamable_http',
};

/** By the names these applications give their files. Cursor's and LM Studio's are both called `mcp.json`. */
const BY_FILE_NAME = new Map<string, ImportClient>([
  ['claude_desktop_config.json', 'claude_desktop'],
  ['.mcp.json', 'claude_code'],
  ['.claude.json', 'claude_code'],
  // As it is called after an upload.
  ['claude.json', 'claude_code'],
  ['mcp_config.json', 'windsurf'],
  ['cline_mcp_settings.json', 'cline'],
]);
/** Settings that one of them alone has. */
const BY_SETTING = new Map<string, ImportClient>([
  ['serverUrl', 'windsurf'],
  ['autoApprove', 'cline'],
  ['transportType', 'cline'],
  ['headersHelper', 'claude_code'],
  ['envFile', 'cursor'],
]);

export function readMcpServers(servers: Readonly<Record<string, unknown>>): readonly Proposal[] {
  return Object.entries(servers).map(([name, settings]) => readMcpServer(name, settings));
}

export function readMcpServer(name: string, settings: unknown): Proposal {
  const reader = new SettingsReader(isRecord(settings) ? settings : {});
  return isRecord(settings) ? readEntry(name, reader, MCP_SERVERS_NAMES) : unusable(name, reader, 'NOTHING_TO_RUN');
}

/** Whose file this is, as far as it can be told. */
export function clientOf(servers: Readonly<Record<string, unknown>>, fileName = ''): ImportClient | undefined {
  const named = BY_FILE_NAME.get(fileName.toLowerCase());
  if (named !== undefined) return named;
  const settings = Object.values(servers).flatMap((server) => (isRecord(server) ? Object.keys(server) : []));
  return settings.map((setting) => BY_SETTING.get(setting)).find((client) => client !== undefined);
}

/** Whether this could be one server: something to run, or somewhere to go. */
export function isServerLike(value: unknown): boolean {
  return ['command', ...MCP_SERVERS_NAMES.url].some((setting) => typeof ownValue(value, setting) === 'string');
}
