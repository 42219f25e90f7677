import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { temporaryFolder } from '../testing/temporaryFolder.ts';
import { setAside, toStoreError, writeFileAtomically } from './storeFiles.ts';

describe('writeFileAtomically', () => {
  test('writes the whole file, for its owner only, and leaves nothing else', () => {
    const folder = temporaryFolder();
    const path = join(folder, 'store.json');
    writeFileAtomically(path, 'first');
    writeFileAtomically(path, 'é'.repeat(100_000));
    expect(readFileSync(path, 'utf8')).toBe('é'.repeat(100_000));
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder)).toEqual(['store.json']);
  });

  test('S9: does not follow a link somebody put where it writes', () => {
    const folder = temporaryFolder();
    const victim = join(folder, 'victim');
    writeFileSync(victim, 'untouched');
    symlinkSync(victim, join(folder, 'store.json.tmp'));
    writeFileAtomically(join(folder, 'store.json'), 'secret');
    expect(readFileSync(victim, 'utf8')).toBe('untouched');
  });

  test('leaves no half-written file behind when it fails', () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'store.json'));
    expect(() => writeFileAtomically(join(folder, 'store.json'), 'content')).toThrow('EISDIR');
    expect(readdirSync(folder)).toEqual(['store.json']);
  });
});

describe('setAside', () => {
  test('moves a store and its companions, and never onto an earlier one', () => {
    const folder = temporaryFolder();
    const path = join(folder, 'store.db');
    const moved = [1, 2, 3].map((n) => {
      writeFileSync(path, `content ${n}`);
      writeFileSync(`${path}-wal`, `wal ${n}`);
      return setAside(path, ['-wal', '-shm']);
    });
    expect(moved.map((target) => readFileSync(target, 'utf8'))).toEqual(['content 1', 'content 2', 'content 3']);
    expect(moved.map((target) => readFileSync(`${target}-wal`, 'utf8'))).toEqual(['wal 1', 'wal 2', 'wal 3']);
    expect(existsSync(path)).toBe(false);
  });
});

describe('toStoreError', () => {
  test.each([
    ['ENOSPC', 'STORE_DISK_FULL'],
    ['EDQUOT', 'STORE_DISK_FULL'],
    ['EROFS', 'STORE_READ_ONLY'],
    ['EACCES', 'STORE_READ_ONLY'],
  ])('names %s %s', (errno, code) => {
    expect(toStoreError(Object.assign(new Error('x'), { code: errno }), '/p')).toMatchObject({ code });
  });

  test('leaves what is not about the disk as it is', () => {
    const bug = new TypeError('x');
    expect(toStoreError(bug, '/p')).toBe(bug);
  });
});
