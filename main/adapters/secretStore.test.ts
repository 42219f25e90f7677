import { readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { temporaryFolder } from '../testing/temporaryFolder.ts';
import { createSecretStore } from './secretStore.ts';

const key = Buffer.alloc(32, 1);

interface StoredSecret {
  owner: string;
  name: string;
  sealed: string;
}

function startStore() {
  const folder = temporaryFolder();
  const file = join(folder, 'secrets.json');
  return {
    folder,
    file,
    open: (withKey: Uint8Array | undefined = key) => createSecretStore({ file, key: withKey }),
    openWithoutKeychain: () => createSecretStore({ file, key: undefined }),
    /** Changes the stored rows the way somebody with a text editor could. */
    edit: (change: (secrets: StoredSecret[]) => void) => {
      const content = JSON.parse(readFileSync(file, 'utf8')) as { formatVersion: 1; secrets: StoredSecret[] };
      change(content.secrets);
      writeFileSync(file, JSON.stringify(content));
    },
  };
}

describe('createSecretStore (S9)', () => {
  test('keeps values over a restart, by owner and name, whatever those are called', () => {
    const { open } = startStore();
    const store = open();
    store.set('srv_a', 'token', 'first');
    store.set('srv_b', 'token', 'second 🔑\n');
    store.set('__proto__', 'constructor', 'third');
    store.set('srv_a', 'token', 'replaced');
    const later = open();
    expect(later.persistent).toBe(true);
    expect(later.get('srv_a', 'token')).toBe('replaced');
    expect(later.get('srv_b', 'token')).toBe('second 🔑\n');
    expect(later.get('__proto__', 'constructor')).toBe('third');
    expect(later.get('srv_a', 'toString')).toBeUndefined();
  });

  test('never writes a value in the clear, and writes for its owner only', () => {
    const { file, folder, open } = startStore();
    open().set('srv_a', 'token', 'correct horse');
    const content = readFileSync(file, 'utf8');
    expect(content).not.toContain('correct horse');
    expect(content).not.toContain(Buffer.from('correct horse').toString('base64').slice(0, 12));
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder)).toEqual(['secrets.json']);
  });

  test('seals the same value differently each time', () => {
    const { open, edit } = startStore();
    const store = open();
    store.set('srv_a', 'one', 'same');
    store.set('srv_a', 'two', 'same');
    edit((secrets) => expect(new Set(secrets.map(({ sealed }) => sealed.slice(0, 16))).size).toBe(2));
  });

  test.each<[string, (secrets: StoredSecret[]) => void]>([
    ['moved to another owner', ([a]) => a && (a.owner = 'srv_evil')],
    ['renamed', ([a]) => a && (a.name = 'other')],
    ['swapped with another', ([a, b]) => a && b && ([a.sealed, b.sealed] = [b.sealed, a.sealed])],
    ['shortened', ([a]) => a && (a.sealed = Buffer.from(a.sealed, 'base64').subarray(0, -1).toString('base64'))],
    ['emptied', ([a]) => a && (a.sealed = '')],
    ['only a tag long', ([a]) => a && (a.sealed = Buffer.alloc(16).toString('base64'))],
  ])('a value that was %s counts as missing', (_name, change) => {
    const { open, edit } = startStore();
    const store = open();
    store.set('srv_a', 'token', 'first');
    store.set('srv_b', 'token', 'second');
    edit(change);
    const later = open();
    const values = ['srv_a', 'srv_b', 'srv_evil'].flatMap((owner) =>
      ['token', 'other'].map((name) => later.get(owner, name)),
    );
    expect(values.filter((value) => value !== undefined)).toEqual(_name === 'swapped with another' ? [] : ['second']);
  });

  test('a value with any one byte flipped counts as missing', () => {
    const { open, edit } = startStore();
    open().set('srv_a', 'token', 'value');
    let length = 0;
    edit(([a]) => (length = Buffer.from(a?.sealed ?? '', 'base64').length));
    for (let at = 0; at < length; at++) {
      const flip = ([a]: StoredSecret[]): void => {
        const bytes = Buffer.from(a?.sealed ?? '', 'base64');
        bytes[at] = (bytes[at] ?? 0) ^ 1;
        if (a) a.sealed = bytes.toString('base64');
      };
      edit(flip);
      expect(open().get('srv_a', 'token')).toBeUndefined();
      edit(flip);
    }
    expect(open().get('srv_a', 'token')).toBe('value');
  });

  test('under another key every value counts as missing, and can be set anew', () => {
    const { open } = startStore();
    open().set('srv_a', 'token', 'first');
    const other = open(Buffer.alloc(32, 2));
    expect(other.get('srv_a', 'token')).toBeUndefined();
    other.set('srv_a', 'token', 'anew');
    expect(other.get('srv_a', 'token')).toBe('anew');
  });

  test('forgets one value, and every value of one owner', () => {
    const { open } = startStore();
    const store = open();
    for (const owner of ['srv_a', 'srv_b']) for (const name of ['x', 'y']) store.set(owner, name, 'v');
    store.delete('srv_a', 'x');
    store.deleteAll('srv_b');
    const later = open();
    expect([later.get('srv_a', 'x'), later.get('srv_a', 'y')]).toEqual([undefined, 'v']);
    expect([later.get('srv_b', 'x'), later.get('srv_b', 'y')]).toEqual([undefined, undefined]);
  });

  test('without a keychain values last for this run and touch no file', () => {
    const { folder, openWithoutKeychain } = startStore();
    const store = openWithoutKeychain();
    expect(store.persistent).toBe(false);
    store.set('srv_a', 'token', 'for this run');
    store.set('srv_b', 'token', 'another');
    expect(store.get('srv_a', 'token')).toBe('for this run');
    store.deleteAll('srv_a');
    expect([store.get('srv_a', 'token'), store.get('srv_b', 'token')]).toEqual([undefined, 'another']);
    expect(openWithoutKeychain().get('srv_b', 'token')).toBeUndefined();
    expect(readdirSync(folder)).toEqual([]);
  });

  test('without a keychain what an earlier run stored stays, unread, and can be removed', () => {
    const { open, openWithoutKeychain } = startStore();
    const store = open();
    store.set('srv_a', 'token', 'kept');
    store.set('srv_b', 'token', 'removed');
    const locked = openWithoutKeychain();
    expect(locked.get('srv_a', 'token')).toBeUndefined();
    locked.set('srv_a', 'token', 'for this run');
    locked.deleteAll('srv_b');
    const later = open();
    expect([later.get('srv_a', 'token'), later.get('srv_b', 'token')]).toEqual(['kept', undefined]);
  });

  test.each([
    ['no JSON', '{"formatVersion":1,'],
    ['another shape', '{"formatVersion":1,"secrets":{"srv_a":"x"}}'],
    ['nothing', ''],
  ])('a file that holds %s is set aside, not overwritten', (_name, content) => {
    const { file, open } = startStore();
    writeFileSync(file, content);
    const store = open();
    store.set('srv_a', 'token', 'new');
    expect(readFileSync(store.setAside ?? '', 'utf8')).toBe(content);
    expect(open().get('srv_a', 'token')).toBe('new');
    expect(open().setAside).toBeUndefined();
  });

  test('a file of a newer version is left alone', () => {
    const { file, open } = startStore();
    writeFileSync(file, '{"formatVersion":2,"boxes":[]}');
    expect(() => open()).toThrow(expect.objectContaining({ code: 'STORE_NEWER_VERSION' }));
    expect(readFileSync(file, 'utf8')).toBe('{"formatVersion":2,"boxes":[]}');
  });

  test('a value that could not be written is not there afterwards either', () => {
    const { folder, file } = startStore();
    const store = createSecretStore({ file: join(folder, 'missing', 'secrets.json'), key });
    expect(() => store.set('srv_a', 'token', 'v')).toThrow('ENOENT');
    expect(store.get('srv_a', 'token')).toBeUndefined();
    expect(file).toContain(folder);
  });
});
