/**
 * Goose: `extensions` in `config.yaml`. Values under `env_keys` are in Goose's own keychain, so only their names are here.
 *
 * What is built into Goose, or is code that Goose runs by itself, is no server that another program could start.
 */
import type { Proposal } from '../proposal.ts';
import { unusable } from '../proposeServer.ts';
import { readEntry } from '../readEntry.ts';
import type { EntryNames } from '../readEntry.ts';
import { isRecord, ownValue, SettingsReader } from '../settingsReader.ts';

const NAMES: EntryNames = { command: 'cmd', env: 'envs', url: ['uri'], http: 'streamable_http' };

export function readGoose(root: unknown): readonly Proposal[] | undefined {
  const extensions = ownValue(root, 'extensions');
  if (!isRecord(extensions)) return undefined;
  return Object.entries(extensions).map(([key, settings]) => readExtension(key, settings));
}

function readExtension(key: string, settings: unknown): Proposal {
  if (!isRecord(settings)) return unusable(key, new SettingsReader({}), 'NOTHING_TO_RUN');
  // Older files have all but the switch under `config`.
  const { config, ...rest } = settings;
  const reader = new SettingsReader(isRecord(config) ? { ...config, ...rest } : rest);
  const name = reader.text('name') ?? key;
  // For a program they are variables; for a remote server they stand in its headers, as `${NAME}`.
  const secrets = (reader.texts('env_keys') ?? []).map((each) => ({ name: each, secret: true }));
  return readEntry(name, reader, NAMES, { missingEnv: secrets });
}
