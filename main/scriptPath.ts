/**
 * Where the scripts are that run in a thread or a process of their own: beside the built bundle, or as sources in tests.
 */
import { fileURLToPath } from 'node:url';
import { outsideArchive } from './builtFile.ts';

/** Absolute path of a script that `.config/electron.vite.config.ts` builds as an entry point of its own. */
export function scriptPath(name: 'bundleWorker' | 'warden'): string {
  const relative = import.meta.url.endsWith('.ts') ? `./adapters/${name}.ts` : `./${name}.js`;
  return outsideArchive(fileURLToPath(new URL(relative, import.meta.url)));
}
