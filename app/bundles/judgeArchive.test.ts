/**
 * Every rule of the judge, at its edge: what just passes and what just doesn't.
 */
import { describe, expect, test } from 'vitest';
import { AppError } from '../contract/errors.ts';
import type { ArchiveDirectory, ArchiveEntry } from '../ports/bundleReader.ts';
import {
  MAX_ENTRIES,
  MAX_EXPANDED_BYTES,
  MAX_FILE_BYTES,
  MAX_MANIFEST_BYTES,
  RATIO_FREE_BYTES,
} from './archiveLimits.ts';
import { judgeArchive } from './judgeArchive.ts';

const good: ArchiveEntry = {
  name: 'manifest.json',
  nameInvalid: false,
  isDirectory: false,
  method: 8,
  flags: 0x800,
  compressedBytes: 10,
  expandedBytes: 20,
  crc32: 0,
  unixMode: 0o100644,
  offset: 0,
  diskNumber: 0,
};

function entry(name: string, changes: Partial<ArchiveEntry> = {}): ArchiveEntry {
  return {
    ...good,
    name,
    isDirectory: name.endsWith('/'),
    ...(name.endsWith('/') && { expandedBytes: 0 }),
    ...changes,
  };
}

/** Lays entries out one after the other, behind a manifest. */
function directoryOf(entries: readonly ArchiveEntry[], changes: Partial<ArchiveDirectory> = {}): ArchiveDirectory {
  let offset = 0;
  const laidOut = [good, ...entries].map((item) => {
    const placed = { ...item, offset };
    offset += 30 + item.name.length + item.compressedBytes;
    return placed;
  });
  return {
    fileBytes: offset + 500,
    archiveBytes: offset + 500,
    directoryOffset: offset,
    diskCount: 1,
    entries: laidOut,
    ...changes,
  };
}

function verdict(directory: ArchiveDirectory): string {
  try {
    judgeArchive(directory);
    return 'passed';
  } catch (error) {
    if (error instanceof AppError) return error.code;
    throw error;
  }
}

const judge = (...entries: ArchiveEntry[]): string => verdict(directoryOf(entries));

describe('names of entries (S7)', () => {
  test.each([
    [
      'passed',
      [
        'server/index.js',
        'lib/',
        '.env',
        '..data/x',
        'a..b',
        'v1.2/x',
        '-rf',
        '~',
        '日本語/ü.txt',
        'com0',
        'console',
        'nullable.js',
        'com10.txt',
        'auxiliary',
      ],
    ],
    ['BUNDLE_ENTRY_ESCAPES', ['../x', 'a/../../x', 'a/..', '..', '../', 'a\\..\\x', '..\\x', '/../x', 'a/..\\x']],
    ['BUNDLE_ENTRY_ABSOLUTE', ['/x', '/', '//host/share', '\\\\host\\share', 'C:/x', 'c:\\x', 'C:x', 'Z:']],
    ['BUNDLE_ENTRY_BACKSLASH', ['a\\b', 'a\\']],
    ['BUNDLE_ENTRY_CONTROL_CHARACTER', ['a\0b', 'a\nb', '\u001b[2J', 'a\u007f', 'a\u0085b', '\0']],
    ['BUNDLE_ENTRY_NAME_INVALID', ['', 'a//b', './a', 'a/./b', '.', 'a//']],
    [
      'BUNDLE_ENTRY_NAME_RESERVED',
      [
        'CON',
        'con.txt',
        'nul',
        'a/NUL.tar.gz',
        'Com1',
        'LPT9.log',
        'com¹',
        'aux /x',
        'con .txt',
        'CONIN$',
        'a.',
        'a /b',
        'a. /b',
        'ab:c',
        'file.txt:stream',
        'a<b',
        'a>b',
        'a"b',
        'a|b',
        'a?b',
        'a*b',
      ],
    ],
    ['BUNDLE_ENTRY_NAME_TOO_LONG', ['x'.repeat(256), 'ü'.repeat(128), `${'x'.repeat(256)}/a`, 'abcdefgh/'.repeat(114)]],
  ])('%s', (expected, names) => {
    expect(names.map((name) => [name, judge(entry(name))])).toEqual(names.map((name) => [name, expected]));
  });

  test('may be as long as a file system allows', () => {
    expect(judge(entry('x'.repeat(255)), entry('abcdefg/'.repeat(127) + 'abcdefgh'))).toBe('passed');
  });

  test('BUNDLE_ENTRY_NAME_INVALID: bytes that are no text', () => {
    expect(judge(entry('a\u00ff', { nameInvalid: true }))).toBe('BUNDLE_ENTRY_NAME_INVALID');
  });

  test('are told with the refusal', () => {
    expect(() => judgeArchive(directoryOf([entry('../x')]))).toThrow(
      expect.objectContaining({ code: 'BUNDLE_ENTRY_ESCAPES', data: { entry: '../x' } }),
    );
  });
});

