/**
 * Configuration in `config.json`, through `conf`, or through electron-store, which is built on it: both shells, one file.
 *
 * A file that can't be understood is moved aside before `conf` sees it; one that breaks while Gatehouse runs is
 * reported and never overwritten.
 */
import { chmodSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { AppError } from '../../app/contract/errors.ts';
import type { ConfigStore } from '../../app/ports/configStore.ts';
import { checkRoom, errnoOf, liesSetAside, setAside, toStoreError } from './storeFiles.ts';

const FORMAT_VERSION = 1;
const configFile = z.looseObject({ formatVersion: z.number().int().positive().optional() });
const SIGNALS = ['SIGHUP', 'SIGINT', 'SIGTERM'] as const;

/** What this adapter uses of `conf` and of electron-store. */
interface Store {
  get(name: string): unknown;
  set(values: Readonly<Record<string, unknown>>): void;
}
interface StoreOptions {
  readonly cwd: string;
  /** electron-store's spelling, and `conf`'s. */
  readonly name: string;
  readonly configName: string;
  readonly configFileMode: number;
  readonly accessPropertiesByDotNotation: false;
}
export type StoreClass = new (options: StoreOptions) => Store;

export interface ConfigStoreOptions {
  /** Absolute path of an existing folder. */
  readonly dir: string;
  /** Electron passes `async () => (await import('electron-store')).default`. */
  readonly loadStoreClass?: () => Promise<StoreClass>;
}

/** @throws {AppError} `STORE_NEWER_VERSION`, `STORE_UNREADABLE` when the file may not be read at all, `STORE_READ_ONLY` */
export async function createConfigStore({
  dir,
  loadStoreClass = async () => (await import('conf')).default,
}: ConfigStoreOptions): Promise<ConfigStore> {
  const file = join(dir, 'config.json');
  removeTemporaryFiles(dir);
  const movedTo = setBrokenAside(file);
  const StoreOfFile = await withoutSignalListeners(loadStoreClass);
  const store = new StoreOfFile({
    cwd: dir,
    name: 'config',
    configName: 'config',
    configFileMode: 0o600,
    accessPropertiesByDotNotation: false,
  });

  return {
    setAside: movedTo,
    liesSetAside: () => liesSetAside(file),
    get: (name) => {
      try {
        return store.get(name);
      } catch (error) {
        throw asUnreadable(error, file);
      }
    },
    set: (name, value) => {
      try {
        // Measured (atomically 2.1.1): a short write counts as a whole one, so that on a full disk the beginning of the
        // new file would take the place of the old one.
        checkRoom(file, sizeOf(file) + roomFor(value));
        store.set({ formatVersion: FORMAT_VERSION, [name]: value });
      } catch (error) {
        // It reads the file first, so a file that broke in the meantime ends here, untouched.
        throw error instanceof SyntaxError ? asUnreadable(error, file) : toStoreError(error, file);
      }
    },
  };
}

/** More than the value takes however deep it is indented, which adds at most one character a line. */
function roomFor(value: unknown): number {
  return 2 * Buffer.byteLength(JSON.stringify(value, undefined, '\t')) + 4_096;
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}

/**
 * A dependency of `conf` answers SIGTERM and its like by sending the signal again, which would end the host in the
 * middle of stopping its servers. What it wants to tidy up then, `removeTemporaryFiles` does at the next start. Takes
 * back the `once` listeners that appear while it loads: listeners of the host's own are made with `on`, and stay.
 */
async function withoutSignalListeners<T>(load: () => Promise<T>): Promise<T> {
  const before = new Set(SIGNALS.flatMap((signal) => process.rawListeners(signal)));
  const loaded = await load();
  for (const signal of SIGNALS) {
    const added = process.rawListeners(signal).filter((listener) => 'listener' in listener && !before.has(listener));
    // Node's typings give raw listeners no arguments; removing one only compares it.
    for (const listener of added) process.removeListener(signal, listener as () => void);
  }
  return loaded;
}

/** What a killed host left behind while it was writing. */
function removeTemporaryFiles(dir: string): void {
  for (const name of readdirSync(dir)) {
    if (/^config\.json\.tmp-[0-9a-f]{16}$/.test(name)) rmSync(join(dir, name), { force: true });
  }
}

/** @returns Where the file was moved to, if it had to be. */
function setBrokenAside(file: string): string | undefined {
  const text = read(file);
  if (text === undefined) return undefined;
  const content = configFile.safeParse(parseJson(text));
  if (!content.success) return setAside(file);
  const { formatVersion = FORMAT_VERSION } = content.data;
  if (formatVersion > FORMAT_VERSION) {
    const data = { path: file, formatVersion };
    throw new AppError('STORE_NEWER_VERSION', 'The configuration was written by a newer Gatehouse.', { data });
  }
  return undefined;
}

function read(file: string): string | undefined {
  try {
    const text = readFileSync(file, 'utf8');
    chmodSync(file, 0o600);
    return text;
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return undefined;
    throw asUnreadable(error, file);
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function asUnreadable(error: unknown, file: string): AppError {
  const data = { path: file, errno: errnoOf(error) ?? '' };
  return new AppError('STORE_UNREADABLE', 'The configuration could not be read.', { data, cause: error });
}
