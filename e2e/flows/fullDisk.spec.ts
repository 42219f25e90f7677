/**
 * The disk that holds Gatehouse's data is full, or may not be written to: it says so, loses nothing, and goes on once
 * there is room. A real disk of a few megabytes.
 */
import { spawnSync } from 'node:child_process';
import { chmodSync, closeSync, openSync, truncateSync, writeSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, type Page } from '@playwright/test';
import { agree, callTool, chooseBundle, expectState, goTo, openServer } from '../fixtures/acts.ts';
import { packEverything } from '../fixtures/bundles.ts';
import { filesBelow } from '../fixtures/folders.ts';
import { removeFolder } from '../fixtures/hostProcess.ts';
import { test as base } from '../fixtures/test.ts';

const DISK_BYTES = 12 * 1024 * 1024;
/** Room for records, and for no bundle. */
const LEFT_BYTES = 256 * 1024;

/** Mounts a disk of memory. False where this process may not: that takes root. */
function mount(folder: string, options: string): boolean {
  return spawnSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', folder]).status === 0;
}

function unmount(folder: string): void {
  expect(spawnSync('umount', [folder]).status).toBe(0);
}

/** The data folder is a small disk of its own. */
const onSmallDisk = base.extend({
  // Playwright reads the names of fixtures from the first parameter, so it has to be a pattern.
  // eslint-disable-next-line no-empty-pattern
  dataDir: async ({}, use, testInfo) => {
    const folder = await mkdtemp(join(tmpdir(), 'gatehouse-small-'));
    const isMounted = mount(folder, `size=${DISK_BYTES},mode=700`);
    testInfo.skip(!isMounted, 'A small disk can’t be mounted here, which takes root on Linux.');
    await use(folder);
    unmount(folder);
    await removeFolder(folder);
  },
});

/** Fills the disk up but for some bytes; the answer makes room again. */
function fillDisk(folder: string, leftBytes: number): () => void {
  const path = join(folder, 'filler');
  const file = openSync(path, 'w');
  let bytes = 0;
  try {
    for (;;) bytes += writeSync(file, Buffer.alloc(16 * 1024));
  } catch (error) {
    expect(error).toMatchObject({ code: 'ENOSPC' });
  } finally {
    closeSync(file);
  }
  truncateSync(path, bytes - leftBytes);
  return () => truncateSync(path, 0);
}

/**
 * Root may write whatever a folder's mode says, and nobody to a disk that is mounted to be read. The answer allows it.
 */
function forbidWriting(folder: string): () => void {
  if (mount(folder, 'ro')) return () => unmount(folder);
  chmodSync(folder, 0o500);
  return () => chmodSync(folder, 0o700);
}

const alert = (page: Page, code: string) => page.getByRole('alert').filter({ hasText: code });
const result = (page: Page) => page.getByRole('region', { name: 'Result' });

base.skip(({ shell }) => shell !== 'loopback', 'Electron asks with the system’s own dialogs, which no test can reach.');

let bundle: string;
base.beforeAll(async () => {
  bundle = await packEverything();
});

onSmallDisk('a full disk is said in words when installing and calling, and nothing is lost', async ({ gatehouse }) => {
  const { page, dataDir } = gatehouse;
  const makeRoom = fillDisk(dataDir, LEFT_BYTES);
  await chooseBundle(page, bundle);
  await expect(alert(page, 'STORE_DISK_FULL')).toContainText('The disk is full');
  expect(await filesBelow(join(dataDir, 'staging'))).toEqual([]);
  expect(await filesBelow(join(dataDir, 'bundles'))).toEqual([]);
  makeRoom();
  await page.getByRole('button', { name: 'Show what would run' }).click();
  await agree(page);
  await expectState(page, 'Running');

  await page.getByRole('option', { name: 'Echo Tool' }).click();
  // The record of a call holds its arguments: these need room that the record does not have yet.
  const long = 'echo '.repeat(40_000);
  await page.getByRole('textbox', { name: 'message' }).fill(long);
  const makeRoomAgain = fillDisk(dataDir, 0);
  await page.getByRole('button', { name: 'Call tool' }).click();
  await expect(alert(page, 'STORE_DISK_FULL')).toContainText('Nothing was left half done.');
  await expectState(page, 'Running');
  makeRoomAgain();
  await page.getByRole('button', { name: 'Call again with the same arguments' }).click();
  await expect(result(page).getByText('Done', { exact: true })).toBeVisible();

  await gatehouse.restart();
  await openServer(page, 'Everything');
  await page.getByRole('button', { name: 'Start' }).click();
  await expectState(page, 'Running');
  await callTool(page, 'Get Tiny Image Tool');
  await expect(result(page).getByText('Done', { exact: true })).toBeVisible();
  await goTo(page, 'Activity');
  await expect(page.getByText('The record is intact')).toBeVisible();
  // The call that had no room on the record was not sent, and is none.
  await expect(page.getByRole('row', { name: /Tool called/ })).toHaveCount(2);
});

base(
  'a folder that may not be written to is said in words, and installing goes on once it may',
  async ({ gatehouse }) => {
    const { page, dataDir } = gatehouse;
    const allowWriting = forbidWriting(join(dataDir, 'staging'));
    try {
      await chooseBundle(page, bundle);
      await expect(alert(page, 'STORE_READ_ONLY')).toContainText('Gatehouse may not write here');
    } finally {
      allowWriting();
    }
    await page.getByRole('button', { name: 'Show what would run' }).click();
    await agree(page);
    await expectState(page, 'Running');
  },
);
