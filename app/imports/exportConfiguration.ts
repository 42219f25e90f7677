/**
 * Writes servers down as another application's configuration. Secrets are left out: a variable or a placeholder of that
 * application's stands where one would be.
 *
 * Text with `${…}` in it goes out as it is and may mean a variable there: these formats have no way to say otherwise.
 */
import { stringify } from 'yaml';
import { assertNever } from '../contract/errors.ts';
import type { ExportNote, ImportClient } from '../contract/imports.ts';
import type { RemoteServer, ServerView, TypedServer } from '../contract/servers.ts';
import { EXPORT_FORMATS } from './exportFormats.ts';
import type { ExportFormat, WrittenServer } from './exportFormats.ts';

export type ExportableServer = Pick<ServerView, 'serverId' | 'name' | 'source'>;

export interface ExportedConfiguration {
  readonly fileName: string;
  readonly text: string;
  readonly notes: readonly ExportNote[];
}

/** Servers that the format can't hold are left out, and noted. */
export function exportConfiguration(client: ImportClient, servers: readonly ExportableServer[]): ExportedConfiguration {
  const format = EXPORT_FORMATS[client];
  const keys = new Set<string>();
  const notes: ExportNote[] = [];
  const written = servers.flatMap((server): WrittenServer[] => {
    const { serverId, name } = server;
    const key = freeKey(format.key?.(name) ?? name, keys);
    const { written: entry, codes } = write(server, key, format);
    notes.push(...codes.map((code) => ({ serverId, code })));
    if (entry === undefined) return [];
    keys.add(key);
    return [entry];
  });
  const document = format.document(written);
  const text =
    format.syntax === 'yaml' ? stringify(document, { lineWidth: 0 }) : `${JSON.stringify(document, undefined, 2)}\n`;
  return { fileName: format.fileName, text, notes };
}

interface Attempt {
  readonly written?: WrittenServer;
  readonly codes: readonly ExportNote['code'][];
}

function write({ name, source }: ExportableServer, key: string, format: ExportFormat): Attempt {
  switch (source.kind) {
    case 'bundle':
      return { codes: ['BUNDLE'] };
    case 'typed':
      return writeLocal({ key, name }, source.definition, format);
    case 'remote':
      return writeRemote({ key, name }, source.definition, format);
    default:
      return assertNever(source);
  }
}

type Called = Pick<WrittenServer, 'key' | 'name'>;

function writeLocal(called: Called, { command, args, env, cwd }: TypedServer, format: ExportFormat): Attempt {
  const { values, secrets } = parted(env);
  const settings = format.local({ ...called, command, args, values, secrets, cwd: format.cwd ? cwd : undefined });
  const losesFolder = cwd !== undefined && !format.cwd;
  return {
    written: { ...called, settings, secrets },
    codes: [...noteSecrets(secrets), ...(losesFolder ? (['WORKING_DIRECTORY'] as const) : [])],
  };
}

function writeRemote(called: Called, { url, transport, headers }: RemoteServer, format: ExportFormat): Attempt {
  if (format.remote === undefined) return { codes: ['REMOTE'] };
  if (transport === 'sse' && !format.sse) return { codes: ['SSE'] };
  const { values, secrets } = parted(headers);
  const settings = format.remote({ ...called, url, transport, values, secrets });
  return { written: { ...called, settings, secrets }, codes: noteSecrets(secrets) };
}

/** SECURITY(S9): of a secret there is only the name; its value is not even in a definition. */
function parted(named: TypedServer['env'] | RemoteServer['headers']) {
  return {
    values: named.filter(({ secret }) => !secret).map(({ name, value = '' }): [string, string] => [name, value]),
    secrets: named.filter(({ secret }) => secret).map(({ name }) => name),
  };
}

function noteSecrets(secrets: readonly string[]): readonly ExportNote['code'][] {
  return secrets.length > 0 ? ['SECRETS'] : [];
}

function freeKey(wanted: string, taken: ReadonlySet<string>): string {
  if (!taken.has(wanted)) return wanted;
  for (let number = 2; ; number += 1) {
    const key = `${wanted} ${number}`;
    if (!taken.has(key)) return key;
  }
}
