/**
 * The built page's files by the path they are asked for.
 *
 * The table is made once, at start. A request is only ever looked up in it, so no request can name another file.
 */
import { readdir } from 'node:fs/promises';
import { extname, join, relative, sep } from 'node:path';
import { StartProblem } from '../startProblem.ts';

export interface PageFile {
  readonly path: string;
  readonly contentType: string;
}

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
};

/** @throws {StartProblem} when the page has not been built. */
export async function findPageFiles(dir: string): Promise<ReadonlyMap<string, PageFile>> {
  const files = new Map<string, PageFile>();
  const entries = await readdir(dir, { withFileTypes: true, recursive: true }).catch(() => []);
  for (const entry of entries.filter((entry) => entry.isFile())) {
    const path = join(entry.parentPath, entry.name);
    const contentType = CONTENT_TYPES[extname(entry.name)] ?? 'application/octet-stream';
    files.set(`/${relative(dir, path).split(sep).join('/')}`, { path, contentType });
  }
  const index = files.get('/index.html');
  if (index === undefined) throw new StartProblem('Gatehouse is not built yet. Run: npm run build');
  return files.set('/', index);
}
