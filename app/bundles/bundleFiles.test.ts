/**
 * What of a manifest must be in the bundle.
 */
import { describe, expect, test } from 'vitest';
import { manifestWith } from '../testing/manifests.ts';
import { checkBundleFiles } from './bundleFiles.ts';
import type { Platform } from './manifest.ts';

function check(server: object, names: readonly string[], platform: Platform = 'linux'): () => void {
  const manifest = manifestWith({ manifest_version: '0.4', server });
  return () => checkBundleFiles(manifest, names, platform);
}
const server = (type: string, entry_point: string, command: string, platform_overrides: object = {}) => ({
  type,
  entry_point,
  mcp_config: { command, platform_overrides },
});

describe('checkBundleFiles', () => {
  test.each<[string, object, string[], Platform]>([
    ['an entry point', server('node', 'server/index.js', 'node'), ['server/index.js'], 'linux'],
    ['an entry point with a dot before it', server('node', './server/index.js', 'node'), ['server/index.js'], 'linux'],
    ['a command in the bundle', server('binary', 'bin/x', '${__dirname}/bin/x'), ['bin/x'], 'linux'],
    ['a relative command', server('binary', 'bin/x', 'bin/x'), ['bin/x'], 'linux'],
    [
      'a command with placeholders for slashes',
      server('binary', 'bin/x', '${__dirname}${/}bin${pathSeparator}x'),
      ['bin/x'],
      'linux',
    ],
    [
      'a command with backslashes, on Windows',
      server('binary', 'bin/x.exe', '${__dirname}\\bin\\x.exe'),
      ['bin/x.exe'],
      'win32',
    ],
    ['a binary that gets .exe on Windows', server('binary', 'bin/x', 'bin/x'), ['bin/x.exe'], 'win32'],
    ['an absolute command', server('node', 'a.js', '/usr/bin/node'), ['a.js'], 'linux'],
    [
      'a command that a setting completes',
      server('node', 'a.js', '${__dirname}/${user_config.tool}'),
      ['a.js', '${user_config.tool}'],
      'linux',
    ],
    [
      'the override of another platform',
      server('binary', 'bin/x', 'bin/x', { win32: { command: 'bin/y.exe' } }),
      ['bin/x'],
      'linux',
    ],
  ])('passes %s', (_name, raw, names, platform) => {
    expect(check(raw, names, platform)).not.toThrow();
  });

  test.each<[string, object, Platform, string]>([
    ['an entry point that is missing', server('node', 'server/main.js', 'node'), 'linux', 'server/main.js'],
    ['an entry point outside', server('node', '../server/index.js', 'node'), 'linux', '../server/index.js'],
    ['an entry point of another case', server('node', 'Server/index.js', 'node'), 'linux', 'Server/index.js'],
    ['a command that is missing', server('node', 'server/index.js', '${__dirname}/bin/x'), 'linux', 'bin/x'],
    ['a command outside', server('node', 'server/index.js', '${__dirname}/../x'), 'linux', '../x'],
    [
      'an override that is missing',
      server('node', 'server/index.js', 'node', { linux: { command: 'bin/x' } }),
      'linux',
      'bin/x',
    ],
    ['a binary without .exe elsewhere than on Windows', server('binary', 'bin/y', 'bin/y'), 'linux', 'bin/y'],
  ])('refuses %s', (_name, raw, platform, path) => {
    expect(check(raw, ['server/index.js', 'bin/y.exe'], platform)).toThrow(
      expect.objectContaining({ code: 'BUNDLE_ENTRY_POINT_MISSING', data: { path } }),
    );
  });

  test('asks of a uv bundle for its project file and no dependencies', () => {
    const uv = { type: 'uv', entry_point: 'main.py' };
    expect(check(uv, ['main.py', 'pyproject.toml', 'server/library.py'])).not.toThrow();
    for (const names of [
      ['main.py'],
      ['main.py', 'pyproject.toml', 'server/lib/x.py'],
      ['main.py', 'pyproject.toml', 'server/venv/'],
    ]) {
      expect(check(uv, names)).toThrow(expect.objectContaining({ code: 'BUNDLE_UV_LAYOUT_INVALID' }));
    }
  });
});
