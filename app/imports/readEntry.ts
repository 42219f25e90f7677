/**
 * Reads one server from the settings that most applications share, by whatever names they have for them.
 */
import type { ImportNote } from '../contract/imports.ts';
import type { RemoteServer } from '../contract/servers.ts';
import { InputCollector } from './inputCollector.ts';
import type { Proposal } from './proposal.ts';
import { proposeLocal, proposeRemote, unusable } from './proposeServer.ts';
import type { MissingValue } from './proposeServer.ts';
import type { SettingsReader } from './settingsReader.ts';

export interface EntryNames {
  readonly command: string;
  readonly env: string;
  /** The first that is there counts. */
  readonly url: readonly string[];
  /** What the type `http` means in this application: Streamable HTTP alone, or HTTP+SSE where a server knows no other. */
  readonly http: 'auto' | 'streamable_http';
}

export interface EntryExtras {
  readonly inputs?: InputCollector;
  readonly missingEnv?: readonly MissingValue[];
}

const TYPE_NAMES = ['type', 'transport', 'transportType'] as const;
const TYPES = new Map<string, 'stdio' | 'http' | RemoteServer['transport']>([
  ['stdio', 'stdio'],
  ['http', 'http'],
  ['sse', 'sse'],
  ['streamable-http', 'streamable_http'],
  ['streamable_http', 'streamable_http'],
  ['streamableHttp', 'streamable_http'],
]);

/** What no server of Gatehouse has. Nothing that let a tool run without being asked is ever taken over. */
const LEFT_OUT: readonly (readonly [ImportNote['code'], readonly string[]])[] = [
  ['AUTO_APPROVE', ['autoApprove', 'alwaysAllow', 'trust']],
  ['TOOL_FILTER', ['disabledTools', 'enabledTools', 'includeTools', 'excludeTools', 'available_tools', 'tools']],
  ['TIMEOUT', ['timeout']],
  ['ENV_FILE', ['envFile']],
  ['SIGN_IN', ['auth', 'oauth', 'headersHelper']],
  ['SANDBOX', ['sandbox', 'sandboxEnabled']],
];
const SAYS_NOTHING = ['description', 'display_name', 'bundled', 'gallery', 'version', 'name'];

export function readEntry(
  name: string,
  reader: SettingsReader,
  names: EntryNames,
  { inputs = new InputCollector(), missingEnv = [] }: EntryExtras = {},
): Proposal {
  const written = reader.textOf(TYPE_NAMES);
  const type = written === undefined ? undefined : TYPES.get(written);
  noteWhatIsLeftOut(reader);
  if (written !== undefined && type === undefined) return unusable(name, reader, 'TYPE_UNSUPPORTED', written);
  const isLocal = type === 'stdio' || (type === undefined && reader.has(names.command));
  if (!isLocal) return readRemote(name, reader, names, { type, inputs });

  const command = reader.text(names.command);
  const args = reader.texts('args');
  const env = reader.named(names.env);
  const cwd = reader.text('cwd');
  reader.noteTheRest();
  if (command === undefined) return nothingToRun(name, reader, [names.command]);
  // Without some of its arguments it would be another program.
  if (args === undefined && reader.has('args')) return unusable(name, reader);
  return proposeLocal(name, { command, args, env, missingEnv, cwd }, reader, inputs);
}

interface RemoteContext {
  readonly type: ReturnType<(typeof TYPES)['get']>;
  readonly inputs: InputCollector;
}

function readRemote(
  name: string,
  reader: SettingsReader,
  names: EntryNames,
  { type, inputs }: RemoteContext,
): Proposal {
  const url = reader.textOf(names.url);
  const headers = reader.named('headers');
  reader.noteTheRest();
  if (url === undefined) return nothingToRun(name, reader, names.url);
  const transport = type === 'http' ? names.http : type === undefined || type === 'stdio' ? 'auto' : type;
  return proposeRemote(name, { url, transport, headers }, reader, inputs);
}

/** Unless what it names is there and of another type, which is noted already. */
function nothingToRun(name: string, reader: SettingsReader, settings: readonly string[]): Proposal {
  return unusable(name, reader, settings.some((setting) => reader.has(setting)) ? undefined : 'NOTHING_TO_RUN');
}

function noteWhatIsLeftOut(reader: SettingsReader): void {
  if (reader.flag('disabled') === true || reader.flag('enabled') === false) reader.note('DISABLED');
  for (const [code, settings] of LEFT_OUT) reader.leaveOut(code, settings);
  reader.ignore(SAYS_NOTHING);
}
