/**
 * Shows the page in a window of its own, in a Chromium or Chrome that is installed.
 *
 * The browser gets a profile inside the data folder: no extension of the person's reads the page, and no other program's
 * cached files or service workers for the same port are found.
 */
import { spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { posix, win32 } from 'node:path';

interface Machine {
  readonly platform: NodeJS.Platform;
  readonly env: NodeJS.ProcessEnv;
  /** The process runs as root, where Chromium refuses its own sandbox. */
  readonly isRoot: boolean;
  readonly isExecutable: (path: string) => boolean;
}

const LINUX_NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const MAC_APPS = ['Google Chrome', 'Chromium', 'Microsoft Edge'];
const WINDOWS_PROGRAMS = ['Google\\Chrome\\Application\\chrome.exe', 'Microsoft\\Edge\\Application\\msedge.exe'];

/** Absolute path of a browser that can show an app window here; `undefined` without display or browser, or as root. */
export function findBrowser(machine: Machine = thisMachine()): string | undefined {
  const { platform, env, isRoot } = machine;
  if (isRoot) return undefined;
  if (platform === 'linux' && !env['DISPLAY'] && !env['WAYLAND_DISPLAY']) return undefined;
  return installedBrowser(machine);
}

/** Absolute path of the first Chromium or Chrome that is installed, whether or not it can show a window. */
export function installedBrowser(machine: Machine = thisMachine()): string | undefined {
  return candidates(machine.platform, machine.env).find(machine.isExecutable);
}

/** Opens a link and lets go: the window outlives this call and, if need be, this process. */
export function openWindow(browser: string, url: string, profileDir: string): void {
  // SECURITY(S4): other users can read this command line, which is why the link's code is good once and for 30 seconds.
  const child = spawn(
    browser,
    [`--app=${url}`, `--user-data-dir=${profileDir}`, '--no-first-run', '--no-default-browser-check'],
    { detached: true, stdio: 'ignore', shell: false },
  );
  // The link was printed as well, so a browser that doesn't start costs nothing.
  child.on('error', () => undefined);
  child.unref();
}

function candidates(platform: NodeJS.Platform, env: NodeJS.ProcessEnv): readonly string[] {
  if (platform === 'darwin') return MAC_APPS.map((name) => `/Applications/${name}.app/Contents/MacOS/${name}`);
  if (platform === 'win32') {
    const roots = [env['ProgramFiles'], env['ProgramFiles(x86)'], env['LocalAppData']];
    return roots
      .filter((root) => root !== undefined)
      .flatMap((root) => WINDOWS_PROGRAMS.map((program) => win32.join(root, program)));
  }
  const folders = (env['PATH'] ?? '').split(':').filter((folder) => posix.isAbsolute(folder));
  return LINUX_NAMES.flatMap((name) => folders.map((folder) => posix.join(folder, name)));
}

function thisMachine(): Machine {
  return {
    platform: process.platform,
    env: process.env,
    isRoot: process.getuid?.() === 0,
    isExecutable(path) {
      try {
        accessSync(path, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    },
  };
}
