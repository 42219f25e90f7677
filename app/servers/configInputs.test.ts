import { describe, expect, test } from 'vitest';
import type { ConfigOption } from '../contract/bundles.ts';
import { AppError } from '../contract/errors.ts';
import { pickId } from '../contract/ids.ts';
import { readConfig } from './configInputs.ts';

const option = (key: string, change: Partial<ConfigOption> = {}): ConfigOption => ({
  key,
  type: 'string',
  title: key,
  description: '',
  required: false,
  multiple: false,
  sensitive: false,
  ...change,
});
const picked = pickId.parse('pck_12345678');
const paths = (id: string): string => {
  if (id === picked) return '/home/ann/notes';
  throw new AppError('PICK_NOT_FOUND', 'Nothing was picked.');
};

describe('readConfig', () => {
  test('sets a secret apart from the stored values (S9)', () => {
    const { values, secrets } = readConfig(
      [option('token', { sensitive: true })],
      { token: { value: 's3cret' } },
      {},
      paths,
    );
    expect(values).toEqual({ token: { secret: true } });
    expect(secrets.get('token')).toBe('s3cret');
  });

  test('only a path that was picked counts as picked', () => {
    const folders = option('folders', { type: 'directory', multiple: true });
    const inputs = { folders: { paths: [{ pickId: picked }, { path: '/home/ann/notes' }] } };
    expect(readConfig([folders], inputs, {}, paths).values).toEqual({
      folders: {
        paths: [
          { path: '/home/ann/notes', picked: true },
          { path: '/home/ann/notes', picked: false },
        ],
      },
    });
  });

  test('a stored path that is kept among new ones stays what it was; one that is not stored was not picked', () => {
    const folders = option('folders', { type: 'directory', multiple: true });
    const stored = {
      folders: {
        paths: [
          { path: '/home/ann/music', picked: true },
          { path: '/srv', picked: false },
        ],
      },
    };
    const kept = ['/home/ann/music', '/srv', '/etc'].map((path) => ({ path, kept: true }) as const);
    const inputs = { folders: { paths: [...kept, { pickId: picked }, { path: '/home/ann/music' }] } };
    expect(readConfig([folders], inputs, stored, paths).values).toEqual({
      folders: {
        paths: [
          { path: '/home/ann/music', picked: true },
          { path: '/srv', picked: false },
          { path: '/etc', picked: false },
          { path: '/home/ann/notes', picked: true },
          { path: '/home/ann/music', picked: false },
        ],
      },
    });
  });

  test('a pick nobody made is refused', () => {
    const inputs = { folder: { paths: [{ pickId: 'pck_elsewhere1' }] } };
    const read = () => readConfig([option('folder', { type: 'directory' })], inputs, {}, paths);
    expect(read).toThrow(expect.objectContaining({ code: 'PICK_NOT_FOUND' }));
  });

  test('keeps what is stored when told so, and forgets what is left out', () => {
    const options = [option('kept'), option('dropped')];
    const stored = { kept: 'old', dropped: 'old' };
    expect(readConfig(options, { kept: { keep: true } }, stored, paths).values).toEqual({ kept: 'old' });
  });

  test('keeps values of options that this version lacks, unchecked', () => {
    const stored = { gone: { secret: true }, kept: 'old' } as const;
    const { values } = readConfig([option('kept')], { kept: { value: 'new' } }, stored, paths);
    expect(values).toEqual({ gone: { secret: true }, kept: 'new' });
  });

  test('a value that does not fit its option is refused', () => {
    const read = () => readConfig([option('port', { type: 'number' })], { port: { value: 'many' } }, {}, paths);
    expect(read).toThrow(expect.objectContaining({ code: 'CONFIG_TYPE_WRONG' }));
  });

  test('a key called __proto__ stays a key', () => {
    const inputs = Object.fromEntries([['__proto__', { value: 'x' }]]);
    const { values } = readConfig([option('__proto__')], inputs, {}, paths);
    expect(Object.entries(values)).toEqual([['__proto__', 'x']]);
  });

  test('an option nobody declared is refused', () => {
    const read = () => readConfig([], { other: { value: 1 } }, {}, paths);
    expect(read).toThrow(expect.objectContaining({ code: 'CONFIG_UNKNOWN_KEY' }));
  });
});