describe('the tree that entries make together (S7)', () => {
  test.each<[string, string, readonly string[]]>([
    ['passed', 'folders named and implied', ['a/', 'a/b', 'c/d/e', 'c/d/f', 'c/']],
    ['BUNDLE_ENTRY_DUPLICATE', 'a file twice', ['a', 'a']],
    ['BUNDLE_ENTRY_DUPLICATE', 'a folder twice', ['a/', 'a/']],
    ['BUNDLE_ENTRY_DUPLICATE', 'another manifest', ['manifest.json']],
    ['BUNDLE_ENTRY_CASE_COLLISION', 'case', ['a/README', 'a/readme']],
    ['BUNDLE_ENTRY_CASE_COLLISION', 'case of an implied folder', ['Lib/a', 'lib/b']],
    ['BUNDLE_ENTRY_CASE_COLLISION', 'normalisation', ['caf\u00e9', 'cafe\u0301']],
    ['BUNDLE_ENTRY_CASE_COLLISION', 'case and normalisation', ['CAFE\u0301', 'caf\u00e9']],
    ['BUNDLE_ENTRY_CASE_COLLISION', 'a sharp s', ['stra\u00dfe', 'STRASSE']],
    ['BUNDLE_ENTRY_CASE_COLLISION', 'two forms of sigma', ['\u03bf\u03b4\u03bf\u03c2', '\u03bf\u03b4\u03bf\u03c3']],
    ['BUNDLE_ENTRY_CASE_COLLISION', 'the Kelvin sign', ['\u212a', 'k']],
    ['BUNDLE_ENTRY_FILE_AND_FOLDER', 'a file, then below it', ['a', 'a/b']],
    ['BUNDLE_ENTRY_FILE_AND_FOLDER', 'a file, after below it', ['a/b/c', 'a/b']],
    ['BUNDLE_ENTRY_FILE_AND_FOLDER', 'a file and a folder entry', ['a', 'a/']],
  ])('%s: %s', (expected, _name, names) => {
    expect(judge(...names.map((name) => entry(name)))).toBe(expected);
  });
});

describe('kinds of entries (S7)', () => {
  test.each<[string, string, ArchiveEntry]>([
    ['passed', 'a file without a mode', entry('a', { unixMode: 0 })],
    ['passed', 'a mode without a type', entry('a', { unixMode: 0o755 })],
    ['passed', 'a folder', entry('a/', { unixMode: 0o040755 })],
    ['BUNDLE_ENTRY_IS_LINK', 'a symbolic link', entry('a', { unixMode: 0o120777 })],
    ['BUNDLE_ENTRY_IS_LINK', 'a symbolic link that looks like a folder', entry('a/', { unixMode: 0o120777 })],
    ['BUNDLE_ENTRY_IS_DEVICE', 'a block device', entry('a', { unixMode: 0o060600 })],
    ['BUNDLE_ENTRY_IS_DEVICE', 'a character device', entry('a', { unixMode: 0o020600 })],
    ['BUNDLE_ENTRY_IS_DEVICE', 'a fifo', entry('a', { unixMode: 0o010600 })],
    ['BUNDLE_ENTRY_IS_DEVICE', 'a socket', entry('a', { unixMode: 0o140600 })],
    ['BUNDLE_ENTRY_FILE_AND_FOLDER', 'a folder whose name is a file’s', entry('a', { unixMode: 0o040755 })],
    ['BUNDLE_ENTRY_FILE_AND_FOLDER', 'a folder with content', entry('a/', { expandedBytes: 1 })],
    ['BUNDLE_ENTRY_ENCRYPTED', 'encryption', entry('a', { flags: 0x1 })],
    ['BUNDLE_ENTRY_ENCRYPTED', 'strong encryption', entry('a', { flags: 0x40 })],
    ['BUNDLE_ENTRY_ENCRYPTED', 'a masked header', entry('a', { flags: 0x2000 })],
    ['passed', 'sizes behind the content', entry('a', { flags: 0x8 })],
    ['passed', 'a stored entry', entry('a', { method: 0, expandedBytes: 10 })],
    ['BUNDLE_ENTRY_METHOD_UNKNOWN', 'Deflate64', entry('a', { method: 9 })],
    ['BUNDLE_ENTRY_METHOD_UNKNOWN', 'Zstandard', entry('a', { method: 93 })],
  ])('%s: %s', (expected, _name, one) => {
    expect(judge(one)).toBe(expected);
  });
});

