import { describe, expect, test } from 'vitest';
import { configOption } from '../../../app/contract/bundles.ts';
import type { ConfigOption } from '../../../app/contract/bundles.ts';
import { configInputs } from '../../../app/contract/installs.ts';
import { fieldProblem, formProblems, initialFields, keysOf, toConfigInputs } from './configForm.ts';
import type { FieldValue } from './configForm.ts';

function option(change: Partial<ConfigOption> & { readonly type: ConfigOption['type'] }): ConfigOption {
  return configOption.parse({
    key: 'k',
    title: 'K',
    description: '',
    required: false,
    multiple: false,
    sensitive: false,
    ...change,
  });
}

const text = (value: string): FieldValue => ({ kind: 'text', text: value });

describe('initialFields', () => {
  test.each<[string, ConfigOption, Parameters<typeof initialFields>[1], FieldValue]>([
    ['a default is filled in', option({ type: 'string', default: 'x' }), {}, text('x')],
    ['a stored value wins over a default', option({ type: 'number', default: 1 }), { k: 5 }, text('5')],
    [
      'a stored false wins over a default',
      option({ type: 'boolean', default: true }),
      { k: false },
      { kind: 'flag', on: false },
    ],
    [
      'a stored secret is kept',
      option({ type: 'string', sensitive: true }),
      { k: { secret: true } },
      { kind: 'kept_secret' },
    ],
    [
      'default folders are typed paths',
      option({ type: 'directory', multiple: true, default: ['/a', '/b'] }),
      {},
      { kind: 'paths', paths: [{ path: '/a' }, { path: '/b' }] },
    ],
    [
      'stored folders are kept',
      option({ type: 'directory' }),
      { k: { paths: [{ path: '/a', picked: true }] } },
      { kind: 'paths', paths: [{ path: '/a', kept: true }] },
    ],
    ['what is not stored is empty', option({ type: 'string', key: 'constructor' }), {}, text('')],
  ])('%s', (_name, anOption, stored, field) => {
    expect(initialFields([anOption], stored)[anOption.key]).toEqual(field);
  });
});

describe('fieldProblem', () => {
  const port = option({ type: 'number', min: 1, max: 10 });
  const needed = option({ type: 'string', required: true });
  const folders = option({ type: 'directory', required: true });
  test.each<[string, ConfigOption, FieldValue, string | undefined]>([
    ['a required text is empty', needed, text(''), 'Fill in this field.'],
    ['a required secret is stored', needed, { kind: 'kept_secret' }, undefined],
    ['no number', port, text('seven'), 'Enter a number.'],
    ['only spaces are no number', port, text(' '), 'Enter a number.'],
    ['a number at its lower end', port, text('1'), undefined],
    ['too small', port, text('0.5'), 'Enter at least 1.'],
    ['too large', port, text('11'), 'Enter at most 10.'],
    ['no folder', folders, { kind: 'paths', paths: [] }, 'Choose at least one.'],
    ['an empty row', folders, { kind: 'paths', paths: [{ path: ' ' }] }, 'Fill in this row or remove it.'],
  ])('%s', (_name, anOption, field, problem) => {
    expect(fieldProblem(anOption, field)).toBe(problem);
  });

  test('problems are found under their key', () => {
    expect([...formProblems([needed, { ...port, key: 'p' }], { k: text(''), p: text('3') })]).toEqual([
      ['k', 'Fill in this field.'],
    ]);
  });
});

test('what is sent fits the contract: empty is left out, kept stays kept, picked travels by its id', () => {
  const options = [
    option({ type: 'string', key: 'empty' }),
    option({ type: 'number', key: 'n' }),
    option({ type: 'boolean', key: 'b' }),
    option({ type: 'string', key: 's', sensitive: true }),
    option({ type: 'directory', key: 'd', multiple: true }),
    option({ type: 'file', key: 'none' }),
    option({ type: 'string', key: '__proto__' }),
  ];
  const inputs = toConfigInputs(
    options,
    Object.fromEntries<FieldValue>([
      ['empty', text('')],
      ['n', text('7')],
      ['b', { kind: 'flag', on: false }],
      ['s', { kind: 'kept_secret' }],
      ['d', { kind: 'paths', paths: [{ path: '/a', pickId: 'pck_1' }, { path: '/b' }, { path: '/c', kept: true }] }],
      ['none', { kind: 'paths', paths: [] }],
      ['__proto__', text('x')],
    ]),
  );
  expect(Object.entries(inputs)).toEqual([
    ['n', { value: 7 }],
    ['b', { value: false }],
    ['s', { keep: true }],
    ['d', { paths: [{ pickId: 'pck_1' }, { path: '/b' }, { path: '/c', kept: true }] }],
    ['__proto__', { value: 'x' }],
  ]);
  expect(configInputs.safeParse(Object.fromEntries(Object.entries(inputs).slice(0, 4))).success).toBe(true);
});

test('an error names the fields it is about', () => {
  expect(keysOf({ key: 'a' })).toEqual(['a']);
  expect(keysOf({ keys: ['a', 'b'] })).toEqual(['a', 'b']);
  expect(keysOf({ entry: 'x' })).toEqual([]);
});
