/**
 * Where built files are, seen from a built bundle or from the sources.
 */
import { join } from 'node:path';

/** Absolute path of something in `out/`. */
export function builtFile(name: string): string {
  return join(import.meta.dirname, import.meta.url.endsWith('.ts') ? '../out' : '..', name);
}
