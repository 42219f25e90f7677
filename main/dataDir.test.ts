/**
 * Where the data folder is, and that it is private.
 */
import { chmod, mkdir, readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { defaultDataDir, INSTANCE_LOCK_FILE, prepareDataDir } from './dataDir.ts';
import { temporaryFolder } from './testing/temporaryFolder.ts';

test.each([
  ['linux', {}, '/home/ada/.local/share/gatehouse'],
  ['linux', { XDG_DATA_HOME: '/data' }, '/data/gatehouse'],
  ['linux', { XDG_DATA_HOME: 'relative' }, '/home/ada/.local/share/gatehouse'],
  ['darwin', { XDG_DATA_HOME: '/data' }, '/home/ada/Library/Application Support/Gatehouse'],
  ['win32', { APPDATA: 'C:\\Users\\ada\\AppData\\Roaming' }, 'C:\\Users\\ada\\AppData\\Roaming\\Gatehouse'],
] as const)('the default on %s with %o is %s', (platform, env, path) => {
  expect(defaultDataDir(platform, env, '/home/ada')).toBe(path);
});

describe.skipIf(process.platform === 'win32')('the data folder', () => {
  const modeOf = async (path: string) => (await stat(path)).mode & 0o777;

  test('is made with its parents, for its user alone', async () => {
    const folder = temporaryFolder();
    const path = await prepareDataDir(join(folder, 'not/there/yet'));
    expect(await modeOf(path)).toBe(0o700);
  });

  test('is closed to others when it is empty or Gatehouse’s own', async () => {
    const folder = temporaryFolder();
    const [empty, own] = [join(folder, 'empty'), join(folder, 'own')];
    for (const path of [empty, own]) await mkdir(path);
    await writeFile(join(own, INSTANCE_LOCK_FILE), '');
    for (const path of [empty, own]) {
      await chmod(path, 0o755);
      await prepareDataDir(path);
      expect(await modeOf(path)).toBe(0o700);
    }
  });

  test('is never somebody else’s folder: that is refused and left as it is', async () => {
    const folder = temporaryFolder();
    await chmod(folder, 0o755);
    await writeFile(join(folder, 'holiday.jpg'), '');
    await expect(prepareDataDir(folder)).rejects.toMatchObject({ name: 'StartProblem', exitCode: 64 });
    expect([await modeOf(folder), await readdir(folder)]).toEqual([0o755, ['holiday.jpg']]);
  });

  test('that can’t be made is said in words', async () => {
    const folder = temporaryFolder();
    await writeFile(join(folder, 'file'), '');
    await expect(prepareDataDir(join(folder, 'file/data'))).rejects.toThrow(/Gatehouse can't use .*file\/data/);
  });
});
