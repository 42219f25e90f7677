/**
 * Ways in that are not a button: a file dropped on the window, a second start, a second page.
 */
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { dropFile, goTo, openServer, question, trySample } from '../fixtures/acts.ts';
import { packGreeter } from '../fixtures/bundles.ts';
import { test } from '../fixtures/test.ts';

let bundle: string;
test.beforeAll(async () => {
  bundle = await packGreeter({ version: '1.0.0' });
});

test('a bundle dropped on the window opens', async ({ gatehouse: { page } }) => {
  await dropFile(page, bundle);
  await expect(page.getByRole('heading', { name: 'Add a server from a bundle' })).toBeVisible();
  await expect(page.getByText('greeter.mcpb')).toBeVisible();
});

test('a file dropped on a question does not push it aside (S6)', async ({ gatehouse: { page } }) => {
  await page.getByRole('button', { name: 'Try the sample' }).click();
  await expect(question(page)).toBeVisible();
  await dropFile(page, bundle);
  await expect(page.getByRole('button', { name: 'Agree and run' })).toBeEnabled();
  await expect(question(page)).toContainText('Gatehouse Tour');
});

test('a second start hands its file over to the first', async ({ gatehouse }) => {
  const { page } = gatehouse;
  await expect(page.getByRole('heading', { name: 'Welcome to Gatehouse' })).toBeVisible();
  await gatehouse.startAgain(bundle);
  await expect(page.getByRole('heading', { name: 'Add a server from a bundle' })).toBeVisible();
  await expect(page.getByText('greeter.mcpb')).toBeVisible();
});

test('a file that a second start hands over waits under Decisions while a person is elsewhere', async ({
  gatehouse,
}) => {
  const { page } = gatehouse;
  await goTo(page, 'Settings');
  await gatehouse.startAgain(bundle);
  await expect(page.getByRole('button', { name: 'Decisions 1 waiting' })).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Settings', level: 1 })).toBeVisible();
  await goTo(page, 'Decisions');
  await page.getByRole('button', { name: 'Go on' }).click();
  await expect(page.getByText('greeter.mcpb')).toBeVisible();
});

test('a second page shows the same truth, as it changes', async ({ gatehouse, context, shell }) => {
  test.skip(shell !== 'loopback', 'Electron has one window.');
  const { page } = gatehouse;
  await trySample(page);
  const second = await context.newPage();
  await second.goto((await gatehouse.startAgain()) ?? '');
  await openServer(second, 'Gatehouse Tour');
  await expect(second.getByText('Running', { exact: true })).toBeVisible();

  await page.getByRole('button', { name: 'Rename' }).click();
  await page.getByRole('textbox', { name: 'New name' }).fill('Round trip');
  await page.getByRole('textbox', { name: 'New name' }).press('Enter');
  await expect(second.getByRole('heading', { name: 'Round trip', level: 1 })).toBeVisible();

  await second.getByRole('button', { name: 'Stop' }).click();
  await expect(page.getByText('Stopped', { exact: true })).toBeVisible();
});

test('a dropped file that is no bundle is refused in words', async ({ gatehouse: { page } }) => {
  const file = join(await mkdtemp(join(tmpdir(), 'gatehouse-drop-')), 'letter.txt');
  await writeFile(file, 'Dear Sir or Madam');
  await dropFile(page, file);
  await expect(page.getByText('This is not a bundle')).toBeVisible();
});
