/**
 * What a command line asks of this shell.
 *
 * Electron and Chromium put switches of their own among the arguments, and in development the app's folder. So nothing
 * is refused: what is meant for Gatehouse is told by its form.
 */
import { resolve } from 'node:path';

/** The scheme of links that other programs open. Our own page is served by another one. */
export const LINK_SCHEME = 'gatehouse';

const DATA_DIR = '--data-dir';

export interface CommandLine {
  /** As typed. */
  readonly dataDir?: string;
  /** Bundles to open, absolute. */
  readonly files: readonly string[];
  /** Whether a packaged app shall have developer tools. */
  readonly devTools: boolean;
}

/** Pure but for `resolve`, which may ask for the current drive. */
export function readCommandLine(argv: readonly string[], workingDir: string): CommandLine {
  const args = argv.slice(1);
  const at = args.indexOf(DATA_DIR);
  const dataDir =
    at === -1 ? args.find((arg) => arg.startsWith(`${DATA_DIR}=`))?.slice(DATA_DIR.length + 1) : args[at + 1];
  const files = args.filter((arg) => isBundleName(arg)).map((arg) => resolve(workingDir, arg));
  return { files, devTools: args.includes('--devtools'), ...(dataDir === undefined ? {} : { dataDir }) };
}

/** SECURITY(S11): a link is never taken for a path. For now it brings the window to the front, and nothing in it is read. */
function isBundleName(arg: string): boolean {
  return /\.(?:mcpb|dxt)$/i.test(arg) && !arg.startsWith('-') && !/^[a-z][a-z0-9+.-]+:/i.test(arg);
}

/** Whether this is a link for Gatehouse at all. */
export function isLink(text: string): boolean {
  return URL.parse(text)?.protocol === `${LINK_SCHEME}:`;
}