describe('limits (S7)', () => {
  const ratio = (expandedBytes: number, compressedBytes: number) => entry('a', { expandedBytes, compressedBytes });
  const manifest = (expandedBytes: number): ArchiveDirectory => {
    const directory = directoryOf([]);
    return { ...directory, entries: [{ ...good, expandedBytes, compressedBytes: 10 }] };
  };
  const halves = (more: number) => {
    const [half, compressedBytes] = [MAX_EXPANDED_BYTES / 2, 20_000_000];
    return directoryOf([
      entry('a', { expandedBytes: half, compressedBytes }),
      entry('b', { expandedBytes: half - good.expandedBytes + more, compressedBytes }),
    ]);
  };
  const many = (count: number) => directoryOf(Array.from({ length: count - 1 }, (_, index) => entry(`f${index}`)));

  test.each<[string, string, ArchiveDirectory]>([
    ['passed', 'a file of 512 MiB', directoryOf([], { fileBytes: MAX_FILE_BYTES })],
    ['BUNDLE_TOO_LARGE', 'one byte more', directoryOf([], { fileBytes: MAX_FILE_BYTES + 1 })],
    ['passed', 'two halves of 2 GiB', halves(0)],
    ['BUNDLE_EXPANDS_TOO_LARGE', 'one byte more', halves(1)],
    ['passed', '100,000 entries', many(MAX_ENTRIES)],
    ['BUNDLE_TOO_MANY_ENTRIES', 'one more', many(MAX_ENTRIES + 1)],
    [
      'BUNDLE_TOO_MANY_ENTRIES',
      'few entries that imply many folders',
      directoryOf(Array.from({ length: 450 }, (_, index) => entry(`${index}/${'a/'.repeat(500)}x`))),
    ],
    ['passed', 'a manifest of 1 MiB', manifest(MAX_MANIFEST_BYTES)],
    ['BUNDLE_MANIFEST_TOO_LARGE', 'one byte more', manifest(MAX_MANIFEST_BYTES + 1)],
    ['passed', 'any ratio up to 10 MiB', directoryOf([ratio(RATIO_FREE_BYTES, 10)])],
    ['passed', '200:1 above', directoryOf([ratio(200 * 100_000, 100_000)])],
    ['BUNDLE_RATIO_TOO_HIGH', 'more than 200:1 above', directoryOf([ratio(200 * 100_000 + 1, 100_000)])],
  ])('%s: %s', (expected, _name, directory) => {
    expect(verdict(directory)).toBe(expected);
  });
});

describe('the archive as a whole (S7)', () => {
  const two = directoryOf([entry('a')]);
  const [first, second] = two.entries;
  const withOffset = (offset: number): ArchiveDirectory => ({
    ...two,
    entries: first === undefined || second === undefined ? [] : [first, { ...second, offset }],
  });

  test.each<[string, string, ArchiveDirectory]>([
    ['passed', 'entries in any order', { ...two, entries: two.entries.toReversed() }],
    ['passed', 'entries that touch', withOffset(40)],
    ['BUNDLE_ENTRIES_OVERLAP', 'entries that share a byte', withOffset(39)],
    ['BUNDLE_ENTRIES_OVERLAP', 'entries that share all', withOffset(0)],
    [
      'BUNDLE_ENTRIES_OVERLAP',
      'an entry that reaches into the directory',
      { ...two, directoryOffset: (second?.offset ?? 0) + 39 },
    ],
    ['BUNDLE_SEVERAL_DISKS', 'two disks', { ...two, diskCount: 2 }],
    ['BUNDLE_SEVERAL_DISKS', 'an entry on another disk', directoryOf([entry('a', { diskNumber: 1 })])],
    ['BUNDLE_MANIFEST_MISSING', 'no entry at all', { ...two, entries: [] }],
    ['BUNDLE_MANIFEST_MISSING', 'a manifest elsewhere', { ...two, entries: [{ ...good, name: 'a/manifest.json' }] }],
  ])('%s: %s', (expected, _name, directory) => {
    expect(verdict(directory)).toBe(expected);
  });
});
