/**
 * Hostile bundles as files: each rule of the judge through the whole reader, and what only inflating shows.
 */
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { craftArchive, minimalEntries, type CraftedEntry } from '../testing/archives.ts';
import { archiveWith, startReader } from '../testing/bundleReaders.ts';

const MIB = 1024 * 1024;

describe('an archive whose directory breaks a rule is refused before anything is inflated (S7)', () => {
  const long = 'x'.repeat(256);
  test.each<[string, string, readonly CraftedEntry[]]>([
    ['BUNDLE_ENTRY_ESCAPES', 'a name that climbs out', [{ name: '../evil', content: 'x' }]],
    ['BUNDLE_ENTRY_ESCAPES', 'a name that climbs out on Windows', [{ name: 'a\\..\\..\\evil', content: 'x' }]],
    ['BUNDLE_ENTRY_ABSOLUTE', 'an absolute name', [{ name: '/etc/evil', content: 'x' }]],
    ['BUNDLE_ENTRY_ABSOLUTE', 'a name on a drive', [{ name: 'C:/evil', content: 'x' }]],
    ['BUNDLE_ENTRY_BACKSLASH', 'a backslash', [{ name: 'a\\b', content: 'x' }]],
    ['BUNDLE_ENTRY_CONTROL_CHARACTER', 'a NUL in a name', [{ name: 'a\0.js', content: 'x' }]],
    ['BUNDLE_ENTRY_NAME_INVALID', 'a name that is no UTF-8', [{ name: Uint8Array.of(0x61, 0xff), content: 'x' }]],
    ['BUNDLE_ENTRY_NAME_INVALID', 'an empty name', [{ name: '', content: 'x' }]],
    ['BUNDLE_ENTRY_NAME_RESERVED', 'a name Windows reserves', [{ name: 'lib/con.txt', content: 'x' }]],
    ['BUNDLE_ENTRY_NAME_TOO_LONG', 'an over-long name', [{ name: long, content: 'x' }]],
    ['BUNDLE_ENTRY_DUPLICATE', 'a name twice', [{ name: 'server/index.js', content: 'other' }]],
    ['BUNDLE_ENTRY_CASE_COLLISION', 'a name twice but for case', [{ name: 'Server/Index.js', content: 'x' }]],
    ['BUNDLE_ENTRY_FILE_AND_FOLDER', 'a file that is a folder', [{ name: 'server', content: 'x' }]],
    ['BUNDLE_ENTRY_IS_LINK', 'a symbolic link', [{ name: 'link', content: '/etc/passwd', mode: 0o120777 }]],
    ['BUNDLE_ENTRY_IS_DEVICE', 'a device', [{ name: 'sda', mode: 0o060644 }]],
    ['BUNDLE_ENTRY_ENCRYPTED', 'an encrypted entry', [{ name: 'a', content: 'x', flags: 0x801 }]],
    ['BUNDLE_ENTRY_METHOD_UNKNOWN', 'LZMA', [{ name: 'a', content: 'x', method: 14 }]],
    ['BUNDLE_RATIO_TOO_HIGH', 'a bomb', [{ name: 'a', content: Buffer.alloc(11 * MIB) }]],
    ['BUNDLE_SEVERAL_DISKS', 'an entry on another disk', [{ name: 'a', content: 'x', disk: 1 }]],
    ['BUNDLE_ENTRIES_OVERLAP', 'two entries that share bytes', [{ name: 'a', content: 'x', directory: { offset: 4 } }]],
    [
      'BUNDLE_ENTRIES_OVERLAP',
      'content that reaches into the directory',
      [{ name: 'a', content: 'x', directory: { compressedBytes: 4_000 } }],
    ],
    [
      'BUNDLE_EXPANDS_TOO_LARGE',
      'more than 2 GiB',
      [1, 2, 3].map((n) => ({
        name: `a${n}`,
        rawContent: randomBytes(4 * MIB),
        content: 'x',
        directory: { expandedBytes: 790 * MIB },
      })),
    ],
  ])('%s: %s', async (code, _name, entries) => {
    const { open, staged } = startReader();
    await expect(open(archiveWith(...entries))).rejects.toMatchObject({
      code,
      data: code === 'BUNDLE_EXPANDS_TOO_LARGE' ? {} : { entry: expect.any(String) as string },
    });
    expect(staged()).toEqual([]);
  });

  test.each<[string, string, Uint8Array]>([
    ['BUNDLE_NOT_AN_ARCHIVE', 'an empty file', new Uint8Array()],
    ['BUNDLE_NOT_AN_ARCHIVE', 'no archive', Buffer.from('#!/bin/sh\nrm -rf /\n'.repeat(100))],
    ['BUNDLE_NOT_AN_ARCHIVE', 'bytes behind its end', Buffer.concat([archiveWith(), Buffer.from('more')])],
    ['BUNDLE_NOT_AN_ARCHIVE', 'bytes before its start', Buffer.concat([Buffer.from('more'), archiveWith()])],
    ['BUNDLE_NOT_AN_ARCHIVE', 'fewer entries counted than listed', craftArchive(minimalEntries(), { entryCount: 1 })],
    ['BUNDLE_NOT_AN_ARCHIVE', 'more entries counted than listed', craftArchive(minimalEntries(), { entryCount: 3 })],
    ['BUNDLE_NOT_AN_ARCHIVE', 'a directory elsewhere', craftArchive(minimalEntries(), { directoryOffset: 0 })],
    ['BUNDLE_NOT_AN_ARCHIVE', 'half of it', archiveWith().subarray(0, 100)],
    ['BUNDLE_SEVERAL_DISKS', 'a second disk', craftArchive(minimalEntries(), { disk: 1 })],
    [
      'BUNDLE_TOO_MANY_ENTRIES',
      'too many entries',
      craftArchive(minimalEntries(), { entryCount: 100_001, zip64: true }),
    ],
    ['BUNDLE_MANIFEST_MISSING', 'no manifest', craftArchive([{ name: 'sub/manifest.json', content: '{}' }])],
    [
      'BUNDLE_MANIFEST_TOO_LARGE',
      'a huge manifest',
      craftArchive([{ name: 'manifest.json', content: randomBytes(MIB + 1) }]),
    ],
  ])('%s: %s', async (code, _name, bytes) => {
    const { open } = startReader();
    await expect(open(bytes)).rejects.toMatchObject({ code });
  });

  test('BUNDLE_TOO_LARGE: a file over 512 MiB, before it is read', async () => {
    const { reader, folder } = startReader();
    const path = join(folder, 'huge.mcpb');
    execFileSync('truncate', ['-s', String(512 * MIB + 1), path]);
    await expect(reader.open(path, { signal: new AbortController().signal })).rejects.toMatchObject({
      code: 'BUNDLE_TOO_LARGE',
    });
  });

  test.each([
    ['BUNDLE_NOT_FOUND', 'absent.mcpb'],
    ['BUNDLE_UNREADABLE', '.'],
    ['BUNDLE_UNREADABLE', 'pipe'],
  ])('%s: %s', async (code, name) => {
    const { reader, folder } = startReader();
    execFileSync('mkfifo', [join(folder, 'pipe')]);
    await expect(reader.open(join(folder, name), { signal: new AbortController().signal })).rejects.toMatchObject({
      code,
    });
  });
});

