/**
 * Reads another application's configuration: finds out whose it is by what is in it, and proposes its servers.
 *
 * Pure. Nothing is looked up, resolved or run; unknown settings are noted, never followed.
 */
import { AppError } from '../contract/errors.ts';
import { MAX_IMPORT_ENTRIES } from '../contract/imports.ts';
import type { ImportClient } from '../contract/imports.ts';
import { readClaudeCode } from './clients/claudeCode.ts';
import { readGoose } from './clients/goose.ts';
import { clientOf, isServerLike, readMcpServer, readMcpServers } from './clients/mcpServers.ts';
import { readVsCode } from './clients/vscode.ts';
import { readZed } from './clients/zed.ts';
import { parseText } from './parseText.ts';
import type { Proposal } from './proposal.ts';
import { isRecord, ownValue } from './settingsReader.ts';

/** Values of one import that are shown. Choice: a hundred large servers. */
const MAX_FIELDS = 10_000;

export interface Configuration {
  /** Absent where several applications write it in this way. */
  readonly client: ImportClient | undefined;
  readonly proposals: readonly Proposal[];
}

/**
 * @param fileName Without its folder; tells applications apart that share a shape.
 * @throws {AppError} `IMPORT_UNREADABLE`, `IMPORT_TOO_LARGE`, `IMPORT_FORMAT_UNKNOWN`
 */
export function readConfiguration(text: string, fileName?: string): Configuration {
  const root = parseText(text);
  const found = isRecord(root) ? findServers(root, fileName) : undefined;
  if (found === undefined || found.proposals.length === 0) {
    throw new AppError('IMPORT_FORMAT_UNKNOWN', 'The configuration is of no known application, or has no servers.');
  }
  checkSize(found.proposals);
  return found;
}

function findServers(root: Readonly<Record<string, unknown>>, fileName: string | undefined): Configuration | undefined {
  const owned: readonly (readonly [ImportClient, readonly Proposal[] | undefined])[] = [
    ['vscode', readVsCode(root)],
    ['zed', readZed(root)],
    ['claude_code', readClaudeCode(root)],
  ];
  for (const [client, proposals] of owned) if (proposals !== undefined) return { client, proposals };

  const servers = ownValue(root, 'mcpServers');
  if (isRecord(servers)) return { client: clientOf(servers, fileName), proposals: readMcpServers(servers) };
  const extensions = readGoose(root);
  if (extensions !== undefined) return { client: 'goose', proposals: extensions };
  // A piece of a configuration: one server, or servers without the key above them.
  if (isServerLike(root)) return { client: undefined, proposals: [readMcpServer('server', root)] };
  const values = Object.values(root);
  if (values.length > 0 && values.every(isServerLike)) {
    return { client: clientOf(root, fileName), proposals: readMcpServers(root) };
  }
  return undefined;
}

function checkSize(proposals: readonly Proposal[]): void {
  const fields = proposals.reduce((count, proposal) => count + proposal.fields.length + proposal.notes.length, 0);
  if (proposals.length <= MAX_IMPORT_ENTRIES && fields <= MAX_FIELDS) return;
  throw new AppError('IMPORT_TOO_LARGE', 'There are more servers, or more of their settings, than are read.', {
    data: { servers: proposals.length, limit: MAX_IMPORT_ENTRIES },
  });
}
