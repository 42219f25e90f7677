/**
 * The form over a bundle's configuration options: from stored values to fields, from fields to what is sent. Pure.
 *
 * The host checks everything again; what is said here only saves a round trip.
 */
import type { ConfigOption, ConfigValue, ConfigValues } from '../../../app/contract/bundles.ts';
import type { ConfigInput, ConfigInputs } from '../../../app/contract/installs.ts';

/** A path in a field. Typing in it takes both marks away, since nobody chose what is typed. */
export interface FieldPath {
  readonly path: string;
  /** There when a person chose it in the picker just now. */
  readonly pickId?: string;
  /** A stored path as it is, so that "picked" stays true of it. */
  readonly kept?: true;
}

export type FieldValue =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'flag'; readonly on: boolean }
  | { readonly kind: 'paths'; readonly paths: readonly FieldPath[] }
  /** A secret that is stored and stays so. */
  | { readonly kind: 'kept_secret' };

export type FieldValues = Readonly<Record<string, FieldValue>>;

/** Stored values first, then defaults: a default is filled in, so that what is agreed to can be seen. */
export function initialFields(options: readonly ConfigOption[], stored: ConfigValues): FieldValues {
  return fromKeys(options, (option) => initialField(option, ownValue(stored, option.key)));
}

function initialField(option: ConfigOption, stored: ConfigValue | undefined): FieldValue {
  if (typeof stored === 'object' && 'secret' in stored) return { kind: 'kept_secret' };
  const present = typeof stored === 'object' ? undefined : (stored ?? option.default);
  switch (option.type) {
    case 'boolean':
      return { kind: 'flag', on: present === true || present === 'true' };
    case 'directory':
    case 'file':
      if (typeof stored === 'object') {
        return { kind: 'paths', paths: stored.paths.map(({ path }) => ({ path, kept: true })) };
      }
      return { kind: 'paths', paths: listOf(present).map((path) => ({ path })) };
    case 'string':
    case 'number':
      return { kind: 'text', text: listOf(present).join(', ') };
  }
}

function listOf(value: ConfigOption['default']): readonly string[] {
  if (value === undefined) return [];
  return typeof value === 'object' ? value : [String(value)];
}

/** What is wrong with a field, in words, or `undefined`. */
export function fieldProblem(option: ConfigOption, field: FieldValue | undefined): string | undefined {
  if (field === undefined || field.kind === 'kept_secret' || field.kind === 'flag') return undefined;
  if (field.kind === 'paths') {
    const isFilled = field.paths.length > 0 && field.paths.every(({ path }) => path.trim() !== '');
    if (isFilled) return undefined;
    if (field.paths.length > 0) return 'Fill in this row or remove it.';
    return option.required ? 'Choose at least one.' : undefined;
  }
  if (field.text === '') return option.required ? 'Fill in this field.' : undefined;
  return option.type === 'number' ? numberProblem(option, field.text) : undefined;
}

function numberProblem({ min, max }: ConfigOption, text: string): string | undefined {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value)) return 'Enter a number.';
  if (min !== undefined && value < min) return `Enter at least ${min}.`;
  if (max !== undefined && value > max) return `Enter at most ${max}.`;
  return undefined;
}

/** Problems by option key; empty when the form can be sent. */
export function formProblems(options: readonly ConfigOption[], fields: FieldValues): ReadonlyMap<string, string> {
  return new Map(
    options.flatMap((option): [string, string][] => {
      const problem = fieldProblem(option, ownValue(fields, option.key));
      return problem === undefined ? [] : [[option.key, problem]];
    }),
  );
}

/** What is sent. An empty field is left out: it has no value, which is not the same as an empty one. */
export function toConfigInputs(options: readonly ConfigOption[], fields: FieldValues): ConfigInputs {
  return fromKeys(options, (option) => toInput(option, ownValue(fields, option.key)));
}

function toInput(option: ConfigOption, field: FieldValue | undefined): ConfigInput | undefined {
  if (field === undefined) return undefined;
  switch (field.kind) {
    case 'kept_secret':
      return { keep: true };
    case 'flag':
      return { value: field.on };
    case 'text':
      if (field.text === '') return undefined;
      return { value: option.type === 'number' ? Number(field.text) : field.text };
    case 'paths':
      if (field.paths.length === 0) return undefined;
      return { paths: field.paths.map(({ pickId, ...path }) => (pickId === undefined ? path : { pickId })) };
  }
}

/** The options that an error of the host is about, by its `key` or `keys`. */
export function keysOf(data: Readonly<Record<string, unknown>>): readonly string[] {
  const { key, keys } = data;
  if (typeof key === 'string') return [key];
  return Array.isArray(keys) ? keys.filter((each) => typeof each === 'string') : [];
}

/** Keys come from a manifest: defined as own properties, so that one called `__proto__` stays a key. */
function fromKeys<T>(
  options: readonly ConfigOption[],
  valueOf: (option: ConfigOption) => T | undefined,
): Readonly<Record<string, T>> {
  return Object.fromEntries(
    options.flatMap((option): [string, T][] => {
      const value = valueOf(option);
      return value === undefined ? [] : [[option.key, value]];
    }),
  );
}

function ownValue<T>(values: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(values, key) ? values[key] : undefined;
}
