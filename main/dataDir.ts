/**
 * The folder that holds everything Gatehouse stores, private to its user.
 */
import { chmod, mkdir, readdir, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { posix, resolve, win32 } from 'node:path';
import { EXIT, StartProblem } from './startProblem.ts';

/** A file that every data folder has, by which one is told from a folder named by mistake. */
export const INSTANCE_LOCK_FILE = 'instance.lock';

/** Where the data folder is unless a person names another (on Linux: XDG Base Directory Specification). Pure. */
export function defaultDataDir(
  platform: NodeJS.Platform = process.platform,
  env: NodeJS.ProcessEnv = process.env,
  home: string = homedir(),
): string {
  if (platform === 'win32') return win32.join(env['APPDATA'] ?? win32.join(home, 'AppData', 'Roaming'), 'Gatehouse');
  if (platform === 'darwin') return posix.join(home, 'Library', 'Application Support', 'Gatehouse');
  const dataHome = env['XDG_DATA_HOME'];
  // The specification has relative paths ignored.
  const base = dataHome !== undefined && posix.isAbsolute(dataHome) ? dataHome : posix.join(home, '.local', 'share');
  return posix.join(base, 'gatehouse');
}

/**
 * Makes the folder, mode 0700, and answers its absolute path.
 *
 * @throws {StartProblem} when it can't be made, or is a folder with other things in it: closing that to everyone else
 *   would lock people out of what is theirs.
 */
export async function prepareDataDir(path: string): Promise<string> {
  const dataDir = resolve(path);
  try {
    await mkdir(dataDir, { recursive: true, mode: 0o700 });
    if (process.platform === 'win32' || ((await stat(dataDir)).mode & 0o077) === 0) return dataDir;
    const names = await readdir(dataDir);
    if (names.length > 0 && !names.includes(INSTANCE_LOCK_FILE)) {
      throw new StartProblem(`${dataDir} holds other things. Name an empty folder, or one that does not exist yet.`, {
        exitCode: EXIT.usage,
      });
    }
    await chmod(dataDir, 0o700);
    return dataDir;
  } catch (error) {
    if (error instanceof StartProblem) throw error;
    throw new StartProblem(`Gatehouse can't use ${dataDir} for its data: ${String(error)}`, { cause: error });
  }
}
