/**
 * Puts together what one server would become, from its settings by whatever names an application has for them.
 */
import type { ImportNote } from '../contract/imports.ts';
import type { RemoteServer } from '../contract/servers.ts';
import { hasSecretForm, looksLikeSecret } from '../launch/looksLikeSecret.ts';
import { splitWords } from '../launch/shellTokens.ts';
import { nameOfArgument } from './argumentNames.ts';
import { InputCollector } from './inputCollector.ts';
import { placeName } from './proposal.ts';
import type { Part, Place, Proposal, ProposedField } from './proposal.ts';
import type { NamedValue, SettingsReader } from './settingsReader.ts';

/** As the contract limits a typed and a remote server. */
const MAX_LENGTH: Readonly<Record<Place['kind'], number>> = {
  command: 32_768,
  argument: 131_072,
  variable: 131_072,
  cwd: 32_768,
  url: 8_192,
  header: 16_384,
};
const MAX_ARGS = 1_000;
const MAX_VARIABLES = 500;
const MAX_HEADERS = 50;
const NAME_RULE = { variable: /^[^=\0]{1,1000}$/, header: /^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,200}$/ } as const;
const MAX_NAME_LENGTH = 200;

/** A variable or header of which only the name is known. */
export interface MissingValue {
  readonly name: string;
  readonly secret: boolean;
  readonly description?: string | undefined;
}

export interface LocalSettings {
  readonly command: string;
  /** `undefined` where the application wrote none, which an empty list says otherwise. */
  readonly args: readonly string[] | undefined;
  readonly env: readonly NamedValue[];
  readonly missingEnv?: readonly MissingValue[];
  readonly cwd: string | undefined;
}

export interface RemoteSettings {
  readonly url: string;
  readonly transport: RemoteServer['transport'];
  readonly headers: readonly NamedValue[];
  readonly missingHeaders?: readonly MissingValue[];
}

export function proposeLocal(
  name: string,
  settings: LocalSettings,
  reader: SettingsReader,
  inputs = new InputCollector(),
): Proposal {
  const { command, args } = commandAndArgs(settings, reader);
  const { env, missingEnv = [], cwd } = settings;
  const fields = new FieldList(reader, inputs);
  const isRoom =
    fields.hasRoom('args', args.length, MAX_ARGS) &&
    fields.hasRoom('env', env.length + missingEnv.length, MAX_VARIABLES);
  if (!isRoom) return fields.proposal(name, 'local', 'auto');
  fields.add({ kind: 'command' }, command);
  args.forEach((text, index) => {
    fields.add({ kind: 'argument', index }, text, nameOfArgument(args, index));
  });
  for (const [variable, value] of env) fields.add({ kind: 'variable', name: variable }, value);
  for (const missing of missingEnv) fields.addMissing('variable', missing);
  if (cwd !== undefined && cwd !== '') fields.add({ kind: 'cwd' }, cwd);
  return fields.proposal(name, 'local', 'auto');
}

export function proposeRemote(
  name: string,
  { url, transport, headers, missingHeaders = [] }: RemoteSettings,
  reader: SettingsReader,
  inputs = new InputCollector(),
): Proposal {
  const fields = new FieldList(reader, inputs);
  const isRoom = fields.hasRoom('headers', headers.length + missingHeaders.length, MAX_HEADERS);
  if (!isRoom) return fields.proposal(name, 'remote', transport);
  fields.add({ kind: 'url' }, url);
  for (const [header, value] of headers) fields.add({ kind: 'header', name: header }, value);
  for (const missing of missingHeaders) fields.addMissing('header', missing);
  return fields.proposal(name, 'remote', transport);
}

/** An entry that can't be added, and why. @param code Absent where a note says why already. */
export function unusable(name: string, reader: SettingsReader, code?: ImportNote['code'], detail?: string): Proposal {
  if (code !== undefined) reader.note(code, undefined, detail?.slice(0, MAX_NAME_LENGTH));
  return { name: cutName(name), kind: 'unusable', transport: 'auto', fields: [], inputs: [], notes: reader.notes };
}

/** Some write the whole line into the command. Only where no program could be called that is it taken apart. */
function commandAndArgs(
  { command, args }: LocalSettings,
  reader: SettingsReader,
): { readonly command: string; readonly args: readonly string[] } {
  const isLine = args === undefined && /^[\w@.-]+\s/.test(command);
  const [program, ...rest] = isLine ? splitWords(command) : [];
  if (program === undefined || rest.length === 0) return { command, args: args ?? [] };
  reader.note('COMMAND_SPLIT', 'command');
  return { command: program, args: rest };
}

/** The fields of one server in the order they are shown. A field that can't be stored makes a note, or ends it all. */
class FieldList {
  private readonly reader: SettingsReader;
  private readonly inputs: InputCollector;
  private readonly fields: ProposedField[] = [];
  private isUsable = true;

  constructor(reader: SettingsReader, inputs: InputCollector) {
    this.reader = reader;
    this.inputs = inputs;
  }

  /** A server with more than this is none that could be added. */
  hasRoom(setting: string, count: number, max: number): boolean {
    if (count <= max) return true;
    this.reader.note('VALUE_WRONG', setting);
    this.isUsable = false;
    return false;
  }

  /** @param named What the value goes under and how it reads without that, for telling secrets. */
  add(place: Place, text: string, named = { name: 'name' in place ? place.name : '', value: text }): void {
    if (!this.accepts(place, text)) return;
    const parts = this.inputs.split(text, place);
    const isWhole = parts.every((part) => part.kind === 'text');
    this.push(place, parts, isWhole && looksLikeSecret(named.name, named.value));
  }

  /** Unless the variable or header has a value already. */
  addMissing(kind: 'variable' | 'header', { name, secret, description }: MissingValue): void {
    const place = { kind, name };
    const isThere = this.fields.some((field) => placeName(field.place) === placeName(place));
    if (!isThere && this.accepts(place, '')) this.push(place, this.inputs.missing(place, secret, description), false);
  }

  proposal(name: string, kind: 'local' | 'remote', transport: RemoteServer['transport']): Proposal {
    const { notes } = this.reader;
    if (!this.isUsable) return { name: cutName(name), kind: 'unusable', transport, fields: [], inputs: [], notes };
    return { name: cutName(name), kind, transport, fields: this.fields, inputs: this.inputs.inputs, notes };
  }

  /** Beside a hole, text is judged by its form alone: most likely it is `Bearer `, or the beginning of an address. */
  private push(place: Place, parts: readonly Part[], looksSecret: boolean): void {
    const hasSecret = parts.some((part) =>
      part.kind === 'input' ? this.inputs.isSecret(part.key) : hasSecretForm(part.text),
    );
    this.fields.push({ place, parts, secret: looksSecret || hasSecret });
  }

  /** A variable or header that can't be is left out; what runs, or where it leads, can't be without a piece. */
  private accepts(place: Place, text: string): boolean {
    const { kind } = place;
    const isNamed = kind === 'variable' || kind === 'header';
    const fits =
      text.length <= MAX_LENGTH[kind] &&
      !text.includes('\0') &&
      (isNamed ? NAME_RULE[kind].test(place.name) : kind === 'argument' || text.trim() !== '');
    if (fits) return true;
    this.reader.note('VALUE_WRONG', placeName(place).slice(0, MAX_NAME_LENGTH));
    if (!isNamed && kind !== 'cwd') this.isUsable = false;
    return false;
  }
}

function cutName(name: string): string {
  const cut = name.trim().slice(0, MAX_NAME_LENGTH).trim();
  return cut === '' ? 'server' : cut;
}