describe('an archive whose contents belie its directory is refused while inflating, and leaves nothing (S7)', () => {
  const small = Buffer.from('content');
  const large = randomBytes(2 * MIB);
  test.each<[string, string, CraftedEntry]>([
    [
      'BUNDLE_ENTRY_SIZE_WRONG',
      'more content than declared',
      { name: 'a', content: small, directory: { expandedBytes: 6 }, local: { expandedBytes: 6 } },
    ],
    [
      'BUNDLE_ENTRY_SIZE_WRONG',
      'less content than declared',
      { name: 'a', content: small, directory: { expandedBytes: 8 }, local: { expandedBytes: 8 } },
    ],
    [
      'BUNDLE_ENTRY_SIZE_WRONG',
      'a bomb that declares little',
      { name: 'a', content: Buffer.alloc(100 * MIB), directory: { expandedBytes: 7 }, local: { expandedBytes: 7 } },
    ],
    [
      'BUNDLE_ENTRY_SIZE_WRONG',
      'more content than declared, in pieces',
      { name: 'a', content: large, directory: { expandedBytes: MIB + 1 }, local: { expandedBytes: MIB + 1 } },
    ],
    [
      'BUNDLE_ENTRY_SIZE_WRONG',
      'stored content of another size',
      { name: 'a', content: small, method: 0, directory: { expandedBytes: 8 }, local: { expandedBytes: 8 } },
    ],
    [
      'BUNDLE_ENTRY_SIZE_WRONG',
      'content behind the end of its data',
      { name: 'a', content: small, rawContent: Buffer.concat([deflateRawSync(small), small]) },
    ],
    [
      'BUNDLE_ENTRY_SIZE_WRONG',
      'content behind the end of its data, in pieces',
      { name: 'a', content: large, rawContent: Buffer.concat([deflateRawSync(large), small]) },
    ],
    [
      'BUNDLE_ENTRY_CHECKSUM_WRONG',
      'another checksum',
      { name: 'a', content: small, directory: { crc32: 1 }, local: { crc32: 1 } },
    ],
    [
      'BUNDLE_ENTRY_CHECKSUM_WRONG',
      'data that is not deflated',
      { name: 'a', content: small, rawContent: Buffer.alloc(20, 0xff) },
    ],
    [
      'BUNDLE_ENTRY_HEADER_DISAGREES',
      'another name in its local header',
      { name: 'a', content: small, local: { name: 'b' } },
    ],
    [
      'BUNDLE_ENTRY_HEADER_DISAGREES',
      'another method in its local header',
      { name: 'a', content: small, local: { method: 0 } },
    ],
    [
      'BUNDLE_ENTRY_HEADER_DISAGREES',
      'another size in its local header',
      { name: 'a', content: small, local: { expandedBytes: 3 } },
    ],
    ['BUNDLE_ENTRY_HEADER_DISAGREES', 'no local header', { name: 'a', content: small, directory: { offset: 1_000 } }],
  ])('%s: %s', async (code, _name, entry) => {
    const { open, unpack, staged } = startReader();
    // Bytes between two entries, which belong to none.
    const filler = { name: 'filler', content: randomBytes(3_000), listed: false };
    const bundle = await open(craftArchive([...minimalEntries(), filler, entry]));
    await expect(unpack(bundle)).rejects.toMatchObject({ code, data: { entry: expect.any(String) as string } });
    expect(staged()).toEqual([]);
  });

  test('BUNDLE_ENTRIES_OVERLAP: an entry inside the extra field of another', async () => {
    const { open, unpack, staged } = startReader();
    const unlisted = minimalEntries().map((entry) => ({ ...entry, listed: false }));
    const outerStart = craftArchive(unlisted).length - craftArchive([]).length;
    const inner = { name: 'b', content: small, method: 0 };
    const innerBytes = craftArchive([inner]).subarray(0, 30 + 1 + small.length);
    const bytes = archiveWith(
      { name: 'a', extra: innerBytes },
      { ...inner, directory: { offset: outerStart + 30 + 1 } },
    );
    await expect(unpack(await open(bytes))).rejects.toMatchObject({
      code: 'BUNDLE_ENTRIES_OVERLAP',
      data: { entry: 'b' },
    });
    expect(staged()).toEqual([]);
  });
});
