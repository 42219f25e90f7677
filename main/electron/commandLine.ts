/**
 * What a command line asks of this shell.
 *
 * Electron and Chromium put switches of their own among the arguments, and in development the app's folder. So nothing
 * is refused: what is meant for Gatehouse is told by its form.
 */
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isInstallLink } from '../../app/imports/links/gatehouseLink.ts';

/** The scheme of links that other programs open. Our own page is served by another one. */
export const LINK_SCHEME = 'gatehouse';

const DATA_DIR = '--data-dir';

export interface CommandLine {
  /** As typed. */
  readonly dataDir?: string;
  /** Bundles to open, absolute. */
  readonly files: readonly string[];
  /** Install links to show. */
  readonly links: readonly string[];
  /** Whether a packaged app shall have developer tools. */
  readonly devTools: boolean;
}

/** Pure but for `resolve`, which may ask for the current drive. */
export function readCommandLine(argv: readonly string[], workingDir: string): CommandLine {
  const args = argv.slice(1);
  const at = args.indexOf(DATA_DIR);
  const joined = args.find((arg) => arg.startsWith(`${DATA_DIR}=`))?.slice(DATA_DIR.length + 1);
  const dataDir = at === -1 ? joined : args[at + 1];
  const files = args.flatMap((arg) => bundlePath(arg) ?? []).map((path) => resolve(workingDir, path));
  // SECURITY(S11): of all links, the one kind that ends in a question.
  const links = args.filter(isInstallLink);
  return { files, links, devTools: args.includes('--devtools'), ...(dataDir === undefined ? {} : { dataDir }) };
}

/** Linux desktops name files by `file:` URLs, as Exec's `%U` allows (Desktop Entry Specification §Exec variables). */
function bundlePath(arg: string): string | undefined {
  if (!/\.(?:mcpb|dxt)$/i.test(arg) || arg.startsWith('-')) return undefined;
  if (/^file:\/\/\//i.test(arg)) return pathOfUrl(arg);
  // SECURITY(S11): a link is never taken for a path.
  return /^[a-z][a-z0-9+.-]+:/i.test(arg) ? undefined : arg;
}

/** `undefined` for one that names no path, such as one with an encoded separator. */
function pathOfUrl(url: string): string | undefined {
  try {
    return fileURLToPath(url);
  } catch {
    return undefined;
  }
}

/** Whether this is a link for Gatehouse at all. */
export function isLink(text: string): boolean {
  return URL.parse(text)?.protocol === `${LINK_SCHEME}:`;
}
