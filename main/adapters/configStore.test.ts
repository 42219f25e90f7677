import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { temporaryFolder } from '../testing/temporaryFolder.ts';
import { createConfigStore } from './configStore.ts';

function startFolder() {
  const dir = temporaryFolder();
  const file = join(dir, 'config.json');
  return { dir, file, open: () => createConfigStore({ dir }), content: () => readFileSync(file, 'utf8') };
}

describe('createConfigStore', () => {
  test('keeps documents over a restart, each whole, names with dots included', async () => {
    const { open } = startFolder();
    const store = await open();
    expect(store.get('servers')).toBeUndefined();
    store.set('servers', { 'a.b': [1, { c: 'é' }] });
    store.set('settings', { theme: 'dark' });
    const later = await open();
    expect(later.get('servers')).toEqual({ 'a.b': [1, { c: 'é' }] });
    expect(later.get('settings')).toEqual({ theme: 'dark' });
    expect(later.setAside).toBeUndefined();
  });

  test.runIf(process.platform !== 'win32')('S9: its file is for its owner only, also when it was not', async () => {
    const { dir, file, open } = startFolder();
    writeFileSync(file, '{}', { mode: 0o644 });
    const store = await open();
    expect(statSync(file).mode & 0o777).toBe(0o600);
    store.set('servers', []);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readdirSync(dir)).toEqual(['config.json']);
  });

  test.each([
    ['no JSON', '{"servers": [1, '],
    ['nothing', ''],
    ['a list', '[1, 2]'],
    ['a version that is no number', '{"formatVersion":"one"}'],
  ])('a file that holds %s is set aside, not overwritten', async (_name, broken) => {
    const { file, open } = startFolder();
    writeFileSync(file, broken);
    const store = await open();
    store.set('settings', { theme: 'dark' });
    expect(readFileSync(store.setAside ?? '', 'utf8')).toBe(broken);
    const later = await open();
    expect([later.get('settings'), later.setAside, later.liesSetAside()]).toEqual([{ theme: 'dark' }, undefined, true]);
  });

  test('a file that breaks while Gatehouse runs is reported and left as it is', async () => {
    const { file, open, content } = startFolder();
    const store = await open();
    store.set('servers', []);
    writeFileSync(file, 'somebody’s typo');
    const unreadable = expect.objectContaining({ code: 'STORE_UNREADABLE' }) as Error;
    expect(() => store.get('servers')).toThrow(unreadable);
    expect(() => store.set('servers', [1])).toThrow(unreadable);
    expect(content()).toBe('somebody’s typo');
  });

  test('a file of a newer version is left alone', async () => {
    const { file, open, content } = startFolder();
    writeFileSync(file, '{"formatVersion":2}');
    await expect(open()).rejects.toMatchObject({ code: 'STORE_NEWER_VERSION', data: { formatVersion: 2 } });
    expect(content()).toBe('{"formatVersion":2}');
  });

  test('what a killed host was writing is swept up, and nothing else', async () => {
    const { dir, open } = startFolder();
    for (const name of ['config.json.tmp-1234567890abcdef', 'config.json.tmp-mine', 'config.json']) {
      writeFileSync(join(dir, name), '{}');
    }
    await open();
    expect(readdirSync(dir).sort()).toEqual(['config.json', 'config.json.tmp-mine']);
  });

  test.runIf(existsSync('/usr/bin/bwrap'))('on a full disk keeps what was there, and says so', () => {
    // A disk of 1 MB, in a mount namespace of its own.
    const script = `
      import { createConfigStore } from ${JSON.stringify(join(import.meta.dirname, 'configStore.ts'))};
      const open = () => createConfigStore({ dir: '/mnt' });
      const store = await open();
      store.set('settings', { theme: 'dark' });
      try { store.set('servers', 'x'.repeat(3_000_000)); } catch (error) { console.log(error.code); }
      console.log(JSON.stringify((await open()).get('settings')));
      store.set('servers', []);
      console.log(JSON.stringify((await open()).get('servers')));`;
    const sandbox = ['--dev-bind', '/', '/', '--size', '1000000', '--tmpfs', '/mnt', '--'];
    const args = [...sandbox, process.execPath, '--input-type=module-typescript', '-e', script];
    expect(execFileSync('/usr/bin/bwrap', args, { encoding: 'utf8' })).toBe('STORE_DISK_FULL\n{"theme":"dark"}\n[]\n');
  });

  test('works through another class of the same make, as Electron has it', async () => {
    const { dir } = startFolder();
    const seen: unknown[] = [];
    class ElectronStore {
      readonly values: Record<string, unknown> = {};
      constructor(options: object) {
        seen.push(options);
      }
      get(name: string): unknown {
        return this.values[name];
      }
      set(values: Readonly<Record<string, unknown>>): void {
        Object.assign(this.values, values);
      }
    }
    const store = await createConfigStore({ dir, loadStoreClass: async () => ElectronStore });
    store.set('eras', { a: 1 });
    expect(store.get('eras')).toEqual({ a: 1 });
    expect(seen).toMatchObject([{ cwd: dir, name: 'config', configFileMode: 0o600 }]);
  });

  test.runIf(process.platform !== 'win32')('leaves the host in charge of signals', () => {
    const { dir } = startFolder();
    const script = `
      import { createConfigStore } from ${JSON.stringify(join(import.meta.dirname, 'configStore.ts'))};
      let received = 0;
      process.on('SIGTERM', () => {
        if (++received === 1) setTimeout(() => { console.log(received); process.exit(); }, 100);
      });
      await createConfigStore({ dir: ${JSON.stringify(dir)} });
      process.kill(process.pid, 'SIGTERM');
      setInterval(() => {}, 1000);`;
    const args = ['--input-type=module-typescript', '-e', script];
    expect(execFileSync(process.execPath, args, { encoding: 'utf8' })).toBe('1\n');
  });
});
