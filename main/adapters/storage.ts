/**
 * What Gatehouse keeps in its data folder: how much, and removing it.
 *
 * Only what Gatehouse itself put there is counted and removed: a folder that a person named with `--data-dir` may hold
 * other things.
 */
import { lstat, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { StoredItem } from '../../app/contract/settings.ts';
import type { Storage } from '../../app/ports/storage.ts';
import { errnoOf, toStoreError } from './storeFiles.ts';

interface Kept {
  readonly what: StoredItem['what'];
  readonly name: string;
  /** Other names in the data folder that belong to it: a database's companions, copies that were set aside, leftovers. */
  readonly also?: RegExp;
}

const KEPT: readonly Kept[] = [
  { what: 'configuration', name: 'config.json', also: /^config\.json\.(?:broken-|tmp)/ },
  { what: 'record', name: 'ledger.sqlite', also: /^ledger\.sqlite(?:-wal$|-shm$|-journal$|\.broken-)/ },
  { what: 'secrets', name: 'secrets.json', also: /^secrets\.json\.(?:broken-|tmp)/ },
  { what: 'bundles', name: 'bundles' },
  { what: 'staging', name: 'staging', also: /^uploads$/ },
  // The profile of Electron, or of the Chromium that shows the loopback shell's page.
  { what: 'window', name: 'electron', also: /^browser$/ },
];

export interface StorageOptions {
  /** Absolute. */
  readonly dataDir: string;
  /** Removes the keychain's entry, without which copies of `secrets.json` are worth nothing. */
  readonly forgetKey: () => void | Promise<void>;
  /** Called before a wipe: a store that is open would write its files again, or hold on to them. */
  readonly closeStores: () => void;
}

export function createStorage({ dataDir, forgetKey, closeStores }: StorageOptions): Storage {
  const pathsOf = async ({ name, also }: Kept): Promise<readonly string[]> => {
    const names = await namesIn(dataDir);
    return names.filter((found) => found === name || also?.test(found) === true).map((found) => join(dataDir, found));
  };

  return {
    describe: () =>
      Promise.all(
        KEPT.map(async (kept) => {
          const sizes = await Promise.all((await pathsOf(kept)).map(sizeOf));
          const sizeBytes = sizes.reduce((sum, size) => sum + size, 0);
          return { what: kept.what, path: join(dataDir, kept.name), sizeBytes };
        }),
      ),
    wipe: async () => {
      closeStores();
      const paths = (await Promise.all(KEPT.map(pathsOf))).flat();
      const results = await Promise.allSettled(
        paths.map((path) => rm(path, { recursive: true, force: true, maxRetries: 5 })),
      );
      // SECURITY(S9): also when a file could not be removed, since a secret whose key is gone is gone.
      await forgetKey();
      const failed = results.find((result) => result.status === 'rejected');
      if (failed !== undefined) throw toStoreError(failed.reason, dataDir);
    },
  };
}

/** Bytes of a file, or of everything below a folder. Links count as links. */
async function sizeOf(path: string): Promise<number> {
  try {
    const facts = await lstat(path);
    if (!facts.isDirectory()) return facts.size;
    let total = 0;
    for (const entry of await readdir(path, { withFileTypes: true, recursive: true })) {
      if (!entry.isDirectory()) total += await sizeOf(join(entry.parentPath, entry.name));
    }
    return total;
  } catch (error) {
    // It went away while it was being measured.
    if (errnoOf(error) === 'ENOENT') return 0;
    throw error;
  }
}

async function namesIn(dir: string): Promise<readonly string[]> {
  try {
    return await readdir(dir);
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return [];
    throw error;
  }
}
