/**
 * Settings: the look, what is stored and where, a copy of it, and an end to all of it.
 */
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { goTo, trySample } from '../fixtures/acts.ts';
import { test } from '../fixtures/test.ts';

test('the dark look stays', async ({ gatehouse }) => {
  const scheme = () => gatehouse.page.evaluate(() => getComputedStyle(document.documentElement).colorScheme);
  await gatehouse.page.emulateMedia({ colorScheme: 'light' });
  await goTo(gatehouse.page, 'Settings');
  await gatehouse.page.getByRole('radiogroup', { name: 'Look' }).getByText('Dark').click();
  await expect.poll(scheme).toBe('dark');
  await gatehouse.page.reload();
  await expect(gatehouse.page.getByRole('navigation', { name: 'Main' })).toBeVisible();
  await expect.poll(scheme).toBe('dark');
  await gatehouse.restart();
  await expect(gatehouse.page.getByRole('navigation', { name: 'Main' })).toBeVisible();
  await expect.poll(scheme).toBe('dark');
});

test('what is stored is listed with its place and size, exported as JSON, and wiped after the words for it', async ({
  gatehouse: { page, dataDir },
}) => {
  await trySample(page);
  await goTo(page, 'Settings');
  const stored = page.getByRole('table', { name: 'What is stored' });
  for (const [what, file] of [
    ['Configuration', 'config.json'],
    ['Record', 'ledger.sqlite'],
    ['Installed bundles', 'bundles'],
  ] as const) {
    const row = stored.getByRole('row', { name: new RegExp(`^${what}`) });
    await expect(row).toContainText(join(dataDir, file));
    await expect(row.getByRole('cell').last()).toHaveText(/^[1-9][\d.]* (bytes|kB|MB)$/);
  }

  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export as a file' }).click();
  const file = await download;
  expect(file.suggestedFilename()).toMatch(/^gatehouse-\d{4}-\d{2}-\d{2}\.json$/);
  const exported = JSON.parse(await readFile(await file.path(), 'utf8')) as Record<string, unknown>;
  expect(exported).toMatchObject({ servers: [{ name: 'Gatehouse Tour' }], settings: {} });
  expect(exported['activity']).not.toEqual([]);

  await page.getByRole('button', { name: 'Wipe everything…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Wipe everything?' });
  const confirm = dialog.getByRole('button', { name: 'Wipe everything' });
  await expect(confirm).toBeDisabled();
  await dialog.getByRole('textbox', { name: 'Type the words' }).fill('wipe');
  await expect(confirm).toBeDisabled();
  await dialog.getByRole('textbox', { name: 'Type the words' }).fill('wipe everything');
  await confirm.click();
  await expect(page.getByRole('heading', { name: 'Gatehouse has quit' })).toBeVisible();
  await expect(page.getByText('Everything it kept on this computer is wiped.')).toBeVisible();
  // The lock has no content, and can't go: two that start at once would each lock a file of their own.
  await expect.poll(() => readdir(dataDir)).toEqual(['instance.lock']);
  expect(await readFile(join(dataDir, 'instance.lock'), 'utf8')).toBe('');
});
