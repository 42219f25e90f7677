/**
 * Finds what has to be filled in before a server can be added: variables that the other application would have put in,
 * and placeholders that nobody has replaced.
 *
 * Nothing is looked up: neither the environment nor the other application is asked. Text that only resembles a variable
 * stays as it is.
 */
import type { ImportInput } from '../contract/imports.ts';
import { isSecretName } from '../launch/looksLikeSecret.ts';
import { canBeSecret, placeName } from './proposal.ts';
import type { Part, Place } from './proposal.ts';

/** An entry of VS Code's `inputs`. */
export interface AskedInput {
  readonly description: string | undefined;
  readonly password: boolean;
  readonly default: string | undefined;
  readonly options: readonly string[] | undefined;
}

/** `${…}`, and the one variable that Goose writes between double braces. */
const VARIABLE = String.raw`\$\{([^{}$\n]{1,200})\}|\{\{(WORKING_DIR)\}\}`;
/** `<YOUR_TOKEN>`, `<your name>`, `<token>`, `YOUR_TOKEN`, `TOKEN_HERE`. */
const PLACEHOLDER = String.raw`<(?:[A-Z][A-Z0-9_ -]{0,99}|(?:[Yy]our|[Mm]y|[Ii]nsert|[Ee]nter|[Rr]eplace|[Pp]ath)[^<>\n]{0,99}|[\w -]{0,40}(?:[Tt]oken|[Kk]ey|[Ss]ecret|[Pp]assword)[\w -]{0,40})>|\bYOUR_[A-Z0-9_]{1,99}|\b[A-Z0-9]{1,40}(?:_[A-Z0-9]{1,40}){0,9}_HERE\b`;
const HOLES = new RegExp(`${VARIABLE}|(${PLACEHOLDER})`, 'g');
/** Placeholders that are such only where nothing else stands: `your_api_key`, `ghp_xxxxxxxx`, `changeme`, `...`. */
const WHOLE_PLACEHOLDER = /^(?:your[-_ ][\w -]{1,99}|[\w-]{0,20}?[xX]{4,99}|change[-_]?me|replace[-_]?me|\.{3}|…)$/i;

/** Filled in by editors from what is open in them (VS Code, Cursor: variables reference). */
const COMPUTED =
  /^(?:workspaceFolder(?:Basename)?|workspaceRoot|userHome|cwd|file\w*|relativeFile\w*|lineNumber|selectedText|execPath|pathSeparator|\/|extensionInstallFolder|(?:workspaceFolder|command|config):.+)$/;
/** `${NAME}` and `${NAME:-default}` of Claude Code, `${env:NAME}` of VS Code, Cursor and Windsurf. */
const ENVIRONMENT = /^(?:env:)?([A-Za-z_][A-Za-z0-9_]{0,99})(?::-(.*))?$/;

export class InputCollector {
  private readonly asked: ReadonlyMap<string, AskedInput>;
  private readonly found = new Map<string, ImportInput>();

  constructor(asked: ReadonlyMap<string, AskedInput> = new Map()) {
    this.asked = asked;
  }

  get inputs(): readonly ImportInput[] {
    return [...this.found.values()];
  }

  /** A value in pieces: text as it stands, and the inputs it needs. */
  split(text: string, place: Place): readonly Part[] {
    if (place.kind !== 'command' && WHOLE_PLACEHOLDER.test(text)) return [this.placeholder(text, place)];
    const parts: Part[] = [];
    let end = 0;
    for (const match of text.matchAll(HOLES)) {
      const [all, expression, goose, placeholder] = match;
      const hole =
        placeholder === undefined ? this.variable(expression ?? goose ?? '', place) : this.placeholder(all, place);
      if (hole === undefined) continue;
      if (match.index > end) parts.push({ kind: 'text', text: text.slice(end, match.index) });
      parts.push(hole);
      end = match.index + all.length;
    }
    if (end < text.length || parts.length === 0) parts.push({ kind: 'text', text: text.slice(end) });
    return parts;
  }

  /** The value of something that only a name is known of. */
  missing(place: Place & { readonly name: string }, secret: boolean, description?: string): readonly Part[] {
    const key = `missing:${placeName(place)}`;
    const said = description === undefined || description === '' ? {} : { description };
    return [this.add({ key, label: place.name, reason: 'missing', secret, ...said })];
  }

  isSecret(key: string): boolean {
    return this.found.get(key)?.secret ?? false;
  }

  private variable(expression: string, place: Place): Part | undefined {
    const [, id] = /^input:(.+)$/.exec(expression) ?? [];
    if (id !== undefined) return this.askedInput(id);
    if (COMPUTED.test(expression) || expression === 'WORKING_DIR') {
      return this.add({ key: `computed:${expression}`, label: expression, reason: 'computed', secret: false });
    }
    const [, name, fallback] = ENVIRONMENT.exec(expression) ?? [];
    if (name === undefined) return undefined;
    const secret = isSecretName(name) || (fallback === undefined && canBeSecret(place));
    const given = fallback === undefined || secret ? {} : { default: fallback };
    return this.add({ key: `env:${name}`, label: name, reason: 'environment', secret, ...given });
  }

  private askedInput(id: string): Part {
    const { description, password = false, default: given, options } = this.asked.get(id) ?? {};
    const secret = password || isSecretName(id);
    return this.add({
      key: `input:${id}`,
      label: id,
      ...(description === undefined ? {} : { description }),
      reason: 'asked',
      secret,
      ...(given === undefined || secret ? {} : { default: given }),
      ...(options === undefined ? {} : { options }),
    });
  }

  private placeholder(text: string, place: Place): Part {
    const label = text.replace(/^<(.*)>$/, '$1');
    const secret = canBeSecret(place) || isSecretName(label);
    return this.add({ key: `placeholder:${label}`, label, reason: 'placeholder', secret });
  }

  /** One input for every use of it; a secret one where any of them is. */
  private add(input: ImportInput): Part {
    const before = this.found.get(input.key);
    const { default: given, ...rest } = { ...input, secret: input.secret || (before?.secret ?? false) };
    this.found.set(input.key, rest.secret || given === undefined ? rest : { ...rest, default: given });
    return { kind: 'input', key: input.key };
  }
}
