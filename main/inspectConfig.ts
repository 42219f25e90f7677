/**
 * Configuration from a command line or its standard input, read by the type of the option that each value names.
 */
import { z } from 'zod';
import type { ConfigOption, ConfigValue, ConfigValues } from '../app/contract/bundles.ts';
import { checkConfig, textProblem } from '../app/bundles/configuration.ts';
import { AppError } from '../app/contract/errors.ts';
import { EXIT, StartProblem } from './startProblem.ts';

/** One value for an option, as it was given. */
export interface Assignment {
  readonly key: string;
  readonly value: string;
  /** Of standard input, counted from 1. */
  readonly line?: number;
}

/** Reads `KEY=VALUE`, or answers `undefined` for anything else. */
export function readAssignment(text: string): Assignment | undefined {
  const split = text.indexOf('=');
  return split < 1 ? undefined : { key: text.slice(0, split), value: text.slice(split + 1) };
}

const inputObject = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.array(z.string())]));

/**
 * Reads standard input: a line `KEY=VALUE` for each value, or one JSON object, in which a text may have several lines.
 *
 * @throws {StartProblem} for wrong usage. SECURITY(S9): it repeats nothing of the input, which may be part of a secret.
 */
export function readInput(input: string): readonly Assignment[] {
  if (input.trimStart().startsWith('{')) return readObject(input);
  return input.split(/\r?\n/).flatMap((text, index) => {
    if (text === '') return [];
    const line = index + 1;
    const assignment = readAssignment(text);
    if (assignment === undefined) throw wrongUsage(`Line ${line} of standard input is not KEY=VALUE.`);
    return [{ ...assignment, line }];
  });
}

function readObject(input: string): readonly Assignment[] {
  const read = inputObject.safeParse(parseJson(input));
  if (!read.success) {
    throw wrongUsage(
      'Standard input begins like JSON and is no object of texts, numbers, booleans and lists of texts.',
    );
  }
  return Object.entries(read.data).flatMap(([key, values]) =>
    [values].flat().map((value) => ({ key, value: String(value) })),
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // The error would quote the text.
  }
}

function wrongUsage(message: string): StartProblem {
  return new StartProblem(message, { exitCode: EXIT.usage });
}

/**
 * Several values of one key make a list, for options that take one. A secret's value is not kept: a plan only names it.
 *
 * @throws {AppError} `CONFIG_UNKNOWN_KEY`, `CONFIG_TYPE_WRONG`, `CONFIG_OUT_OF_RANGE`, `CONFIG_VALUE_UNSAFE`
 */
export function readAssignments(options: readonly ConfigOption[], assignments: readonly Assignment[]): ConfigValues {
  const values = new Map<string, ConfigValue>();
  for (const { key, value, line } of assignments) {
    const option = options.find((each) => each.key === key);
    // SECURITY(S9): the second line of a secret can look like KEY=VALUE, so a line is told by its number.
    const data = line === undefined ? { key } : { line };
    if (option === undefined) throw new AppError('CONFIG_UNKNOWN_KEY', 'There is no such option.', { data });
    // As in the window, an emptied secret is none, while another emptied text stays empty over its default.
    if (option.sensitive && value === '') values.delete(key);
    else values.set(key, readValue(option, value, values.get(key)));
  }
  const read = Object.fromEntries(values);
  checkConfig(
    options.map((option) => ({ ...option, required: false })),
    read,
  );
  return read;
}

function readValue(option: ConfigOption, text: string, before: ConfigValue | undefined): ConfigValue {
  switch (option.type) {
    case 'string':
      if (!option.sensitive) return text;
      checkSecret(option.key, text);
      return { secret: true };
    case 'number':
      return Number(text === '' ? Number.NaN : text);
    case 'boolean':
      if (text !== 'true' && text !== 'false') {
        throw new AppError('CONFIG_TYPE_WRONG', 'Say true or false.', { data: { key: option.key } });
      }
      return text === 'true';
    case 'directory':
    case 'file': {
      const earlier = typeof before === 'object' && 'paths' in before ? before.paths : [];
      return { paths: [...earlier, { path: text, picked: false }] };
    }
  }
}

function checkSecret(key: string, text: string): void {
  const problem = textProblem(text);
  if (problem !== undefined) throw new AppError(problem, 'The secret can’t be passed on.', { data: { key } });
}
