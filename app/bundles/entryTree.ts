/**
 * Judges the tree that an archive's entries would make together: no name twice, in any spelling of it.
 *
 * Folders count also where no entry names them: `Lib/a` and `lib/b` are two folders on one machine and one on another.
 */
import { AppError, type ErrorCode } from '../contract/errors.ts';
import type { ArchiveEntry } from '../ports/bundleReader.ts';
import { MAX_ENTRIES } from './archiveLimits.ts';
import { foldName } from './entryNames.ts';

interface Place {
  readonly path: string;
  readonly kind: 'file' | 'folder';
  /** An entry has this very name; false for a folder that is only implied. */
  readonly named: boolean;
}

/** @throws {AppError} `BUNDLE_ENTRY_DUPLICATE`, `_FILE_AND_FOLDER`, `_CASE_COLLISION`; `BUNDLE_TOO_MANY_ENTRIES` */
export function judgeEntryTree(entries: readonly ArchiveEntry[]): void {
  const places = new Map<string, Place>();
  for (const { name, isDirectory } of entries) {
    const path = isDirectory ? name.slice(0, -1) : name;
    take(places, { path, kind: isDirectory ? 'folder' : 'file', named: true });
    takeParents(places, path);
    // Implied folders cost a disk as much as named ones, and one long path implies hundreds.
    if (places.size > 2 * MAX_ENTRIES) {
      throw new AppError('BUNDLE_TOO_MANY_ENTRIES', 'The bundle has too many folders.', { data: { entry: name } });
    }
  }
}

function takeParents(places: Map<string, Place>, path: string): void {
  for (let slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/', slash - 1)) {
    const known = take(places, { path: path.slice(0, slash), kind: 'folder', named: false });
    if (known) return;
  }
}

/** Returns true when the place was taken before, by a folder of the same name: its parents are taken as well then. */
function take(places: Map<string, Place>, place: Place): boolean {
  const folded = foldName(place.path);
  const known = places.get(folded);
  if (known === undefined) {
    places.set(folded, place);
    return false;
  }
  const broken = conflict(known, place);
  if (broken !== undefined) {
    throw new AppError(broken, 'Two entries of the bundle would be one file.', {
      data: { entry: place.path, other: known.path },
    });
  }
  if (place.named) places.set(folded, place);
  return true;
}

function conflict(known: Place, place: Place): ErrorCode | undefined {
  if (known.path !== place.path) return 'BUNDLE_ENTRY_CASE_COLLISION';
  if (known.kind !== place.kind) return 'BUNDLE_ENTRY_FILE_AND_FOLDER';
  return known.named && place.named ? 'BUNDLE_ENTRY_DUPLICATE' : undefined;
}
