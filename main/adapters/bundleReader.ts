/**
 * The BundleReader port: bundles are read in a worker thread, staged in private folders and renamed into place.
 *
 * A crash at any moment leaves a whole tree or none: a tree grows in the staging folder and is renamed once it is complete,
 * and is renamed back there before it is removed. Staging and bundles must lie on one file system.
 */
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Sha256 } from '../../app/contract/ids.ts';
import type { BundleReader, OpenedBundle } from '../../app/ports/bundleReader.ts';
import { createBundleJobs } from './bundleJobRunner.ts';
import type { KnownBundle } from './bundleJobs.ts';
import { errnoOf, toStoreError } from './storeFiles.ts';

export interface BundleReaderOptions {
  /** Installed trees, each in a folder named after its bundle's digest. Absolute. */
  readonly bundlesDir: string;
  /** Trees that are not complete or not agreed to yet. Absolute. */
  readonly stagingDir: string;
}

const PRIVATE_FOLDER = { recursive: true, mode: 0o700 } as const;

/** `close` ends every job that runs and removes what it staged. */
export function createBundleReader(options: BundleReaderOptions): BundleReader & { close(): Promise<void> } {
  const { bundlesDir, stagingDir } = options;
  const jobs = createBundleJobs();
  /** Ids of staging folders of this run, which `sweep` leaves alone. */
  const staged = new Set<string>();
  /** Stat data of files as they were opened: see `KnownBundle`. */
  const stats = new WeakMap<OpenedBundle, string>();

  const installedPath = (bundleSha256: Sha256): string => join(bundlesDir, bundleSha256.slice('sha256:'.length));
  const newStagingId = (): string => {
    const id = randomBytes(16).toString('hex');
    staged.add(id);
    return id;
  };
  const discard = async (stagingId: string): Promise<void> => {
    await rm(join(stagingDir, stagingId), { recursive: true, force: true, maxRetries: 3 });
    staged.delete(stagingId);
  };
  /** Takes a folder out of its place at once, and then apart. */
  const removeTree = async (path: string): Promise<void> => {
    const id = newStagingId();
    try {
      await storing(path, async () => {
        await mkdir(stagingDir, PRIVATE_FOLDER);
        await rename(path, join(stagingDir, id));
      });
    } catch (error) {
      if (errnoOf(error) !== 'ENOENT') throw error;
    } finally {
      await discard(id);
    }
  };
  const known = (bundle: OpenedBundle): KnownBundle => ({
    path: bundle.path,
    sha256: bundle.sha256,
    stat: stats.get(bundle),
  });

  return {
    installedPath,
    removeInstalled: (bundleSha256) => removeTree(installedPath(bundleSha256)),
    discard: (tree) => discard(tree.stagingId),
    async close() {
      await jobs.close();
      await Promise.all([...staged].map(discard));
    },

    async open(path, readOptions) {
      const { opened, stat } = await jobs.run({ kind: 'open', path }, readOptions);
      stats.set(opened, stat);
      return opened;
    },

    readFile: (bundle, name, maxBytes) => jobs.run({ kind: 'readFile', bundle: known(bundle), name, maxBytes }),

    async unpack(bundle, into, readOptions) {
      const job = { kind: 'unpack', bundle: known(bundle) } as const;
      if (into === 'nowhere') return { stagingId: '', path: '', treeSha256: await jobs.run(job, readOptions) };
      const stagingId = newStagingId();
      const path = join(stagingDir, stagingId);
      try {
        await storing(stagingDir, () => mkdir(stagingDir, PRIVATE_FOLDER));
        return { stagingId, path, treeSha256: await jobs.run({ ...job, stagingPath: path }, readOptions) };
      } catch (error) {
        await discard(stagingId);
        throw error;
      }
    },

    async commit(tree, bundleSha256) {
      const target = installedPath(bundleSha256);
      await storing(target, async () => {
        await mkdir(bundlesDir, PRIVATE_FOLDER);
        if (!existsSync(target)) await rename(tree.path, target);
        await syncFolder(bundlesDir);
      });
      await discard(tree.stagingId);
    },

    async sweep(keep) {
      for (const id of await namesIn(stagingDir)) if (!staged.has(id)) await discard(id);
      if (keep === 'all') return;
      const kept = new Set(keep.map(installedPath));
      for (const name of await namesIn(bundlesDir)) {
        const path = join(bundlesDir, name);
        // Beside a tree lies the environment that uv made for it.
        if (!kept.has(path.replace(/\.venv$/, ''))) await removeTree(path);
      }
    },
  };
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return [];
    throw error;
  }
}

async function storing(path: string, write: () => Promise<unknown>): Promise<void> {
  try {
    await write();
  } catch (error) {
    throw toStoreError(error, path);
  }
}

/** Without this a power cut can undo the rename. Windows can't open folders, and doesn't need it. */
async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
