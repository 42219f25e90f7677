/**
 * Runs against a real secret service in a D-Bus session of its own, where the machine has one (Debian: dbus,
 * gnome-keyring). Never against the keychain of the person who runs the tests.
 */
import { execFile, execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { temporaryFolder } from '../testing/temporaryFolder.ts';
import { deriveKey } from './keychain.ts';

const run = promisify(execFile);
const keychainModule = join(import.meta.dirname, 'keychain.ts');

const hasSecretService =
  process.platform === 'linux' &&
  ['dbus-run-session', 'gnome-keyring-daemon'].every((name) => existsSync(`/usr/bin/${name}`));

/** Prints, as JSON, what `script` pushes to `out`; `openKeychain` is at hand. */
const programOf = (script: string): string =>
  `import { openKeychain } from ${JSON.stringify(keychainModule)};
   const out = []; ${script}
   process.stdout.write(JSON.stringify(out)); process.exit(0);`;

async function runInSession(home: string, script: string, unlock = true): Promise<unknown> {
  const keyring = unlock ? 'printf test | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1; ' : '';
  const shell = `${keyring}exec "$0" --input-type=module-typescript -e "$1"`;
  const args = ['--', 'sh', '-c', shell, process.execPath, programOf(script)];
  const env = { PATH: '/usr/bin:/bin', HOME: home, XDG_RUNTIME_DIR: home, XDG_DATA_HOME: join(home, 'data') };
  const { stdout } = await run('/usr/bin/dbus-run-session', args, { env, timeout: 25_000 });
  return JSON.parse(stdout);
}

describe('openKeychain', () => {
  test.runIf(hasSecretService)('makes a key at the first start, finds it at the next, and forgets it', async () => {
    const home = temporaryFolder();
    const other = temporaryFolder();
    const result = await runInSession(
      home,
      `const open = async (dataDir) => { const k = await openKeychain({ dataDir }); return k; };
       const first = await open(${JSON.stringify(home)});
       const again = await open(${JSON.stringify(home)});
       const others = await open(${JSON.stringify(other)});
       out.push(first.key.length, Buffer.from(first.key).equals(again.key), Buffer.from(first.key).equals(others.key));
       await first.forget();
       const anew = await open(${JSON.stringify(home)});
       const kept = await open(${JSON.stringify(other)});
       out.push(Buffer.from(first.key).equals(anew.key), Buffer.from(others.key).equals(kept.key));`,
    );
    expect(result).toEqual([32, true, false, false, true]);
  });

  test.runIf(hasSecretService)('S9: gives no key where the session has no keychain', async () => {
    const home = temporaryFolder();
    const script = `out.push((await openKeychain({ dataDir: ${JSON.stringify(home)}, timeoutMs: 2000 })) === undefined);`;
    expect(await runInSession(home, script, false)).toEqual([true]);
  });

  test.runIf(process.platform === 'linux')('S9: gives no key, and writes nothing, without a session bus', () => {
    const home = temporaryFolder();
    const script = `out.push((await openKeychain({ dataDir: ${JSON.stringify(home)} })) === undefined);`;
    const env = {
      HOME: home,
      XDG_RUNTIME_DIR: home,
      PATH: '/nonexistent',
      DBUS_SESSION_BUS_ADDRESS: 'unix:path=/none',
    };
    const args = ['--input-type=module-typescript', '-e', programOf(script)];
    expect(execFileSync(process.execPath, args, { env, encoding: 'utf8' })).toBe('[true]');
    expect(execFileSync('find', [home, '-type', 'f'], { encoding: 'utf8' })).toBe('');
  });
});

describe('deriveKey', () => {
  test('makes keys that differ by purpose and by master key, the same at every start', () => {
    const hex = (seed: number, purpose: 'secrets' | 'grants'): string =>
      Buffer.from(deriveKey(Buffer.alloc(32, seed), purpose)).toString('hex');
    expect(new Set([hex(1, 'secrets'), hex(1, 'grants'), hex(2, 'secrets'), hex(2, 'grants')]).size).toBe(4);
    expect(hex(1, 'secrets')).toBe(hex(1, 'secrets'));
    expect(hex(1, 'secrets')).toHaveLength(64);
  });
});
