/**
 * Substitution, rule by rule.
 */
import { describe, expect, test } from 'vitest';
import type { ConfigValues } from '../contract/bundles.ts';
import { LINUX, manifestWith, WINDOWS } from '../testing/manifests.ts';
import { substituteLaunch } from './substitute.ts';

interface RawLaunch {
  readonly command?: string;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly platform_overrides?: object;
}

const option = (type: string, more: object = {}) => ({ type, title: 't', description: 'd', ...more });
const user_config = {
  dirs: option('directory', { multiple: true }),
  level: option('number'),
  flag: option('boolean'),
  text: option('string'),
  key: option('string', { sensitive: true }),
  needed: option('string', { required: true }),
};

function substitute(launch: RawLaunch, config: ConfigValues = {}, machine = LINUX, type = 'node') {
  const mcp_config = { command: 'node', ...launch };
  const manifest = manifestWith({ user_config, server: { type, entry_point: 'server/index.js', mcp_config } });
  return substituteLaunch(manifest, { bundleDir: machine === WINDOWS ? 'C:\\b' : '/b', machine, config });
}
const args = (list: readonly string[], config: ConfigValues = {}, machine = LINUX) =>
  substitute({ args: list }, config, machine).args;
const paths = (...list: readonly string[]) => ({ paths: list.map((path) => ({ path, picked: true })) });

