/**
 * Zed: `context_servers` in `settings.json`. `command` is a text, or in older files an object with path, arguments and
 * variables. Servers that come with an extension name no program, so there is nothing to take over.
 */
import type { Proposal } from '../proposal.ts';
import { unusable } from '../proposeServer.ts';
import { readEntry } from '../readEntry.ts';
import type { EntryNames } from '../readEntry.ts';
import { isRecord, ownValue, SettingsReader } from '../settingsReader.ts';

const NAMES: EntryNames = { command: 'command', env: 'env', url: ['url'], http: 'streamable_http' };

export function readZed(root: unknown): readonly Proposal[] | undefined {
  const servers = ownValue(root, 'context_servers');
  if (!isRecord(servers)) return undefined;
  return Object.entries(servers).map(([name, settings]) => readServer(name, settings));
}

function readServer(name: string, settings: unknown): Proposal {
  if (!isRecord(settings)) return unusable(name, new SettingsReader({}), 'NOTHING_TO_RUN');
  const { source, remote: _remote, ...rest } = settings;
  const reader = new SettingsReader(withPlainCommand(rest));
  const isExtension =
    source === 'extension' || (!reader.has('command') && !reader.has('url') && reader.has('settings'));
  return isExtension ? unusable(name, reader, 'TYPE_UNSUPPORTED', 'extension') : readEntry(name, reader, NAMES);
}

function withPlainCommand(settings: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const { command, ...rest } = settings;
  if (!isRecord(command)) return settings;
  const { path, ...others } = command;
  return { ...rest, command: path, ...others };
}
