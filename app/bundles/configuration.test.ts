/**
 * Options, defaults, and what values may be.
 */
import { describe, expect, test } from 'vitest';
import type { ConfigOption, ConfigValue, ConfigValues } from '../contract/bundles.ts';
import { LINUX, manifestWith } from '../testing/manifests.ts';
import { checkConfig, configOptions, missingConfig, withDefaults } from './configuration.ts';

const raw = (type: string, more: object = {}) => ({ type, title: 't', description: 'd', ...more });
const optionsOf = (user_config: object): readonly ConfigOption[] => configOptions(manifestWith({ user_config }), LINUX);
const paths = (...list: readonly string[]) => ({ paths: list.map((path) => ({ path, picked: false })) });

describe('configOptions', () => {
  test('expands the machine’s folders in defaults, and nothing else', () => {
    const written = ['${HOME}/a', '${DESKTOP}', '${DOCUMENTS}', '${DOWNLOADS}', '${user_config.x}', '${__dirname}'];
    const [option] = optionsOf({ dirs: raw('directory', { multiple: true, default: written }) });
    expect(option?.default).toEqual([
      '/home/ada/a',
      '/home/ada/Desktop',
      '/home/ada/Documents',
      '/home/ada/Downloads',
      '${user_config.x}',
      '${__dirname}',
    ]);
  });

  test.each<[string, object]>([
    ['text for a number', raw('number', { default: '1' })],
    ['a number for text', raw('string', { default: 1 })],
    ['a list for text', raw('string', { default: ['a'] })],
    ['text for a boolean', raw('boolean', { default: 'true' })],
    ['two for one folder', raw('directory', { default: ['/a', '/b'] })],
    ['a secret that every copy has', raw('string', { sensitive: true, default: 'x' })],
  ])('drops a default that is %s', (_name, option) => {
    expect(optionsOf({ a: option })[0]).not.toHaveProperty('default');
  });

  test('takes multiple only for paths and sensitive only for text', () => {
    const options = optionsOf({ a: raw('string', { multiple: true }), b: raw('number', { sensitive: true }) });
    expect(options.map(({ multiple, sensitive }) => [multiple, sensitive])).toEqual([
      [false, false],
      [false, false],
    ]);
  });
});

describe('withDefaults', () => {
  const options = optionsOf({
    dir: raw('directory', { default: '${HOME}' }),
    level: raw('number', { default: 2 }),
    text: raw('string', { default: 'x' }),
    none: raw('string'),
  });

  test('fills in what nobody set', () => {
    expect(withDefaults(options, {})).toEqual({ dir: paths('/home/ada'), level: 2, text: 'x' });
  });

  test('lets every set value win, an emptied one too', () => {
    expect(withDefaults(options, { level: 3, text: '' })).toEqual({ dir: paths('/home/ada'), level: 3, text: '' });
  });
});

describe('missingConfig', () => {
  const required = { required: true };
  const options = optionsOf({
    text: raw('string', { ...required, default: 'x' }),
    dirs: raw('directory', { ...required, multiple: true }),
    key: raw('string', { ...required, sensitive: true }),
    optional: raw('string'),
  });

  test.each<[string, ConfigValues, string[]]>([
    ['nothing is set, defaults notwithstanding', {}, ['text', 'dirs', 'key']],
    ['values are empty', { text: '', dirs: paths(), key: { secret: true } }, ['text', 'dirs']],
    ['a list holds something empty', { text: 'a', dirs: paths('/a', ''), key: { secret: true } }, ['dirs']],
    ['everything is set', { text: 'a', dirs: paths('/a'), key: { secret: true } }, []],
  ])('names what is missing when %s', (_name, values, expected) => {
    expect(missingConfig(options, values)).toEqual(expected);
  });

  test('counts false and 0 as set', () => {
    const both = optionsOf({ a: raw('boolean', required), b: raw('number', required) });
    expect(missingConfig(both, { a: false, b: 0 })).toEqual([]);
  });
});

describe('checkConfig', () => {
  const options = optionsOf({
    text: raw('string'),
    key: raw('string', { sensitive: true }),
    level: raw('number', { min: 1, max: 3 }),
    flag: raw('boolean'),
    dir: raw('directory'),
    files: raw('file', { multiple: true }),
  });

  test.each<[string, ConfigValue]>([
    ['text', 'a\nb'],
    ['text', ''],
    ['key', { secret: true }],
    ['level', 1],
    ['level', 3],
    ['flag', false],
    ['dir', paths('/a')],
    ['files', paths('/a', '/b')],
  ])('passes %s as %j', (key, value) => {
    expect(() => checkConfig(options, { [key]: value })).not.toThrow();
  });

  test.each<[string, string, ConfigValue]>([
    ['CONFIG_TYPE_WRONG', 'text', 1],
    ['CONFIG_TYPE_WRONG', 'text', { secret: true }],
    ['CONFIG_TYPE_WRONG', 'key', 'in the clear'],
    ['CONFIG_TYPE_WRONG', 'level', '2'],
    ['CONFIG_TYPE_WRONG', 'level', Number.NaN],
    ['CONFIG_OUT_OF_RANGE', 'level', 0.9],
    ['CONFIG_OUT_OF_RANGE', 'level', 3.1],
    ['CONFIG_TYPE_WRONG', 'flag', 'true'],
    ['CONFIG_TYPE_WRONG', 'dir', '/a'],
    ['CONFIG_TYPE_WRONG', 'dir', paths('/a', '/b')],
    ['CONFIG_VALUE_UNSAFE', 'text', 'a\0'],
    ['CONFIG_VALUE_UNSAFE', 'files', paths('/a', '/b\0')],
    ['CONFIG_UNKNOWN_KEY', 'other', 'x'],
  ])('%s: %s as %j', (code, key, value) => {
    expect(() => checkConfig(options, { [key]: value })).toThrow(expect.objectContaining({ code, data: { key } }));
  });

  test('CONFIG_REQUIRED_MISSING: names the first', () => {
    const required = optionsOf({ a: raw('string', { required: true }) });
    expect(() => checkConfig(required, {})).toThrow(
      expect.objectContaining({ code: 'CONFIG_REQUIRED_MISSING', data: { key: 'a' } }),
    );
  });
});
