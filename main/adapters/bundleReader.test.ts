/**
 * The reader on real files: honest bundles, changed ones, interrupted installs.
 */
import { execFileSync, spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { treeManifest, treeManifestLine } from '../../app/bundles/treeDigest.ts';
import {
  craftArchive,
  minimalEntries,
  withSignatureTrailer,
  type ArchiveOptions,
  type CraftedEntry,
} from '../testing/archives.ts';
import { archiveWith, startReader } from '../testing/bundleReaders.ts';

const MIB = 1024 * 1024;

function sha256(bytes: Uint8Array | string): string {
  return createHash('sha256').update(bytes).digest('hex');
}

describe('an honest bundle', () => {
  test('opens with its digest, its names and its manifest', async () => {
    const { open } = startReader();
    const bytes = archiveWith({ name: 'assets/' });
    expect(await open(bytes)).toMatchObject({
      fileName: 'test.mcpb',
      sha256: `sha256:${sha256(bytes)}`,
      sizeBytes: bytes.length,
      names: ['manifest.json', 'server/index.js', 'assets/'],
      manifest: new Uint8Array(Buffer.from(JSON.stringify(JSON.parse(String(minimalEntries()[0]?.content))))),
      signature: undefined,
    });
  });

  test('is unpacked, checked without writing, and committed under its digest', async () => {
    const { reader, open, unpack, check, staged, bundlesDir } = startReader();
    const bundle = await open(
      archiveWith({ name: 'bin/run', content: '#!/bin/sh\n', mode: 0o104777 }, { name: 'empty/' }),
    );
    const tree = await unpack(bundle);
    expect(readFileSync(join(tree.path, 'server/index.js'), 'utf8')).toBe('console.error("started");\n');
    expect(tree.treeSha256).toBe((await check(bundle)).treeSha256);
    await reader.commit(tree, bundle.sha256);
    expect(reader.installedPath(bundle.sha256)).toBe(join(bundlesDir, bundle.sha256.slice(7)));
    expect(readdirSync(reader.installedPath(bundle.sha256)).toSorted()).toEqual([
      'bin',
      'empty',
      'manifest.json',
      'server',
    ]);
    expect(staged()).toEqual([]);
  });

  test('is digested over every path, execute bit and content, in the form that treeDigest lays down', async () => {
    const { open, check } = startReader();
    const bundle = await open(archiveWith({ name: 'bin/run', content: 'x', mode: 0o100755 }));
    const [manifest, script] = minimalEntries().map(({ content }) => `sha256:${sha256(String(content))}`);
    const lines = [
      treeManifestLine('file', 'manifest.json', false, manifest ?? ''),
      treeManifestLine('file', 'server/index.js', false, script ?? ''),
      treeManifestLine('file', 'bin/run', true, `sha256:${sha256('x')}`),
    ];
    expect((await check(bundle)).treeSha256).toBe(`sha256:${sha256(treeManifest(lines))}`);
  });

  test('keeps rwx of the owner and never setuid, sticky or write bits of others (S7)', async () => {
    const { open, unpack } = startReader();
    const files: [string, number | undefined, number][] = [
      ['plain', undefined, 0o644],
      ['setuid', 0o106777, 0o755],
      ['sticky', 0o101666, 0o644],
      ['read-only', 0o100444, 0o444],
      ['unreadable', 0o100200, 0o600],
    ];
    const entries = files.map(([name, mode]) => ({ name, content: name, ...(mode !== undefined && { mode }) }));
    const tree = await unpack(await open(archiveWith(...entries)));
    const modes = files.map(([name]) => statSync(join(tree.path, name)).mode & 0o7777);
    expect(modes).toEqual(files.map(([, , expected]) => expected));
    expect(statSync(tree.path).mode & 0o777).toBe(0o700);
  });

  test.each<[string, readonly CraftedEntry[], ArchiveOptions]>([
    ['stored entries', [{ name: 'stored', content: 'as it is', method: 0 }], {}],
    [
      'sizes behind the content',
      [{ name: 'a', content: 'abc', flags: 0x808, local: { crc32: 0, compressedBytes: 0, expandedBytes: 0 } }],
      {},
    ],
    ['a comment', [], { comment: Buffer.from('packed by hand') }],
    ['a ZIP64 end record', [], { zip64: true }],
    ['an extra field in a local header', [{ name: 'a', content: 'abc', extra: Buffer.from([1, 2, 0, 0]) }], {}],
    ['a large entry that compresses well', [{ name: 'large', content: Buffer.alloc(9 * MIB) }], {}],
    ['a name in UTF-8 without the flag', [{ name: 'grüße.txt', content: 'hi', flags: 0 }], {}],
  ])('may have %s', async (_name, entries, options) => {
    const { open, unpack } = startReader();
    const tree = await unpack(await open(craftArchive([...minimalEntries(), ...entries], options)));
    for (const entry of entries) {
      expect(readFileSync(join(tree.path, String(entry.name))).equals(Buffer.from(entry.content ?? ''))).toBe(true);
    }
  });

  test('gives single files, within a limit', async () => {
    const { reader, open } = startReader();
    const bundle = await open(archiveWith({ name: 'icon.png', content: randomBytes(1_000) }));
    expect(await reader.readFile(bundle, 'icon.png', 1_000)).toHaveLength(1_000);
    expect(await reader.readFile(bundle, 'other.png', 1_000)).toBeUndefined();
    await expect(reader.readFile(bundle, 'icon.png', 999)).rejects.toMatchObject({ code: 'BUNDLE_TOO_LARGE' });
  });

  test('reports how far it is, up to the start of the directory', async () => {
    const { reader, write } = startReader();
    const seen: [number, number][] = [];
    const path = write(archiveWith({ name: 'large', content: randomBytes(MIB) }));
    await reader.open(path, {
      signal: new AbortController().signal,
      onProgress: (doneBytes, totalBytes) => seen.push([doneBytes, totalBytes]),
    });
    expect(seen.length).toBeGreaterThan(2);
    expect(seen).toEqual(seen.toSorted(([a], [b]) => a - b));
    expect(seen.at(-1)?.[0]).toBeGreaterThan(MIB);
  });
});

describe('what mcpb packs', () => {
  test('a real server is packed by mcpb, opened, unpacked and byte for byte the same', async () => {
    const { reader, folder, unpack } = startReader();
    const source = join(folder, 'source');
    const modules = new URL('../../node_modules/', import.meta.url).pathname;
    cpSync(join(modules, '@modelcontextprotocol/server-memory'), join(source, 'server'), { recursive: true });
    const manifest = {
      ...JSON.parse(String(minimalEntries()[0]?.content)),
      server: { type: 'node', entry_point: 'server/dist/index.js', mcp_config: { command: 'node' } },
    } as object;
    writeFileSync(join(source, 'manifest.json'), JSON.stringify(manifest));
    chmodSync(join(source, 'server/dist/index.js'), 0o755);
    const path = join(folder, 'memory.mcpb');
    execFileSync(process.execPath, [join(modules, '@anthropic-ai/mcpb/dist/cli/cli.js'), 'pack', source, path]);
    const bundle = await reader.open(path, { signal: new AbortController().signal });
    const tree = await unpack(bundle);
    for (const name of bundle.names) {
      expect(readFileSync(join(tree.path, name)).equals(readFileSync(join(source, name)))).toBe(true);
    }
    expect(bundle.names).toContain('server/dist/index.js');
    expect(statSync(join(tree.path, 'server/dist/index.js')).mode & 0o777).toBe(0o755);
  });
});

describe('a signed bundle', () => {
  const archive = archiveWith();
  const cms = randomBytes(2_000);
  const commentAt = archive.length - 2;

  test('is read without its trailer, which is handed over with the digests of what it signs', async () => {
    const { open, unpack } = startReader();
    const bundle = await open(withSignatureTrailer(archive, cms));
    expect(bundle.signature).toEqual({
      cms: new Uint8Array(cms),
      contentSha256: new Uint8Array(Buffer.from(sha256(archive), 'hex')),
      contentSha256CommentReset: new Uint8Array(Buffer.from(sha256(archive), 'hex')),
    });
    expect(existsSync(join((await unpack(bundle)).path, 'server/index.js'))).toBe(true);
  });

  test('may count the trailer as comment of the archive, patched in after signing', async () => {
    const { open } = startReader();
    const patched = Buffer.from(withSignatureTrailer(archive, cms));
    patched.writeUInt16LE(patched.length - archive.length, commentAt);
    const bundle = await open(patched);
    expect(Buffer.from(bundle.signature?.contentSha256CommentReset ?? []).toString('hex')).toBe(sha256(archive));
    expect(Buffer.from(bundle.signature?.contentSha256 ?? []).toString('hex')).toBe(
      sha256(patched.subarray(0, archive.length)),
    );
  });

  test('with bytes behind its trailer is no bundle', async () => {
    const { open } = startReader();
    const bytes = Buffer.concat([withSignatureTrailer(archive, cms), Buffer.from('x')]);
    await expect(open(bytes)).rejects.toMatchObject({ code: 'BUNDLE_NOT_AN_ARCHIVE' });
  });
});

describe('a file that changes between opening and unpacking', () => {
  test('is found out although its size and times are put back (S7)', async () => {
    const { open, unpack, write, staged } = startReader();
    const bundle = await open(craftArchive(minimalEntries()));
    const other = minimalEntries().map((entry) => ({
      ...entry,
      content: String(entry.content).replace('started', 'STARTED'),
    }));
    const { atime, mtime } = statSync(bundle.path);
    utimesSync(write(craftArchive(other)), atime, mtime);
    await expect(unpack(bundle)).rejects.toMatchObject({ code: 'BUNDLE_CHANGED_WHILE_READING' });
    expect(staged()).toEqual([]);
  });

  test('is found out when a single file is read', async () => {
    const { reader, open, write } = startReader();
    const bundle = await open(archiveWith({ name: 'icon.png', content: 'one' }));
    write(archiveWith({ name: 'icon.png', content: 'two' }));
    await expect(reader.readFile(bundle, 'icon.png', 100)).rejects.toMatchObject({
      code: 'BUNDLE_CHANGED_WHILE_READING',
    });
  });

  test('is the same bundle when only its times changed', async () => {
    const { reader, open, write, unpack } = startReader();
    const bytes = archiveWith({ name: 'icon.png', content: 'one' });
    const bundle = await open(bytes);
    write(bytes);
    expect(Buffer.from((await reader.readFile(bundle, 'icon.png', 100)) ?? []).toString()).toBe('one');
    expect(existsSync((await unpack(bundle)).path)).toBe(true);
  });
});

describe('one bundle after another', () => {
  test('is read as if it were the first, whatever became of the one before', async () => {
    const { reader, open, unpack } = startReader();
    const wrong = { name: 'a', content: 'a', directory: { crc32: 1 }, local: { crc32: 1 } };
    await expect(unpack(await open(archiveWith(wrong)))).rejects.toMatchObject({ code: 'BUNDLE_ENTRY_CHECKSUM_WRONG' });
    await expect(open(Buffer.from('no archive'))).rejects.toMatchObject({ code: 'BUNDLE_NOT_AN_ARCHIVE' });
    const good = await open(archiveWith({ name: 'b', content: 'b' }));
    const cancelled = new AbortController();
    const unpacking = reader.unpack(good, 'staging', { signal: cancelled.signal });
    cancelled.abort();
    await expect(unpacking).rejects.toMatchObject({ code: 'CALL_CANCELLED' });
    expect(readFileSync(join((await unpack(good)).path, 'b'), 'utf8')).toBe('b');
  });

  test('and two at a time are two bundles (S7)', async () => {
    const { reader, folder, unpack } = startReader();
    const signal = new AbortController().signal;
    const openAs = async (name: string) => {
      writeFileSync(join(folder, name), archiveWith({ name, content: name }));
      return reader.open(join(folder, name), { signal });
    };
    const [one, two] = [await openAs('one'), await openAs('two')];
    const trees = await Promise.all([unpack(one), unpack(two), unpack(one)]);
    expect(trees.map(({ path }) => readdirSync(path).toSorted())).toEqual([
      ['manifest.json', 'one', 'server'],
      ['manifest.json', 'server', 'two'],
      ['manifest.json', 'one', 'server'],
    ]);
  });
});

describe('staging', () => {
  test('is removed when unpacking is cancelled', async () => {
    const { reader, open, staged, stagingDir } = startReader();
    const files = Array.from({ length: 300 }, (_, n) => ({ name: `files/${n}`, content: randomBytes(20_000) }));
    const bundle = await open(archiveWith(...files));
    const abort = new AbortController();
    const unpacking = reader.unpack(bundle, 'staging', { signal: abort.signal, onProgress: () => abort.abort() });
    await expect(unpacking).rejects.toMatchObject({ code: 'CALL_CANCELLED' });
    expect(existsSync(stagingDir)).toBe(true);
    expect(staged()).toEqual([]);
  });

  test('is refused at once when cancelled before', async () => {
    const { reader, write } = startReader();
    const opening = reader.open(write(archiveWith()), { signal: AbortSignal.abort() });
    await expect(opening).rejects.toMatchObject({ code: 'CALL_CANCELLED' });
  });

  test('is emptied by close, by discard, and by sweep of an earlier run only', async () => {
    const { reader, open, unpack, staged, stagingDir } = startReader();
    const bundle = await open(archiveWith());
    const [first, second] = [await unpack(bundle), await unpack(bundle)];
    mkdirSync(join(stagingDir, 'of-an-earlier-run'));
    await reader.sweep([]);
    expect(staged().toSorted()).toEqual([first.stagingId, second.stagingId].toSorted());
    await reader.discard(first);
    expect(staged()).toEqual([second.stagingId]);
    await reader.close();
    expect(staged()).toEqual([]);
  });
});

describe('a disk that is full', () => {
  const mountable = process.platform === 'linux' && process.getuid?.() === 0;

  test.skipIf(!mountable)('is said in words, and nothing is left on it', async () => {
    const { open, unpack, staged, stagingDir } = startReader();
    mkdirSync(stagingDir);
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', stagingDir]);
    onTestFinished(() => void execFileSync('umount', [stagingDir]));
    const bundle = await open(archiveWith({ name: 'large', content: randomBytes(MIB) }));
    await expect(unpack(bundle)).rejects.toMatchObject({ code: 'STORE_DISK_FULL' });
    expect(staged()).toEqual([]);
  });

  test.skipIf(!mountable)('or read-only, too', async () => {
    const { open, unpack, stagingDir } = startReader();
    mkdirSync(stagingDir);
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'ro', 'tmpfs', stagingDir]);
    onTestFinished(() => void execFileSync('umount', [stagingDir]));
    await expect(unpack(await open(archiveWith()))).rejects.toMatchObject({ code: 'STORE_READ_ONLY' });
  });
});

