/**
 * The file picker of the loopback shell: the page draws folders, this walks them.
 *
 * SECURITY(S5): the page names entries by ids made up for one walk, never by a path, so that "picked" means that a
 * person was shown the entry.
 */
import { randomBytes } from 'node:crypto';
import { readdir, stat } from 'node:fs/promises';
import type { Dirent } from 'node:fs';
import { basename, dirname, extname, join, parse } from 'node:path';
import { AppError } from '../../app/contract/errors.ts';
import type { FolderView, PickRequest } from '../../app/contract/picks.ts';
import type { FilePicker, FolderBrowser } from '../../app/ports/filePicker.ts';
import type { MachineFacts } from '../../app/ports/runtimes.ts';
import { errnoOf } from './storeFiles.ts';

const MAX_ENTRIES = 5_000;

type Entry = FolderView['entries'][number];
type Machine = Pick<MachineFacts, 'platform' | 'homeDir' | 'desktopDir' | 'documentsDir' | 'downloadsDir'>;

export interface FolderBrowserOptions {
  readonly machine: Machine;
  /** Entries of one folder that are listed. */
  readonly maxEntries?: number;
}

export function createFolderBrowserPicker({ machine, maxEntries = MAX_ENTRIES }: FolderBrowserOptions): FilePicker {
  return { pick: async (request) => ({ kind: 'browse', browser: createFolderBrowser(machine, request, maxEntries) }) };
}

function createFolderBrowser(machine: Machine, request: PickRequest, maxEntries: number): FolderBrowser {
  const paths = new Map<string, string>();
  const ids = new Map<string, string>();
  const idOf = (path: string): string => {
    const known = ids.get(path);
    if (known !== undefined) return known;
    const id = `ent_${randomBytes(12).toString('base64url')}`;
    ids.set(path, id);
    paths.set(id, path);
    return id;
  };
  const pathOf = (entryId: string): string => {
    const path = paths.get(entryId);
    if (path === undefined) throw new AppError('PICK_NOT_FOUND', 'This entry was not listed.');
    return path;
  };

  return {
    async list(entryId) {
      const path = entryId === undefined ? machine.homeDir : pathOf(entryId);
      const found = await readFolder(path, request);
      const shown = found.slice(0, maxEntries);
      const entries = await Promise.all(
        shown.map(async (entry): Promise<Entry | undefined> => {
          const kept = await describeEntry(join(path, entry.name), request);
          return kept === undefined ? undefined : { entryId: idOf(join(path, entry.name)), ...kept };
        }),
      );
      const parent = dirname(path);
      return {
        path,
        ...(parent === path ? {} : { parentEntryId: idOf(parent) }),
        places: (await placesOf(machine)).map((place) => ({ entryId: idOf(place.path), label: place.label })),
        entries: entries.filter((entry) => entry !== undefined).sort(byKindAndName),
        truncated: found.length > maxEntries,
        selfEntryId: idOf(path),
      };
    },

    async choose(entryIds) {
      const chosen = entryIds.map(pathOf);
      if (!request.multiple && chosen.length > 1) throw new AppError('PICK_NOT_FOUND', 'Only one may be chosen.');
      for (const path of chosen) {
        const kept = await describeEntry(path, request);
        if (kept?.kind !== request.want) {
          throw new AppError('PICK_NOT_FOUND', `The entry is no ${request.want}, or no longer there.`, {
            data: { path },
          });
        }
      }
      return chosen;
    },
  };
}

/** What could be an entry worth listing, told by name and kind alone, in the order of `byKindAndName`. */
async function readFolder(path: string, request: PickRequest): Promise<readonly Dirent[]> {
  try {
    const found = await readdir(path, { withFileTypes: true });
    // Links may lead to anything, so they stay until they are followed.
    const kept = found.filter((entry) => !entry.isFile() || isWanted(entry.name, request));
    const facts = kept.map((entry) => ({
      name: entry.name,
      kind: entry.isDirectory() ? ('directory' as const) : ('file' as const),
      entry,
    }));
    return facts.sort(byKindAndName).map((fact) => fact.entry);
  } catch (error) {
    const errno = errnoOf(error);
    const gone = errno === 'ENOENT' || errno === 'ENOTDIR';
    throw new AppError(gone ? 'PICK_NOT_FOUND' : 'PICK_UNREADABLE', 'The folder can not be listed.', {
      data: { path, ...(errno === undefined ? {} : { errno }) },
      cause: error,
    });
  }
}

/** An entry with links followed; `undefined` for what is gone, leads nowhere, is a device, or is not asked for. */
async function describeEntry(path: string, request: PickRequest): Promise<Omit<Entry, 'entryId'> | undefined> {
  try {
    const facts = await stat(path);
    const name = basename(path);
    if (facts.isDirectory()) return { name, kind: 'directory' };
    if (!facts.isFile() || !isWanted(name, request)) return undefined;
    return { name, kind: 'file', sizeBytes: facts.size };
  } catch {
    return undefined;
  }
}

function isWanted(name: string, { want, extensions }: PickRequest): boolean {
  if (want === 'directory') return false;
  const extension = extname(name).slice(1).toLowerCase();
  return extensions.length === 0 || extensions.some((wanted) => wanted.toLowerCase() === extension);
}

const { compare } = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });

/** Folders before files; within each, names that begin with a dot last. */
function byKindAndName(a: Pick<Entry, 'kind' | 'name'>, b: Pick<Entry, 'kind' | 'name'>): number {
  const rank = (entry: Pick<Entry, 'kind' | 'name'>): number =>
    (entry.kind === 'directory' ? 0 : 2) + (entry.name.startsWith('.') ? 1 : 0);
  return rank(a) - rank(b) || compare(a.name, b.name);
}

interface Place {
  readonly path: string;
  readonly label: string;
}

async function placesOf(machine: Machine): Promise<readonly Place[]> {
  const roots = machine.platform === 'win32' ? windowsDrives(machine) : [{ path: '/', label: 'Computer' }];
  const places = [
    { path: machine.homeDir, label: 'Home' },
    { path: machine.desktopDir, label: 'Desktop' },
    { path: machine.documentsDir, label: 'Documents' },
    { path: machine.downloadsDir, label: 'Downloads' },
    ...roots,
  ];
  const there = await Promise.all(
    places.map(async ({ path }) =>
      stat(path).then(
        (facts) => facts.isDirectory(),
        () => false,
      ),
    ),
  );
  // On a machine without these folders they are the home folder itself.
  return places.filter((place, index) => there[index] && places.findIndex(({ path }) => path === place.path) === index);
}

function windowsDrives(machine: Machine): readonly Place[] {
  const home = parse(machine.homeDir).root;
  // A and B are floppy drives: asking for them can take seconds.
  const letters = Array.from({ length: 24 }, (_, index) => `${String.fromCharCode(0x43 + index)}:\\`);
  return [...new Set([home, ...letters])].map((path) => ({ path, label: path }));
}
