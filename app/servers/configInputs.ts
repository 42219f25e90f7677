/**
 * From what a page sends for configuration to what is stored, with secrets set apart.
 */
import { checkConfig, textProblem } from '../bundles/configuration.ts';
import type { ConfigOption, ConfigValue, ConfigValues, PathValue } from '../contract/bundles.ts';
import { AppError } from '../contract/errors.ts';
import { pickId } from '../contract/ids.ts';
import type { PickId } from '../contract/ids.ts';
import type { ConfigInput, ConfigInputs, PathInput } from '../contract/installs.ts';

export interface ReadConfig {
  /** With those of options that this version lacks, for the next one that has them (MCPB MANIFEST.md §User Configuration). */
  readonly values: ConfigValues;
  /** New values of secret options, to be put into the secret store under the option's key. */
  readonly secrets: ReadonlyMap<string, string>;
}

/**
 * @param stored Values there already, for inputs that keep them.
 * @throws {AppError} what `checkConfig` throws; `PICK_NOT_FOUND`
 */
export function readConfig(
  options: readonly ConfigOption[],
  inputs: ConfigInputs,
  stored: ConfigValues,
  pickedPath: (id: PickId) => string,
): ReadConfig {
  const values = new Map<string, ConfigValue>();
  const secrets = new Map<string, string>();
  for (const [key, input] of Object.entries(inputs)) {
    const option = options.find((each) => each.key === key);
    if (option === undefined) throw new AppError('CONFIG_UNKNOWN_KEY', 'There is no such option.', { data: { key } });
    if ('keep' in input) {
      const kept = stored[key];
      if (kept !== undefined) values.set(key, kept);
    } else if (option.sensitive && 'value' in input) {
      if (input.value === '') continue;
      const problem = textProblem(String(input.value));
      if (problem !== undefined) throw new AppError(problem, 'The secret can’t be passed on.', { data: { key } });
      values.set(key, { secret: true });
      secrets.set(key, String(input.value));
    } else {
      values.set(key, readValue(option, input, stored[key], pickedPath));
    }
  }
  // Object.fromEntries defines own properties, so a key called __proto__ stays a key.
  const filledIn = Object.fromEntries(values);
  checkConfig(options, filledIn);
  const others = Object.entries(stored).filter(([key]) => !options.some((each) => each.key === key));
  return { values: Object.fromEntries([...others, ...values]), secrets };
}

function readValue(
  option: ConfigOption,
  input: Exclude<ConfigInput, { keep: true }>,
  stored: ConfigValue | undefined,
  pickedPath: (id: PickId) => string,
): ConfigValue {
  if ('value' in input) return input.value;
  if (option.type !== 'file' && option.type !== 'directory') {
    throw new AppError('CONFIG_TYPE_WRONG', 'This option takes no path.', { data: { key: option.key } });
  }
  const known = typeof stored === 'object' && 'paths' in stored ? stored.paths : [];
  return { paths: input.paths.map((path) => readPath(path, known, pickedPath)) };
}

function readPath(input: PathInput, known: readonly PathValue[], pickedPath: (id: PickId) => string): PathValue {
  if ('path' in input) {
    const kept = input.kept && known.find(({ path }) => path === input.path);
    return kept ?? { path: input.path, picked: false };
  }
  const id = pickId.safeParse(input.pickId);
  if (!id.success) throw new AppError('PICK_NOT_FOUND', 'Nothing was picked under this id.');
  return { path: pickedPath(id.data), picked: true };
}
