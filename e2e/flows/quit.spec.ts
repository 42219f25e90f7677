/**
 * Quitting from the page: at once where nothing runs, after a question where calls do.
 */
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { goTo, trySample } from '../fixtures/acts.ts';
import { processesIn } from '../fixtures/folders.ts';
import { test } from '../fixtures/test.ts';

test.skip(({ shell }) => shell !== 'loopback', 'In Electron the page goes with its window.');

test('Gatehouse quits at once when no call runs, and its servers end with it', async ({
  gatehouse: { page, dataDir },
}) => {
  await trySample(page);
  await goTo(page, 'Settings');
  await page.getByRole('button', { name: 'Quit Gatehouse' }).click();
  await expect(page.getByRole('heading', { name: 'Gatehouse has quit' })).toBeVisible();
  await expect.poll(() => processesIn(join(dataDir, 'bundles'))).toEqual([]);
});

test('every page is told, and looks for Gatehouse no longer, whoever quit it', async ({ gatehouse, context }) => {
  const { page, startAgain } = gatehouse;
  const second = await context.newPage();
  await second.goto((await startAgain()) ?? '');
  await expect(second.getByRole('navigation', { name: 'Main' })).toBeVisible();
  await goTo(page, 'Settings');
  await page.getByRole('button', { name: 'Quit Gatehouse' }).click();
  for (const each of [page, second]) {
    await expect(each.getByRole('heading', { name: 'Gatehouse has quit' })).toBeVisible();
    await expect(each.getByText('Connection to Gatehouse lost.')).toBeHidden();
  }

  await gatehouse.restart();
  await expect(page.getByRole('navigation', { name: 'Main' })).toBeVisible();
  await gatehouse.stop();
  await expect(page.getByRole('heading', { name: 'Gatehouse has quit' })).toBeVisible();
});

test('quitting asks while a call runs, and the record says what became of the call', async ({ gatehouse }) => {
  const { page } = gatehouse;
  await trySample(page);
  await page.getByRole('option', { name: 'Count slowly' }).click();
  await page.getByRole('textbox', { name: 'to', exact: true }).fill('100');
  await page.getByRole('button', { name: 'Call tool' }).click();
  await expect(page.getByText(/^\d+ of 100/)).toBeVisible();

  await goTo(page, 'Settings');
  const question = page.getByRole('dialog', { name: 'Quit Gatehouse?' });
  await page.getByRole('button', { name: 'Quit Gatehouse' }).click();
  await expect(question.getByText(/1 call/)).toBeVisible();
  await expect(question.getByRole('button', { name: 'Cancel' })).toBeFocused();
  await question.getByRole('button', { name: 'Cancel' }).click();
  await goTo(page, 'Servers');
  await expect(page.getByText('1 call running')).toBeVisible();

  await goTo(page, 'Settings');
  await page.getByRole('button', { name: 'Quit Gatehouse' }).click();
  await question.getByRole('button', { name: 'Quit anyway' }).click();
  await expect(page.getByRole('heading', { name: 'Gatehouse has quit' })).toBeVisible();

  await gatehouse.restart();
  await goTo(gatehouse.page, 'Activity');
  await expect(gatehouse.page.getByRole('row', { name: /Tool called/ })).toContainText('Failed');
  await expect(gatehouse.page.getByRole('row', { name: /Server ended/ })).toContainText('Stopped on request');
});
