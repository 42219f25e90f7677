/**
 * What `npm start` decides before it starts anything.
 */
import { mkdir, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readFlags } from './start.ts';
import { isStale } from './startBuild.ts';
import { electronBinary } from './startElectron.ts';
import { temporaryFolder } from './testing/temporaryFolder.ts';

describe('flags', () => {
  test('all of them', () => {
    const args = ['--loopback', '--no-open', '--port', '0', '--data-dir', 'data', 'some.mcpb'];
    expect(readFlags(args)).toEqual({
      loopback: true,
      open: false,
      port: '0',
      dataDir: 'data',
      file: 'some.mcpb',
    });
  });

  test.each([
    [['--help'], 'Usage:'],
    [['--unknown'], 'Unknown option'],
    [['--port'], 'argument missing'],
    [['one.mcpb', 'two.mcpb'], 'One bundle or link at a time'],
  ])('%j is answered with words', (args, words) => {
    expect(readFlags(args)).toContain(words);
  });
});

/** Writes a file that changed at a second of its own. */
async function put(root: string, path: string, second: number): Promise<void> {
  await mkdir(join(root, dirname(path)), { recursive: true });
  await writeFile(join(root, path), '');
  await utimes(join(root, path), second, second);
}

describe('a build is stale', () => {
  test.each([
    ['when there is none', undefined, true],
    ['when a source is newer', 15, true],
    ['not when every source is older', 25, false],
  ])('%s', async (_name, builtAt, stale) => {
    const folder = temporaryFolder();
    await put(folder, 'app/host.ts', 10);
    await put(folder, 'renderer/deep/down/page.tsx', 20);
    if (builtAt !== undefined) await put(folder, 'out/.built', builtAt);
    expect(isStale(folder)).toBe(stale);
  });
});

describe('Electron is there', () => {
  test.each([
    ['when the binary that path.txt names is', ['path.txt', 'dist/electron'], true],
    ['not when only the package is', ['package.json'], false],
    ['not when a download stopped half way', ['path.txt'], false],
  ])('%s', async (_name, files, there) => {
    const folder = temporaryFolder();
    for (const file of files) await put(folder, `node_modules/electron/${file}`, 10);
    if (files.includes('path.txt')) await writeFile(join(folder, 'node_modules/electron/path.txt'), 'electron\n');
    expect(electronBinary(folder) !== undefined).toBe(there);
  });
});
