/**
 * A person's servers over time: rename, stop, restart, remove, undo, remove for good.
 */
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { callTool, expectState, goTo, trySample } from '../fixtures/acts.ts';
import { filesBelow, processesIn } from '../fixtures/folders.ts';
import { test } from '../fixtures/test.ts';

test('a server is renamed, stopped, restarted, removed, taken back, and removed for good with its files', async ({
  gatehouse: { page, dataDir },
}) => {
  const bundles = join(dataDir, 'bundles');
  await trySample(page);
  await callTool(page, 'Roll dice');
  await expect(page.getByText('Done', { exact: true })).toBeVisible();

  await page.getByRole('button', { name: 'Rename' }).click();
  await page.getByRole('textbox', { name: 'New name' }).fill('My tour');
  await page.getByRole('textbox', { name: 'New name' }).press('Enter');
  await expect(page.getByRole('heading', { name: 'My tour', level: 1 })).toBeVisible();

  const [first] = await processesIn(bundles);
  await page.getByRole('button', { name: 'Restart' }).click();
  await expect.poll(async () => (await processesIn(bundles)).includes(first ?? -1)).toBe(false);
  await expectState(page, 'Running');
  await page.getByRole('button', { name: 'Stop' }).click();
  await expectState(page, 'Stopped');
  expect(await processesIn(bundles)).toEqual([]);

  await page.getByRole('button', { name: 'Remove' }).click();
  await expect(page.getByText(/^Removed, for good in \d+ s$/)).toBeVisible();
  await page.getByRole('button', { name: 'Undo removing My tour' }).click();
  await expect(page.getByText(/^Removed/)).toBeHidden();
  await page.getByRole('button', { name: 'Start My tour' }).click();
  // In the row of the list.
  await expect(page.getByText('Running', { exact: true })).toBeVisible();

  await page.getByRole('button', { name: 'My tour', exact: true }).click();
  await page.getByRole('button', { name: 'Remove' }).click();
  await expect(page.getByText(/^Removed, for good in \d+ s$/)).toBeVisible();
  expect(await filesBelow(bundles)).not.toEqual([]);
  await expect(page.getByRole('heading', { name: 'Welcome to Gatehouse' })).toBeVisible({ timeout: 15_000 });
  await expect.poll(() => filesBelow(bundles)).toEqual([]);
  expect(await processesIn(bundles)).toEqual([]);

  await goTo(page, 'Activity');
  for (const name of ['Agreed to run', 'Tool called', 'Server changed']) {
    await expect(page.getByRole('button', { name }).first()).toBeVisible();
  }
  await expect(page.getByRole('row', { name: /Server removed My tour/ })).toBeVisible();
  await expect(page.getByText('The record is intact')).toBeVisible();
});
