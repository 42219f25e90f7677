/**
 * Finding real executables, and asking real programs for their version.
 */
import { chmodSync, mkdirSync, readFileSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { temporaryFolder } from '../testing/temporaryFolder.ts';
import { createRuntimes } from './runtimes.ts';

const onWindows = process.platform === 'win32';

/** A folder with programs: shell scripts by name. */
function folderWith(programs: Readonly<Record<string, string>>): string {
  const dir = temporaryFolder();
  for (const [name, script] of Object.entries(programs)) {
    mkdirSync(join(dir, name, '..'), { recursive: true });
    writeFileSync(join(dir, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  }
  return dir;
}
const startRuntimes = (...path: readonly string[]) =>
  createRuntimes({ env: { PATH: path.join(delimiter), HOME: '/home/ana' }, homeDir: '/home/ana' });

describe('the Node runtime', () => {
  test('is the one Gatehouse is told it brings', async () => {
    const brought = await createRuntimes({ bundledNode: process.execPath }).find('node');
    expect(brought).toEqual({
      name: 'node',
      path: realpathSync(process.execPath),
      version: process.versions.node,
      provided: 'gatehouse',
    });
  });

  test('is found without being told where, as an absolute path that answers its version', async () => {
    const found = await createRuntimes().find('node');
    expect(found?.path).toBe(realpathSync(found?.path ?? ''));
    expect(Number.parseInt(found?.version ?? '', 10)).toBeGreaterThanOrEqual(20);
  });

  test('one that is told and does not work is passed over', async () => {
    const found = await createRuntimes({ bundledNode: '/nowhere/node' }).find('node');
    expect(found).toMatchObject({ path: realpathSync(process.execPath), provided: 'found' });
  });
});

describe.skipIf(onWindows)('other runtimes', () => {
  test('are found on the PATH of the session', async () => {
    const dir = folderWith({ uv: 'echo "uv 0.9.8 (abc 2026-01-01)"' });
    expect(await startRuntimes(dir).find('uv')).toEqual({
      name: 'uv',
      path: join(dir, 'uv'),
      version: '0.9.8',
      provided: 'found',
    });
  });

  test('one that is nowhere is undefined', async () => {
    expect(await startRuntimes(temporaryFolder()).find('uv')).toBeUndefined();
  });

  test.each([
    ['fails', 'exit 1'],
    ['says nothing of a version', 'echo hello'],
    ['floods', 'yes 1.2.3'],
  ])('one that %s is passed over for the next', async (_name, script) => {
    const [broken, good] = [folderWith({ uv: script }), folderWith({ uv: 'echo uv 1.2.3' })];
    expect(await startRuntimes(broken, good).find('uv')).toMatchObject({ path: join(good, 'uv'), version: '1.2.3' });
  });

  test('its version is asked once, and again when the program changed', async () => {
    const dir = folderWith({ uv: 'echo x >> "$0.asked"; echo uv 1.0.0' });
    const runtimes = startRuntimes(dir);
    await runtimes.find('uv');
    await runtimes.find('uv');
    expect(readFileSync(join(dir, 'uv.asked'), 'utf8')).toBe('x\n');
    writeFileSync(join(dir, 'uv'), '#!/bin/sh\necho uv 2.0.0-rc.1\n');
    expect((await runtimes.find('uv'))?.version).toBe('2.0.0-rc.1');
  });

  test('is asked with the environment servers get, no more (S7)', async () => {
    const dir = folderWith({ uv: 'env > "$0.env"; echo uv 1.0.0' });
    process.env['GATEHOUSE_TEST_TOKEN'] = 'secret';
    try {
      await startRuntimes(dir).find('uv');
    } finally {
      delete process.env['GATEHOUSE_TEST_TOKEN'];
    }
    const names = readFileSync(join(dir, 'uv.env'), 'utf8')
      .split('\n')
      .map((line) => line.split('=')[0] ?? '');
    // The shell of the script adds those three.
    expect(names.filter((name) => !['', '_', 'PWD', 'SHLVL', 'OLDPWD'].includes(name)).sort()).toEqual([
      'HOME',
      'PATH',
    ]);
  });

  test('a relative folder on PATH is not searched (S7)', async () => {
    const dir = folderWith({ 'evil/uv': 'echo uv 6.6.6' });
    const before = process.cwd();
    process.chdir(dir);
    try {
      expect(await startRuntimes('evil', '', '.').find('uv')).toBeUndefined();
    } finally {
      process.chdir(before);
    }
  });
});

describe.skipIf(onWindows)('resolving a command', () => {
  const cwd = (): string => folderWith({ run: '', 'bin/run': '' });

  test('an absolute one stands as it is, links resolved', async () => {
    const dir = cwd();
    symlinkSync('run', join(dir, 'link'));
    expect(await startRuntimes().resolve(join(dir, 'link'), '/')).toBe(join(dir, 'run'));
  });

  test.each([
    ['./run', 'run'],
    ['bin/run', 'bin/run'],
    ['bin/../run', 'run'],
  ])('%s is found from the working directory', async (command, found) => {
    const dir = cwd();
    expect(await startRuntimes().resolve(command, dir)).toBe(join(dir, found));
  });

  test('a bare name is searched on PATH, never in the working directory (S7)', async () => {
    const [dir, other] = [cwd(), folderWith({ run: '' })];
    expect(await startRuntimes().resolve('run', dir)).toBeUndefined();
    expect(await startRuntimes(other).resolve('run', dir)).toBe(join(other, 'run'));
  });

  test('system folders come before those of the session (S7)', async () => {
    const runtimes = startRuntimes(folderWith({ sh: '' }));
    expect(await runtimes.resolve('sh', '/')).toBe(realpathSync('/bin/sh'));
  });

  test.each([
    ['a folder', './bin'],
    ['a file that is not executable', './data'],
    ['what is not there', './nowhere'],
    ['a link to itself', './loop'],
    ['nothing', ''],
    ['a name with a NUL in it', './run\0.txt'],
    ['the working directory', '.'],
  ])('%s is no command', async (_name, command) => {
    const dir = cwd();
    writeFileSync(join(dir, 'data'), '');
    chmodSync(join(dir, 'data'), 0o644);
    symlinkSync('loop', join(dir, 'loop'));
    expect(await startRuntimes(dir).resolve(command, dir)).toBeUndefined();
  });
});

describe('looking at files', () => {
  test('the head is the first bytes, or fewer, or nothing', async () => {
    const dir = temporaryFolder();
    writeFileSync(join(dir, 'file'), 'abcdef');
    const runtimes = createRuntimes();
    const head = (path: string, bytes: number) => runtimes.head(path, bytes);
    expect(Buffer.from((await head(join(dir, 'file'), 4)) ?? []).toString()).toBe('abcd');
    expect((await head(join(dir, 'file'), 100))?.length).toBe(6);
    expect([await head(dir, 4), await head(join(dir, 'nowhere'), 4)]).toEqual([undefined, undefined]);
  });

  test('tells folders from everything else', async () => {
    const dir = temporaryFolder();
    writeFileSync(join(dir, 'file'), '');
    const runtimes = createRuntimes();
    const paths = [dir, join(dir, 'file'), join(dir, 'nowhere')];
    expect(await Promise.all(paths.map((path) => runtimes.isDirectory(path)))).toEqual([true, false, false]);
    expect(await Promise.all(paths.map((path) => runtimes.canOpenFolder(path)))).toEqual([true, false, false]);
  });

  // Root may open everything, and on Windows modes say nothing.
  test.skipIf((process.getuid?.() ?? 0) === 0)(
    'a folder opens only with the rights to list and to enter it',
    async () => {
      const dir = temporaryFolder();
      const modes = ['700', '500', '600', '300', '000'];
      for (const mode of modes) mkdirSync(join(dir, mode), { mode: Number.parseInt(mode, 8) });
      // What can't be listed can't be removed either.
      onTestFinished(() => modes.forEach((mode) => chmodSync(join(dir, mode), 0o700)));
      const runtimes = createRuntimes();
      const opens = await Promise.all(modes.map((mode) => runtimes.canOpenFolder(join(dir, mode))));
      expect(modes.filter((_mode, index) => opens[index])).toEqual(['700', '500']);
    },
  );
});
