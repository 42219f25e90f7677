/**
 * Opens an address in the operating system's own browser. In the loopback shell the only way out of Gatehouse; Electron's
 * is in `main/electron/outside.ts`.
 *
 * SECURITY(S11): the address is one argument of a program and reaches no shell, and it was judged before it got here.
 */
import { spawn } from 'node:child_process';
import { isAbsolute } from 'node:path';
import { AppError } from '../../app/contract/errors.ts';
import type { Browser } from '../../app/ports/browser.ts';

interface Opener {
  readonly command: string;
  readonly args: readonly string[];
}

/** Choice: a program that only hands an address on is done long before; one that is still there is the browser itself. */
const STARTED_MS = 2_000;

/** @param env `BROWSER` names a browser by its absolute path, as other programs on Linux read it. */
export function createSystemBrowser(
  platform: NodeJS.Platform = process.platform,
  env: Readonly<NodeJS.ProcessEnv> = process.env,
): Browser {
  return {
    async open(url) {
      assertOpenable(url);
      const { command, args } = openerOf(platform, env);
      await started(command, [...args, url]);
    },
  };
}

/** The program that this platform opens addresses with. Pure. */
export function openerOf(platform: NodeJS.Platform, env: Readonly<NodeJS.ProcessEnv>): Opener {
  const named = env['BROWSER'];
  if (named !== undefined && isAbsolute(named)) return { command: named, args: [] };
  switch (platform) {
    case 'darwin':
      return { command: '/usr/bin/open', args: [] };
    case 'win32':
      // Takes the address as it is; `start` would be a command of the shell, which reads `&` as its own.
      return { command: 'rundll32.exe', args: ['url.dll,FileProtocolHandler'] };
    default:
      return { command: 'xdg-open', args: [] };
  }
}

/** What is no web address may start anything; whoever called should have known. */
export function assertOpenable(url: string): void {
  if (/^https?:\/\/[^\s"]+$/.test(url) && URL.canParse(url) && new URL(url).href === url) return;
  throw new AppError('BROWSER_NOT_OPENED', 'Only web addresses are opened.');
}

function started(command: string, args: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const failed = (cause?: unknown): void =>
      reject(new AppError('BROWSER_NOT_OPENED', 'The browser could not be started.', { cause }));
    const child = spawn(command, args, { shell: false, detached: true, stdio: 'ignore', windowsHide: true });
    const timer = setTimeout(resolve, STARTED_MS);
    child.once('error', (error) => {
      clearTimeout(timer);
      failed(error);
    });
    child.once('exit', (code) => {
      clearTimeout(timer);
      if (code === 0) resolve();
      else failed();
    });
    child.unref();
  });
}
