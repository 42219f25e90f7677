/**
 * Folders a person picked for a server, as the `file:` addresses it is told (RFC 8089).
 */
import type { ListRootsResult } from '@modelcontextprotocol/client';
import { baseName } from '../contract/fileNames.ts';

type Platform = 'linux' | 'darwin' | 'win32';

/** @param paths Absolute, as the picker gave them. */
export function listRoots(paths: readonly string[], platform: Platform): ListRootsResult {
  return { roots: paths.map((path) => ({ uri: fileUri(path, platform), name: baseName(path) })) };
}

/** Every character but those that a path may have in an address is percent-encoded (RFC 3986 §3.3). */
export function fileUri(path: string, platform: Platform): string {
  if (platform !== 'win32') return `file://${encodePath(path)}`;
  const slashed = path.replaceAll('\\', '/');
  const [, share] = /^\/\/([^/].*)$/.exec(slashed) ?? [];
  // `\\server\share` names a host, `C:\` a drive, whose colon stays as it is.
  return share === undefined ? `file:///${encodePath(slashed)}` : `file://${encodePath(share)}`;
}

function encodePath(path: string): string {
  return path
    .toWellFormed()
    .split('/')
    .map((segment) => encodeURIComponent(segment).replaceAll('%3A', ':'))
    .join('/');
}
