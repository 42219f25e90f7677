/**
 * Paths as texts, compared by whole segments after normalising, in the manner of the machine they are for.
 *
 * Nothing here touches a file: links are not followed. Never compare paths by prefix: `/etc` is no parent of `/etcetera`.
 */
import type { MachineFacts } from '../ports/runtimes.ts';

type Platform = MachineFacts['platform'];

/** An absolute path in parts: `/` or `C:` or `\\server\share`, and what stands below it, without `.` and `..`. */
export interface MachinePath {
  readonly root: string;
  readonly segments: readonly string[];
}

export function hasSeparator(path: string, platform: Platform): boolean {
  return path.includes('/') || (platform === 'win32' && path.includes('\\'));
}

export function isAbsolutePath(path: string, platform: Platform): boolean {
  return rootOf(path, platform) !== undefined;
}

/** Where `path` leads, seen from `base`, which must be absolute. `..` above the root stays at the root. */
export function parsePath(path: string, base: string, platform: Platform): MachinePath {
  const root = rootOf(path, platform);
  const below = splitSegments(path.slice(root?.length ?? 0), platform);
  if (root !== undefined) return { root: rootName(root, platform), segments: withoutDots([], below) };
  const start = base === path ? { root: '/', segments: [] } : parsePath(base, base, platform);
  return { root: start.root, segments: withoutDots(start.segments, below) };
}

export function pathText(path: MachinePath, platform: Platform): string {
  const separator = platform === 'win32' ? '\\' : '/';
  return path.root === '/' ? `/${path.segments.join('/')}` : [path.root, ...path.segments].join(separator);
}

/** What stands below `dir`: empty for `dir` itself, `undefined` when `path` is somewhere else. */
export function segmentsBelow(path: MachinePath, dir: MachinePath, platform: Platform): readonly string[] | undefined {
  const same = (a: string | undefined, b: string): boolean =>
    a !== undefined && fold(a, platform) === fold(b, platform);
  if (!same(path.root, dir.root)) return undefined;
  if (!dir.segments.every((segment, index) => same(path.segments[index], segment))) return undefined;
  return path.segments.slice(dir.segments.length);
}

/** For comparing names of files: without regard to case where file systems usually disregard it. */
export function fold(name: string, platform: Platform): string {
  return platform === 'linux' ? name : name.normalize('NFC').toLowerCase();
}

function rootOf(path: string, platform: Platform): string | undefined {
  const pattern = platform === 'win32' ? /^(?:[\\/]{2}[^\\/]+[\\/]+[^\\/]+|[A-Za-z]:(?=[\\/])|[\\/])/ : /^\//;
  return pattern.exec(path)?.[0];
}

/** A path from the root of no drive in particular, `\Windows`, counts as on `C:`. */
function rootName(root: string, platform: Platform): string {
  if (platform !== 'win32') return '/';
  return /^[\\/]$/.test(root) ? 'C:' : root.replaceAll('/', '\\');
}

function splitSegments(text: string, platform: Platform): readonly string[] {
  const segments = text.split(platform === 'win32' ? /[\\/]+/ : /\/+/);
  // Windows drops dots and spaces at the end of a name.
  return platform === 'win32'
    ? segments.map((name) => (/^\.+$/.test(name) ? name : name.replace(/[. ]+$/, '')))
    : segments;
}

function withoutDots(start: readonly string[], more: readonly string[]): readonly string[] {
  const segments = [...start];
  for (const segment of more) {
    if (segment === '..') segments.pop();
    else if (segment !== '' && segment !== '.') segments.push(segment);
  }
  return segments;
}
