/**
 * Manifests and machines for tests. A manifest goes through the real reader, so that it is one a bundle could hold.
 */
import { readManifest, type Manifest } from '../bundles/manifest.ts';
import type { MachineFacts } from '../ports/runtimes.ts';

export const RAW_MANIFEST = {
  manifest_version: '0.3',
  name: 'notes',
  version: '1.2.3',
  description: 'Keeps notes.',
  author: { name: 'Ada' },
  server: {
    type: 'node',
    entry_point: 'server/index.js',
    mcp_config: { command: 'node', args: ['${__dirname}/server/index.js'] },
  },
} as const;

/** The bytes of `manifest.json`. */
export function manifestBytes(json: unknown): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(json));
}

/** @param changes Fields of `manifest.json` that differ from `RAW_MANIFEST`. */
export function manifestWith(changes: object): Manifest {
  return readManifest(manifestBytes({ ...RAW_MANIFEST, ...changes }));
}

export const LINUX: MachineFacts = {
  platform: 'linux',
  arch: 'x64',
  homeDir: '/home/ada',
  desktopDir: '/home/ada/Desktop',
  documentsDir: '/home/ada/Documents',
  downloadsDir: '/home/ada/Downloads',
  locale: 'es-UY',
  path: '/usr/bin:/bin',
  inheritedEnv: [],
};

export const WINDOWS: MachineFacts = {
  ...LINUX,
  platform: 'win32',
  homeDir: 'C:\\Users\\ada',
  desktopDir: 'C:\\Users\\ada\\Desktop',
  documentsDir: 'C:\\Users\\ada\\Documents',
  downloadsDir: 'C:\\Users\\ada\\Downloads',
  path: 'C:\\Windows',
};
