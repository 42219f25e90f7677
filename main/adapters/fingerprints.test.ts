/**
 * Digests of real files and trees, and what makes them be computed again.
 */
import { createHash } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { sha256 } from '../../app/contract/ids.ts';
import type { Fingerprint } from '../../app/ports/fingerprints.ts';
import { archiveWith, startReader } from '../testing/bundleReaders.ts';
import { temporaryFolder } from '../testing/temporaryFolder.ts';
import { createFingerprints } from './fingerprints.ts';

const prints = createFingerprints();
const onWindows = process.platform === 'win32';
/** A digest no content has: an answer that carries it was not computed. */
const remembered = (print: Fingerprint): Fingerprint => ({
  ...print,
  digest: sha256.parse(`sha256:${'0'.repeat(64)}`),
});

function treeWith(files: Readonly<Record<string, string | Buffer>>): string {
  const root = temporaryFolder();
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(join(root, name, '..'), { recursive: true });
    writeFileSync(join(root, name), content, { mode: 0o644 });
  }
  return root;
}
const small = { 'manifest.json': '{}', 'server/index.js': 'serve()', 'server/lib/a.js': 'a' };

describe('a file', () => {
  test.each([
    ['an empty file', 0],
    ['a small file', 1_000],
    ['a file of several chunks', 3 * 1024 * 1024 + 17],
  ])('%s has the SHA-256 of its content', async (_name, sizeBytes) => {
    const content = Buffer.alloc(sizeBytes, 'content');
    const path = join(treeWith({ file: content }), 'file');
    expect((await prints.file(path)).digest).toBe(`sha256:${createHash('sha256').update(content).digest('hex')}`);
  });

  test('links are followed', async () => {
    const root = treeWith({ file: 'x' });
    symlinkSync('file', join(root, 'link'));
    expect((await prints.file(join(root, 'link'))).digest).toBe((await prints.file(join(root, 'file'))).digest);
  });

  test.each([
    ['nothing', (root: string) => join(root, 'nowhere')],
    ['a folder', (root: string) => root],
  ])('%s is no command', async (_name, path) => {
    await expect(prints.file(path(temporaryFolder()))).rejects.toMatchObject({ code: 'LAUNCH_COMMAND_NOT_FOUND' });
  });

  test('an unchanged file is not read again, a touched one is', async () => {
    const path = join(treeWith({ file: 'x' }), 'file');
    const first = await prints.file(path);
    const again = await prints.file(path, remembered(first));
    expect(again.digest === first.digest).toBe(onWindows);
    utimesSync(path, 1, 1);
    expect((await prints.file(path, remembered(first))).digest).toBe(first.digest);
  });
});

describe('a tree (S6)', () => {
  test('is the same wherever it lies, and whatever empty folders it has', async () => {
    const [one, two] = [treeWith(small), treeWith(small)];
    mkdirSync(join(two, 'empty', 'emptier'), { recursive: true });
    expect((await prints.tree(one)).digest).toBe((await prints.tree(two)).digest);
  });

  test('follows the documented form, so that unpacking can arrive at the same digest', async () => {
    const root = treeWith({ 'b.txt': 'b', 'a/run': 'a' });
    if (!onWindows) chmodSync(join(root, 'a/run'), 0o755);
    symlinkSync('b.txt', join(root, 'c'));
    const hash = (text: string): string => createHash('sha256').update(text).digest('hex');
    const lines = [
      JSON.stringify(['a/run', 'file', onWindows ? '-' : 'x', `sha256:${hash('a')}`]),
      JSON.stringify(['b.txt', 'file', '-', `sha256:${hash('b')}`]),
      JSON.stringify(['c', 'link', '-', 'b.txt']),
    ];
    expect((await prints.tree(root)).digest).toBe(`sha256:${hash(lines.join('\n'))}`);
  });

  test('has the digest that unpacking the bundle gave', async () => {
    const { open, unpack } = startReader();
    const run = { name: 'bin/run', content: '#!/bin/sh\n', mode: 0o100755 };
    const unpacked = await unpack(await open(archiveWith(run, { name: 'a/Größe.txt', content: 'x' }, { name: 'b/' })));
    expect((await prints.tree(unpacked.path)).digest).toBe(unpacked.treeSha256);
  });

  test.each<[string, (root: string) => void]>([
    ['a changed file', (root) => writeFileSync(join(root, 'server/index.js'), 'SERVE()')],
    ['a truncated file', (root) => truncateSync(join(root, 'server/index.js'), 1)],
    ['an added file', (root) => writeFileSync(join(root, 'server/extra.js'), '')],
    ['a removed file', (root) => rmSync(join(root, 'server/lib/a.js'))],
    ['a renamed file', (root) => renameSync(join(root, 'server/lib/a.js'), join(root, 'server/lib/b.js'))],
    ['an executable bit', (root) => chmodSync(join(root, 'server/index.js'), 0o755)],
    ['an added link', (root) => symlinkSync('/etc/passwd', join(root, 'server/link'))],
    [
      'a file that became a link to the same content',
      (root) => {
        renameSync(join(root, 'server/index.js'), join(root, '..', 'index.js'));
        symlinkSync(join(root, '..', 'index.js'), join(root, 'server/index.js'));
      },
    ],
    ['an added pipe', (root) => void execFileSync('mkfifo', [join(root, 'server/pipe')])],
    [
      'a changed file with its size and times put back',
      (root) => {
        const { atime, mtime } = statSync(join(root, 'server/index.js'));
        writeFileSync(join(root, 'server/index.js'), 'SERVE()');
        utimesSync(join(root, 'server/index.js'), atime, mtime);
      },
    ],
  ])('%s gives another digest, also when the old one is known', async (_name, change) => {
    const root = join(temporaryFolder(), 'tree');
    renameSync(treeWith(small), root);
    const before = await prints.tree(root);
    change(root);
    const after = await prints.tree(root, before);
    expect(after.digest).not.toBe(before.digest);
    expect((await prints.tree(root)).digest).toBe(after.digest);
  });

  test.skipIf(onWindows)('an unchanged tree is not read again', async () => {
    const root = treeWith(small);
    const known = remembered(await prints.tree(root));
    expect(await prints.tree(root, known)).toEqual(known);
  });

  test.skipIf(onWindows)('is not read before the clock of the file system has moved on', async () => {
    // Else a second write within the same tick, of the same size, would leave every time as it was.
    const root = treeWith({ file: '0' });
    await prints.tree(root);
    // 50 ms, less what whole milliseconds lose.
    expect(Date.now() - statSync(join(root, 'file')).ctimeMs).toBeGreaterThan(45);
  });

  test('a tree that is not there is named as such', async () => {
    const path = join(temporaryFolder(), 'nowhere');
    await expect(prints.tree(path)).rejects.toMatchObject({ code: 'LAUNCH_FILES_MISSING', data: { reason: 'ENOENT' } });
  });

  test('the event loop keeps turning while a large tree is hashed', async () => {
    const big = Buffer.alloc(12 * 1024 * 1024, 1);
    const root = treeWith({ big, ...Object.fromEntries(Array.from({ length: 200 }, (_, n) => [`f${n}`, `${n}`])) });
    let turns = 0;
    let done = false;
    const count = (): void => {
      turns++;
      if (!done) setImmediate(count);
    };
    setImmediate(count);
    await prints.tree(root);
    done = true;
    expect(turns).toBeGreaterThan(5);
  });
});
