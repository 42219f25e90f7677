/**
 * Counting and wiping a real data folder.
 */
import { existsSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { temporaryFolder } from '../testing/temporaryFolder.ts';
import { createStorage } from './storage.ts';

function dataDirWith(files: Readonly<Record<string, number>>): string {
  const dataDir = temporaryFolder();
  for (const [name, sizeBytes] of Object.entries(files)) {
    mkdirSync(join(dataDir, dirname(name)), { recursive: true });
    writeFileSync(join(dataDir, name), Buffer.alloc(sizeBytes));
  }
  return dataDir;
}
const everything = {
  'config.json': 10,
  'config.json.broken-2026-01-01': 1,
  'ledger.sqlite': 100,
  'ledger.sqlite-wal': 20,
  'ledger.sqlite-shm': 3,
  'secrets.json': 7,
  'bundles/ab/server/index.js': 1_000,
  'bundles/cd/manifest.json': 24,
  'staging/x/file': 8,
  'uploads/upl_1/a.mcpb': 4,
  'electron/window.json': 5,
};

describe('createStorage', () => {
  test('says how much is stored of what', async () => {
    const dataDir = dataDirWith(everything);
    const items = await createStorage({ dataDir, forgetKey: () => undefined, closeStores: () => undefined }).describe();
    expect(items.map((item) => [item.what, item.sizeBytes])).toEqual([
      ['configuration', 11],
      ['record', 123],
      ['secrets', 7],
      ['bundles', 1_024],
      ['staging', 12],
      ['window', 5],
    ]);
    expect(items[3]?.path).toBe(join(dataDir, 'bundles'));
  });

  test('a data folder that is empty or not there holds nothing', async () => {
    for (const dataDir of [temporaryFolder(), join(temporaryFolder(), 'nowhere')]) {
      const items = await createStorage({
        dataDir,
        forgetKey: () => undefined,
        closeStores: () => undefined,
      }).describe();
      expect(items.map((item) => item.sizeBytes)).toEqual([0, 0, 0, 0, 0, 0]);
    }
  });

  test('wiping removes all of it and the key, and nothing that is not ours (S9)', async () => {
    const dataDir = dataDirWith({ ...everything, 'thesis.txt': 1, 'config.jsonc': 1, 'photos/a.png': 1 });
    const elsewhere = dataDirWith({ 'precious.txt': 1 });
    symlinkSync(elsewhere, join(dataDir, 'bundles', 'link'));
    let forgotten = 0;
    const forgetKey = (): void => {
      forgotten++;
    };
    await createStorage({ dataDir, forgetKey, closeStores: () => undefined }).wipe();
    expect(readdirSync(dataDir).sort()).toEqual(['config.jsonc', 'photos', 'thesis.txt']);
    expect(existsSync(join(elsewhere, 'precious.txt'))).toBe(true);
    expect(forgotten).toBe(1);
  });
});
