/**
 * Where built files are, seen from a built bundle or from the sources.
 */
import { join } from 'node:path';

/** Absolute path of something in `out/`. */
export function builtFile(name: string): string {
  return outsideArchive(join(import.meta.dirname, import.meta.url.endsWith('.ts') ? '../out' : '..', name));
}

/** What `electron-builder.yml` leaves outside the archive of a packaged app, for programs that can't look into it. */
const UNPACKED = /([\\/])app\.asar([\\/]out[\\/](?:samples$|main[\\/]warden\.js$))/;

/** The path on disk of what is outside the archive; every other path as it is. Pure. */
export function outsideArchive(path: string): string {
  return path.replace(UNPACKED, '$1app.asar.unpacked$2');
}