describe('installed trees', () => {
  test('a second commit of one bundle changes nothing', async () => {
    const { reader, open, unpack, staged } = startReader();
    const bundle = await open(archiveWith());
    await reader.commit(await unpack(bundle), bundle.sha256);
    const { ino } = statSync(reader.installedPath(bundle.sha256));
    await reader.commit(await unpack(bundle), bundle.sha256);
    expect(statSync(reader.installedPath(bundle.sha256)).ino).toBe(ino);
    expect(staged()).toEqual([]);
  });

  test('are removed by digest, and by sweep when they are not kept', async () => {
    const { reader, open, unpack, bundlesDir } = startReader();
    const bundle = await open(archiveWith());
    await reader.commit(await unpack(bundle), bundle.sha256);
    await reader.sweep([bundle.sha256]);
    expect(readdirSync(bundlesDir)).toHaveLength(1);
    renameSync(reader.installedPath(bundle.sha256), join(bundlesDir, 'unknown'));
    await reader.sweep([bundle.sha256]);
    expect(readdirSync(bundlesDir)).toEqual([]);
    await reader.commit(await unpack(bundle), bundle.sha256);
    await reader.removeInstalled(bundle.sha256);
    await reader.removeInstalled(bundle.sha256);
    expect(readdirSync(bundlesDir)).toEqual([]);
  });

  test('are whole or absent after a crash at any moment, and the next start sweeps up', async () => {
    const { reader, write, folder, stagingDir, bundlesDir, staged } = startReader();
    const files = Array.from({ length: 200 }, (_, n) => ({ name: `files/${n}`, content: randomBytes(5_000) }));
    const bytes = archiveWith(...files);
    const whole = minimalEntries().length + files.length;
    for (const delayMs of [150, 250, 300, 350, 450]) {
      const code = `
        const { createBundleReader } = await import(${JSON.stringify(new URL('./bundleReader.ts', import.meta.url).href)});
        const reader = createBundleReader(${JSON.stringify({ stagingDir, bundlesDir })});
        const signal = new AbortController().signal;
        const bundle = await reader.open(${JSON.stringify(write(bytes))}, { signal });
        for (;;) {
          await reader.commit(await reader.unpack(bundle, 'staging', { signal }), bundle.sha256);
          await reader.removeInstalled(bundle.sha256);
        }`;
      const child = spawn(process.execPath, ['--input-type=module', '-e', code], { cwd: folder, stdio: 'ignore' });
      const exited = once(child, 'exit');
      await vi.waitFor(() => expect(staged().length).toBeGreaterThan(0), { timeout: 10_000, interval: 5 });
      // No sleep to wait for something: the moment of the crash is what is tried.
      await new Promise((resolve) => setTimeout(resolve, delayMs));
      child.kill('SIGKILL');
      await exited;
      for (const name of existsSync(bundlesDir) ? readdirSync(bundlesDir) : []) {
        const installed = readdirSync(join(bundlesDir, name), { recursive: true, withFileTypes: true });
        expect(installed.filter((item) => item.isFile())).toHaveLength(whole);
      }
      await reader.sweep([]);
      expect([...staged(), ...readdirSync(stagingDir)]).toEqual([]);
    }
  });
});
