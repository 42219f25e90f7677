/**
 * Runs a command with a keychain and a home of its own: `node e2e/withKeyring.ts COMMAND ARGS…`
 *
 * On Linux that is a session bus and an unlocked gnome-keyring in a temporary folder, so that tests neither need nor
 * touch the keychain of the person who runs them. Elsewhere the command runs as it is.
 */
import { spawn, spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const INSIDE = '--inside';

async function main([first, ...rest]: readonly string[]): Promise<number> {
  if (first === undefined) throw new Error('Name a command.');
  if (first === INSIDE) {
    unlockKeyring();
    const [command = '', ...args] = rest;
    return run(command, args, process.env);
  }
  if (process.platform !== 'linux') return run(first, rest, process.env);
  const home = await mkdtemp(join(tmpdir(), 'gatehouse-home-'));
  try {
    const runtime = join(home, 'run');
    await mkdir(runtime, { mode: 0o700 });
    const env = { ...process.env, HOME: home, XDG_DATA_HOME: join(home, 'data'), XDG_RUNTIME_DIR: runtime };
    return await run('dbus-run-session', ['--', process.execPath, import.meta.filename, INSIDE, first, ...rest], env);
  } finally {
    await rm(home, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** The password comes from stdin; with an empty one the daemon makes no keyring. */
function unlockKeyring(): void {
  const started = spawnSync('gnome-keyring-daemon', ['--unlock', '--components=secrets'], { input: 'tests\n' });
  if (started.status !== 0) throw new Error(`gnome-keyring-daemon: ${started.stderr.toString()}`);
}

function run(command: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
  const child = spawn(command, args, { env, stdio: 'inherit' });
  process.on('SIGINT', () => undefined); // The terminal has sent it to the child as well.
  return new Promise((ended, failed) => {
    child.on('error', failed);
    child.on('exit', (code) => ended(code ?? 1));
  });
}

process.exitCode = await main(process.argv.slice(2));
