/**
 * Whether the files that a manifest names are in the bundle.
 *
 * Looked up by exact name among the archive's entries, so that no path a manifest writes can mean a file outside.
 */
import { AppError } from '../contract/errors.ts';
import { effectiveLaunch } from './effectiveLaunch.ts';
import type { Manifest, Platform } from './manifest.ts';

/**
 * @param names Names of all entries, folders ending in `/`.
 * @throws {AppError} `BUNDLE_ENTRY_POINT_MISSING` with `data.path`, `BUNDLE_UV_LAYOUT_INVALID` with `data.path`
 */
export function checkBundleFiles(manifest: Manifest, names: readonly string[], platform: Platform): void {
  const present = new Set(names);
  const command = bundleCommand(effectiveLaunch(manifest, platform)?.command, platform);
  for (const path of [manifest.entryPoint, ...(command === undefined ? [] : [command])]) {
    if (spellings(manifest, path, platform).some((name) => present.has(name))) continue;
    throw new AppError('BUNDLE_ENTRY_POINT_MISSING', 'The bundle lacks the file that it would run.', {
      data: { path },
    });
  }
  if (manifest.serverType === 'uv') checkUvLayout(names);
}

/** MCPB MANIFEST.md §UV Runtime: dependencies come from pyproject.toml, never along with the bundle. */
function checkUvLayout(names: readonly string[]): void {
  const brought = names.find((name) => /^server\/(?:lib|venv)(?:\/|$)/.test(name));
  if (names.includes('pyproject.toml') && brought === undefined) return;
  throw new AppError('BUNDLE_UV_LAYOUT_INVALID', 'The bundle is not laid out as a uv bundle.', {
    data: { path: brought ?? 'pyproject.toml' },
  });
}

/**
 * The bundle's own file that a command names, or `undefined` for a bare name, an absolute path, or a command that only
 * substitution completes.
 */
function bundleCommand(command: string | undefined, platform: Platform): string | undefined {
  if (command === undefined) return undefined;
  const spelled = command.replace(/\$\{(?:pathSeparator|\/)\}/g, '/');
  const slashed = platform === 'win32' ? spelled.replaceAll('\\', '/') : spelled;
  if (slashed.startsWith('${__dirname}/')) return slashed.slice('${__dirname}/'.length);
  const isRelative = slashed.includes('/') && !slashed.startsWith('/') && !/^[A-Za-z]:/.test(slashed);
  return isRelative && !slashed.includes('${') ? slashed : undefined;
}

/** MCPB MANIFEST.md §MCP Configuration: on Windows a binary gets `.exe` where it has none. */
function spellings(manifest: Manifest, path: string, platform: Platform): string[] {
  const name = path
    .split('/')
    .filter((segment) => segment !== '.' && segment !== '')
    .join('/');
  return manifest.serverType === 'binary' && platform === 'win32' ? [name, `${name}.exe`] : [name];
}
