/**
 * Turns a manifest's command into the one that would run: the platform's override, then one pass over every placeholder.
 *
 * One pass, left to right: what a value contains is never looked at again, so `${HOME}` or `$&` typed by a person stays
 * text. Our own rules, where the reference has none: an option with several values inside a longer text or in a variable
 * is joined with the platform's path delimiter (`:` or `;`); an optional option without a value drops the argument or
 * variable it stands in; a required one stays as written, and missing configuration stops the launch. A secret is never
 * written out: the text then has parts, and the part names where the value is kept.
 *
 * @see MCPB MANIFEST.md §Variable Substitution
 */
import type { ConfigValue, ConfigValues } from '../contract/bundles.ts';
import { AppError } from '../contract/errors.ts';
import type { PlanText } from '../contract/plan.ts';
import type { MachineFacts } from '../ports/runtimes.ts';
import { effectiveLaunch } from './effectiveLaunch.ts';
import type { Manifest } from './manifest.ts';

export interface SubstitutionContext {
  /** Absolute path of the installed bundle. */
  readonly bundleDir: string;
  readonly machine: MachineFacts;
  /** Defaults already filled in. Values of keys that the manifest does not declare are not substituted. */
  readonly config: ConfigValues;
}

export interface SubstitutedLaunch {
  readonly command: PlanText;
  readonly args: readonly PlanText[];
  readonly env: readonly { readonly name: string; readonly value: PlanText }[];
}

/** What a placeholder stands for. `absent`: an optional option that nobody set. */
type Replacement = { readonly texts: readonly string[] } | { readonly secret: string } | 'absent' | 'unknown';

const PLACEHOLDER = /\$\{([^{}]*)\}/g;
const OPTION_PREFIX = 'user_config.';

/** @throws {AppError} `CONFIG_VALUE_UNSAFE` with `data.subject`, the argument or variable */
export function substituteLaunch(manifest: Manifest, context: SubstitutionContext): SubstitutedLaunch {
  const { platform } = context.machine;
  const launch = effectiveLaunch(manifest, platform);
  if (launch === undefined) return uvLaunch(manifest, context);
  const replace = replacer(manifest, context);
  const delimiter = platform === 'win32' ? ';' : ':';
  const command = substituteText(launch.command, replace, delimiter) ?? launch.command;
  const args = launch.args.flatMap((arg) => substituteArgument(arg, replace, delimiter));
  const env = [...launch.env].flatMap(([name, text]) => {
    const value = substituteText(text, replace, delimiter);
    return value === undefined ? [] : [{ name, value }];
  });
  assertSafe('command', command, /\0/);
  args.forEach((arg, index) => assertSafe(`args[${index}]`, arg, /\0/));
  // A variable with a line break ends, on Windows, where the line does.
  for (const { name, value } of env) assertSafe(`env.${name}`, value, platform === 'win32' ? /[\0\r\n]/ : /\0/);
  return { command: manifest.serverType === 'binary' && platform === 'win32' ? withExe(command) : command, args, env };
}

/** What `uv` does for a bundle that leaves the command to the host (MCPB MANIFEST.md §UV Runtime). */
function uvLaunch(manifest: Manifest, { bundleDir }: SubstitutionContext): SubstitutedLaunch {
  // The entry point is a path and no template: nothing in it is substituted.
  return { command: 'uv', args: ['run', '--directory', bundleDir, manifest.entryPoint], env: [] };
}

function substituteArgument(text: string, replace: Replace, delimiter: string): readonly PlanText[] {
  const alone = /^\$\{([^{}]*)\}$/.exec(text)?.[1];
  const replacement = alone === undefined ? 'unknown' : replace(alone);
  if (typeof replacement === 'object' && 'texts' in replacement) return replacement.texts;
  const substituted = substituteText(text, replace, delimiter);
  return substituted === undefined ? [] : [substituted];
}

/** `undefined` when an optional option in it has no value. */
function substituteText(text: string, replace: Replace, delimiter: string): PlanText | undefined {
  const parts: (string | { readonly secret: string })[] = [];
  let end = 0;
  for (const match of text.matchAll(PLACEHOLDER)) {
    const replacement = replace(match[1] ?? '');
    if (replacement === 'absent') return undefined;
    if (replacement === 'unknown') continue;
    parts.push(text.slice(end, match.index));
    parts.push('secret' in replacement ? replacement : replacement.texts.join(delimiter));
    end = match.index + match[0].length;
  }
  parts.push(text.slice(end));
  if (parts.every((part) => typeof part === 'string')) return parts.join('');
  return { parts: parts.filter((part) => part !== '') };
}

type Replace = (name: string) => Replacement;

function replacer(manifest: Manifest, { bundleDir, machine, config }: SubstitutionContext): Replace {
  const separator = machine.platform === 'win32' ? '\\' : '/';
  const known = new Map([
    ['__dirname', bundleDir],
    ['HOME', machine.homeDir],
    ['DESKTOP', machine.desktopDir],
    ['DOCUMENTS', machine.documentsDir],
    ['DOWNLOADS', machine.downloadsDir],
    ['pathSeparator', separator],
    ['/', separator],
  ]);
  const options = new Map(manifest.options.map((option) => [`${OPTION_PREFIX}${option.key}`, option]));
  return (name) => {
    const text = known.get(name);
    if (text !== undefined) return { texts: [text] };
    const option = options.get(name);
    if (option === undefined) return 'unknown';
    const value = Object.hasOwn(config, option.key) ? config[option.key] : undefined;
    const replacement = optionReplacement(name, value);
    if (replacement !== undefined) return replacement;
    if (!option.required) return 'absent';
    // What a required secret will be is known before it is entered: a reference to where it is kept.
    return option.sensitive ? { secret: name } : 'unknown';
  };
}

function optionReplacement(name: string, value: ConfigValue | undefined): Replacement | undefined {
  if (value === undefined || value === '') return undefined;
  if (typeof value !== 'object') return { texts: [String(value)] };
  // SECURITY(S9): the plan, and so the screen and the record, holds where a secret is kept and never its value.
  if ('secret' in value) return { secret: name };
  const texts = value.paths.map(({ path }) => path).filter((path) => path !== '');
  return texts.length === 0 ? undefined : { texts };
}

function assertSafe(subject: string, value: PlanText, unsafe: RegExp): void {
  const texts = typeof value === 'string' ? [value] : value.parts.filter((part) => typeof part === 'string');
  if (!texts.some((text) => unsafe.test(text))) return;
  throw new AppError('CONFIG_VALUE_UNSAFE', 'A value holds a character that would cut it short.', {
    data: { subject },
  });
}

/** MCPB MANIFEST.md §MCP Configuration: a binary gets `.exe` on Windows where its name has no extension. */
function withExe(command: PlanText): PlanText {
  return typeof command === 'string' && !/\.[^./\\]+$/.test(command) ? `${command}.exe` : command;
}
