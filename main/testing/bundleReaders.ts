/**
 * A bundle reader on a private folder, for one test.
 */
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { OpenedBundle } from '../../app/ports/bundleReader.ts';
import { createBundleReader } from '../adapters/bundleReader.ts';
import { craftArchive, minimalEntries, type CraftedEntry } from './archives.ts';
import { temporaryFolder } from './temporaryFolder.ts';

/** Closed and removed when the test ends. */
export function startReader() {
  const folder = temporaryFolder();
  const stagingDir = join(folder, 'staging');
  const bundlesDir = join(folder, 'bundles');
  const reader = createBundleReader({ bundlesDir, stagingDir });
  onTestFinished(() => reader.close());
  const write = (bytes: Uint8Array): string => {
    const path = join(folder, 'test.mcpb');
    writeFileSync(path, bytes);
    return path;
  };
  const signal = new AbortController().signal;
  return {
    ...{ reader, folder, stagingDir, bundlesDir, write },
    open: (bytes: Uint8Array) => reader.open(write(bytes), { signal }),
    unpack: (bundle: OpenedBundle) => reader.unpack(bundle, 'staging', { signal }),
    check: (bundle: OpenedBundle) => reader.unpack(bundle, 'nowhere', { signal }),
    staged: () => (existsSync(stagingDir) ? readdirSync(stagingDir) : []),
  };
}

/** A minimal bundle with entries added behind its own. */
export function archiveWith(...entries: CraftedEntry[]): Uint8Array {
  return craftArchive([...minimalEntries(), ...entries]);
}
