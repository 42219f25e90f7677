/**
 * A bundle's user configuration: its options, and whether values fit them.
 *
 * The form checks too; what counts is checked here, before every launch. `required` looks only at what a person set: a
 * default fills the form in and is saved from there (MCPB reference implementation), so the form shows it first.
 */
import type { ConfigOption, ConfigValue, ConfigValues } from '../contract/bundles.ts';
import { AppError, type ErrorCode } from '../contract/errors.ts';
import type { MachineFacts } from '../ports/runtimes.ts';
import type { Manifest, ManifestOption } from './manifest.ts';

/** Options as a form shows them, in the manifest's order. A default of another type than its option is dropped. */
export function configOptions(manifest: Manifest, machine: MachineFacts): readonly ConfigOption[] {
  const folders = new Map([
    ['HOME', machine.homeDir],
    ['DESKTOP', machine.desktopDir],
    ['DOCUMENTS', machine.documentsDir],
    ['DOWNLOADS', machine.downloadsDir],
  ]);
  const expand = (text: string): string =>
    text.replace(/\$\{([A-Z]+)\}/g, (all, name: string) => folders.get(name) ?? all);
  return manifest.options.map(({ default: written, ...option }) => {
    const value =
      typeof written === 'object' ? written.map(expand) : typeof written === 'string' ? expand(written) : written;
    return value !== undefined && defaultFits(option, value) ? { ...option, default: value } : option;
  });
}

type Default = NonNullable<ConfigOption['default']>;

function defaultFits(option: Omit<ManifestOption, 'default'>, value: Default): boolean {
  switch (option.type) {
    case 'string':
      // A secret that every copy of the bundle holds is none.
      return typeof value === 'string' && !option.sensitive;
    case 'number':
      return typeof value === 'number';
    case 'boolean':
      return typeof value === 'boolean';
    case 'directory':
    case 'file':
      return typeof value === 'string' || (typeof value === 'object' && (option.multiple || value.length === 1));
  }
}

/** Defaults, with every value a person set in its place. A value that was emptied stays empty. */
export function withDefaults(options: readonly ConfigOption[], values: ConfigValues): ConfigValues {
  const defaults = options.flatMap((option): [string, ConfigValue][] => {
    const value = defaultValue(option);
    return value === undefined ? [] : [[option.key, value]];
  });
  return Object.fromEntries([...defaults, ...Object.entries(values)]);
}

function defaultValue({ type, default: value }: ConfigOption): ConfigValue | undefined {
  if (value === undefined) return undefined;
  if (type === 'directory' || type === 'file') {
    return { paths: [value].flat().map((path) => ({ path: String(path), picked: false })) };
  }
  return typeof value === 'object' ? undefined : value;
}

/** Keys of required options that nobody set: undefined, empty, or a list that is empty or holds an empty path. */
export function missingConfig(options: readonly ConfigOption[], values: ConfigValues): string[] {
  return options.filter(({ required, key }) => required && isEmpty(valueOf(values, key))).map(({ key }) => key);
}

function isEmpty(value: ConfigValue | undefined): boolean {
  if (value === undefined || value === '') return true;
  return (
    typeof value === 'object' &&
    'paths' in value &&
    (value.paths.length === 0 || value.paths.some(({ path }) => path === ''))
  );
}

function valueOf(values: ConfigValues, key: string): ConfigValue | undefined {
  return Object.hasOwn(values, key) ? values[key] : undefined;
}

/**
 * Checks every value, and that no required one is missing.
 *
 * @throws {AppError} `CONFIG_UNKNOWN_KEY`, `CONFIG_TYPE_WRONG`, `CONFIG_OUT_OF_RANGE`, `CONFIG_VALUE_UNSAFE`,
 *   `CONFIG_REQUIRED_MISSING`, each with `data.key`
 */
export function checkConfig(options: readonly ConfigOption[], values: ConfigValues): void {
  const byKey = new Map(options.map((option) => [option.key, option]));
  for (const [key, value] of Object.entries(values)) {
    const option = byKey.get(key);
    const wrong =
      option === undefined ? 'CONFIG_UNKNOWN_KEY' : isEmpty(value) ? undefined : valueProblem(option, value);
    if (wrong !== undefined) throw refusal(wrong, key);
  }
  const [missing] = missingConfig(options, values);
  if (missing !== undefined) throw refusal('CONFIG_REQUIRED_MISSING', missing);
}

function refusal(code: ErrorCode, key: string): AppError {
  return new AppError(code, 'A configuration value does not fit its option.', { data: { key } });
}

function valueProblem(option: ConfigOption, value: ConfigValue): ErrorCode | undefined {
  switch (option.type) {
    case 'string':
      if (option.sensitive) return isSecret(value) ? undefined : 'CONFIG_TYPE_WRONG';
      return typeof value === 'string' ? textProblem(value) : 'CONFIG_TYPE_WRONG';
    case 'number':
      return typeof value === 'number' ? rangeProblem(option, value) : 'CONFIG_TYPE_WRONG';
    case 'boolean':
      return typeof value === 'boolean' ? undefined : 'CONFIG_TYPE_WRONG';
    case 'directory':
    case 'file':
      if (typeof value !== 'object' || !('paths' in value)) return 'CONFIG_TYPE_WRONG';
      if (value.paths.length > 1 && !option.multiple) return 'CONFIG_TYPE_WRONG';
      return value.paths.map(({ path }) => textProblem(path)).find((problem) => problem !== undefined);
  }
}

function isSecret(value: ConfigValue): boolean {
  return typeof value === 'object' && 'secret' in value;
}

/** Also for a secret's text, which is checked before it goes to the secret store. */
export function textProblem(text: string): ErrorCode | undefined {
  // A NUL ends an argument or a variable early, so that what runs is not what was shown.
  return text.includes('\0') ? 'CONFIG_VALUE_UNSAFE' : undefined;
}

function rangeProblem({ min, max }: ConfigOption, value: number): ErrorCode | undefined {
  if (!Number.isFinite(value)) return 'CONFIG_TYPE_WRONG';
  return (min !== undefined && value < min) || (max !== undefined && value > max) ? 'CONFIG_OUT_OF_RANGE' : undefined;
}