describe('substituteLaunch', () => {
  test('knows the machine’s folders and the separator', () => {
    const list = ['${__dirname}', '${HOME}', '${DESKTOP}', '${DOCUMENTS}', '${DOWNLOADS}', 'a${pathSeparator}b${/}c'];
    expect(args(list)).toEqual([
      '/b',
      '/home/ada',
      '/home/ada/Desktop',
      '/home/ada/Documents',
      '/home/ada/Downloads',
      'a/b/c',
    ]);
    expect(args(list, {}, WINDOWS).slice(-1)).toEqual(['a\\b\\c']);
  });

  test('replaces in command, arguments and values of variables, not in names', () => {
    expect(substitute({ command: '${__dirname}/run', env: { '${HOME}': '${HOME}' } })).toEqual({
      command: '/b/run',
      args: [],
      env: [{ name: '${HOME}', value: '/home/ada' }],
    });
  });

  test('writes numbers and booleans as text', () => {
    expect(args(['${user_config.level}', '--f=${user_config.flag}'], { level: 1.5, flag: false })).toEqual([
      '1.5',
      '--f=false',
    ]);
  });

  test('expands several values to one argument each, where the option stands alone', () => {
    const list = ['${__dirname}/s.js', '--dirs', '${user_config.dirs}', '--log=${user_config.level}'];
    expect(args(list, { dirs: paths('/a b', '/c') })).toEqual(['/b/s.js', '--dirs', '/a b', '/c']);
  });

  test('joins several values inside a text or a variable with the path delimiter', () => {
    const launch = { args: ['--dirs=${user_config.dirs}'], env: { DIRS: '${user_config.dirs}' } };
    const config = { dirs: paths('/a', '/c') };
    expect(substitute(launch, config)).toMatchObject({
      args: ['--dirs=/a:/c'],
      env: [{ name: 'DIRS', value: '/a:/c' }],
    });
    expect(substitute(launch, config, WINDOWS)).toMatchObject({ args: ['--dirs=/a;/c'], env: [{ value: '/a;/c' }] });
  });

  test.each<[string, ConfigValues]>([
    ['unset', {}],
    ['empty', { text: '', dirs: paths() }],
    ['a list of nothing', { text: '', dirs: paths('') }],
    ['of Object.prototype', Object.create({ text: 'x', dirs: paths('/x') }) as ConfigValues],
  ])('drops argument and variable of an optional option that is %s', (_name, config) => {
    const launch = {
      args: ['a', '--x=${user_config.text}', '${user_config.dirs}', 'b'],
      env: { A: '1', B: 'x ${user_config.text}' },
    };
    expect(substitute(launch, config)).toEqual({ command: 'node', args: ['a', 'b'], env: [{ name: 'A', value: '1' }] });
  });

  test('leaves a required option that is missing as it is written', () => {
    expect(args(['--n=${user_config.needed}', '${user_config.needed}'])).toEqual([
      '--n=${user_config.needed}',
      '${user_config.needed}',
    ]);
  });

  test('leaves unknown placeholders, and options that the manifest does not declare, as they are', () => {
    const list = ['${home}', '${user_config.gone}', '${env.PATH}', '${', '${}', '$HOME', '${constructor}'];
    expect(args(list, { gone: 'value' })).toEqual(list);
  });

  test('never looks at a value again', () => {
    const text = "${HOME} $& $1 $' ${user_config.level}";
    expect(args(['${user_config.text}', '-${user_config.text}${HOME}'], { text, level: 3 })).toEqual([
      text,
      `-${text}/home/ada`,
    ]);
  });

  test('puts a reference in the place of a secret, and never its value (S9)', () => {
    const launch = { args: ['--key=${user_config.key}!'], env: { KEY: '${user_config.key}' } };
    expect(substitute(launch, { key: { secret: true } })).toEqual({
      command: 'node',
      args: [{ parts: ['--key=', { secret: 'user_config.key' }, '!'] }],
      env: [{ name: 'KEY', value: { parts: [{ secret: 'user_config.key' }] } }],
    });
  });

  test('lets an override replace each part whole', () => {
    const base = { args: ['a'], env: { A: '1', B: '2' } };
    const overridden = (override: object) =>
      substitute({ ...base, platform_overrides: { linux: override, win32: { command: 'w' } } });
    expect(overridden({ command: 'other' })).toEqual({
      command: 'other',
      args: ['a'],
      env: [
        { name: 'A', value: '1' },
        { name: 'B', value: '2' },
      ],
    });
    expect(overridden({ env: { B: '3' } })).toEqual({ command: 'node', args: ['a'], env: [{ name: 'B', value: '3' }] });
    expect(overridden({ args: [] }).args).toEqual([]);
  });

  test.each([
    ['server/run', 'server/run.exe'],
    ['server/run.exe', 'server/run.exe'],
    ['server.d/run', 'server.d/run.exe'],
    ['${__dirname}\\run', 'C:\\b\\run.exe'],
  ])('gives a binary its .exe on Windows: %s', (command, expected) => {
    expect(substitute({ command }, {}, WINDOWS, 'binary').command).toBe(expected);
    expect(substitute({ command }, {}, LINUX, 'binary').command).not.toMatch(/run\.exe\.exe|[^e]\.exe\.exe/);
    expect(substitute({ command: 'node' }, {}, WINDOWS, 'node').command).toBe('node');
  });

  test('shows what uv would run for a bundle that leaves it to the host, its entry point untouched', () => {
    const manifest = manifestWith({ manifest_version: '0.4', server: { type: 'uv', entry_point: 'src/${HOME}.py' } });
    expect(substituteLaunch(manifest, { bundleDir: '/b', machine: LINUX, config: {} })).toEqual({
      command: 'uv',
      args: ['run', '--directory', '/b', 'src/${HOME}.py'],
      env: [],
    });
  });

  test.each<[string, RawLaunch, ConfigValues, typeof LINUX, string]>([
    ['NUL in an argument', { args: ['a', '${user_config.text}'] }, { text: 'a\0b' }, LINUX, 'args[1]'],
    ['NUL beside a secret', { args: ['\0${user_config.key}'] }, { key: { secret: true } }, LINUX, 'args[0]'],
    ['NUL in the command', { command: 'a\0' }, {}, LINUX, 'command'],
    ['NUL in a variable', { env: { A: '${user_config.text}' } }, { text: '\0' }, LINUX, 'env.A'],
    [
      'a line break in a variable on Windows',
      { env: { A: '${user_config.text}' } },
      { text: 'a\nb' },
      WINDOWS,
      'env.A',
    ],
  ])('refuses %s', (_name, launch, config, machine, subject) => {
    expect(() => substitute(launch, config, machine)).toThrow(
      expect.objectContaining({ code: 'CONFIG_VALUE_UNSAFE', data: { subject } }),
    );
  });

  test('allows a line break in a variable elsewhere', () => {
    expect(substitute({ env: { A: '${user_config.text}' } }, { text: 'a\nb' }).env).toEqual([
      { name: 'A', value: 'a\nb' },
    ]);
  });
});
