/**
 * Configuration from a command line: `KEY=VALUE`, read by the type of the option it names.
 */
import type { ConfigOption, ConfigValue, ConfigValues } from '../app/contract/bundles.ts';
import { checkConfig } from '../app/bundles/configuration.ts';
import { AppError } from '../app/contract/errors.ts';

/**
 * Several values of one key make a list, for options that take one. A secret's value is not kept: a plan only names it.
 *
 * @throws {AppError} `CONFIG_UNKNOWN_KEY`, `CONFIG_TYPE_WRONG`, `CONFIG_OUT_OF_RANGE`, `CONFIG_VALUE_UNSAFE`
 */
export function readAssignments(options: readonly ConfigOption[], assignments: readonly string[]): ConfigValues {
  const values = new Map<string, ConfigValue>();
  for (const assignment of assignments) {
    const split = assignment.indexOf('=');
    const key = split === -1 ? assignment : assignment.slice(0, split);
    const text = split === -1 ? '' : assignment.slice(split + 1);
    const option = options.find((each) => each.key === key);
    if (option === undefined) throw new AppError('CONFIG_UNKNOWN_KEY', 'There is no such option.', { data: { key } });
    // As in the window, an emptied secret is none, while another emptied text stays empty over its default.
    if (option.sensitive && text === '') values.delete(key);
    else values.set(key, readValue(option, text, values.get(key)));
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
      return option.sensitive ? { secret: true } : text;
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
