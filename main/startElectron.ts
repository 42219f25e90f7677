/**
 * Where Electron's binary is, and one try to fetch it where it isn't.
 *
 * Electron's package is never imported: importing it starts a download by itself.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const DOWNLOADS = 'https://github.com/electron/electron/releases/';
/** How long the download host may take to answer at all, milliseconds. */
const REACH_LIMIT_MS = 20_000;
/** How long the whole download may take, milliseconds. */
const DOWNLOAD_LIMIT_MS = 10 * 60_000;
/** How long a failure is remembered, milliseconds, so that not every start waits for it. */
const REMEMBER_MS = 24 * 60 * 60_000;
const FAILURE_STAMP = 'out/.no-electron';

/** Absolute path of the binary, if it is there: `path.txt` names the file within `dist/`. */
export function electronBinary(root: string): string | undefined {
  const electron = join(root, 'node_modules/electron');
  const name = join(electron, 'path.txt');
  if (!existsSync(name)) return undefined;
  const binary = join(electron, 'dist', readFileSync(name, 'utf8').trim());
  return existsSync(binary) ? binary : undefined;
}

/**
 * Lets Electron's package fetch its binary. `undefined` when the host can't be reached or the download fails, which is
 * remembered for a day, and always where `CI` is set.
 */
export async function fetchElectron(root: string): Promise<string | undefined> {
  const installer = join(root, 'node_modules/electron/install.js');
  const failedMs = statSync(join(root, FAILURE_STAMP), { throwIfNoEntry: false })?.mtimeMs;
  const failedLately = failedMs !== undefined && Date.now() - failedMs < REMEMBER_MS;
  if (process.env['CI'] || failedLately || !existsSync(installer)) return undefined;
  process.stderr.write('Fetching Electron, once…\n');
  const fetched = (await isReachable()) && (await runInstaller(installer)) ? electronBinary(root) : undefined;
  if (fetched === undefined) {
    process.stderr.write('Electron could not be fetched; Gatehouse opens in a browser instead.\n');
    mkdirSync(join(root, 'out'), { recursive: true });
    writeFileSync(join(root, FAILURE_STAMP), '');
  }
  return fetched;
}

async function isReachable(): Promise<boolean> {
  try {
    // Any answer will do; the installer finds out the rest. It reads ELECTRON_MIRROR too.
    const host = process.env['ELECTRON_MIRROR'] ?? DOWNLOADS;
    await fetch(host, { method: 'HEAD', redirect: 'manual', signal: AbortSignal.timeout(REACH_LIMIT_MS) });
    return true;
  } catch {
    return false;
  }
}

function runInstaller(installer: string): Promise<boolean> {
  const child = spawn(process.execPath, [installer], { stdio: 'ignore', shell: false, timeout: DOWNLOAD_LIMIT_MS });
  return new Promise((ended) => {
    child.on('error', () => ended(false));
    child.on('exit', (code) => ended(code === 0));
  });
}
