/**
 * A secret goes from a person's keyboard to the server's process and nowhere else (S9).
 */
import { createHash, randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { expect, type Page } from '@playwright/test';
import { agree, callTool, dropFile, expectState, goTo, openServer, question } from '../fixtures/acts.ts';
import { packKeeper } from '../fixtures/bundles.ts';
import { filesHolding } from '../fixtures/folders.ts';
import { test } from '../fixtures/test.ts';

const SECRET = `canary-${randomBytes(16).toString('hex')}`;
const FINGERPRINT = createHash('sha256').update(SECRET).digest('hex');

/** Looks at all the page holds, also what is not in view. */
async function expectUnseen(page: Page): Promise<void> {
  expect(await page.content()).not.toContain(SECRET);
}

async function expectKnownToServer(page: Page): Promise<void> {
  await callTool(page, 'Fingerprint');
  await expect(page.getByText(FINGERPRINT).first()).toBeVisible();
}

test('a secret is masked, reaches the server, outlives a restart, and is never shown or written (S9)', async ({
  gatehouse,
}) => {
  await dropFile(gatehouse.page, await packKeeper());
  const field = gatehouse.page.getByLabel(/^Token/);
  await expect(field).toHaveAttribute('type', 'password');
  await field.fill(SECRET);
  await gatehouse.page.getByRole('button', { name: 'Show what would run' }).click();
  await expect(question(gatehouse.page)).toBeVisible();
  const variable = gatehouse.page.getByRole('row', { name: /^Variable KEEPER_TOKEN/ });
  await expect(variable).toContainText('from your keychain');
  await expectUnseen(gatehouse.page);
  await agree(gatehouse.page);
  await expectState(gatehouse.page, 'Running');
  await expectKnownToServer(gatehouse.page);

  await gatehouse.restart();
  const { page, dataDir } = gatehouse;
  await openServer(page, 'Keeper');
  await page.getByRole('button', { name: 'Start' }).click();
  await expectState(page, 'Running');
  await expectKnownToServer(page);
  await expectUnseen(page);

  await page.getByRole('tab', { name: 'Log' }).click();
  await expect(page.getByRole('log').getByText('The token is •••.')).toBeVisible();
  await expectUnseen(page);
  await page.getByRole('tab', { name: 'Settings' }).click();
  await expect(page.getByText('stored in your keychain')).toBeVisible();
  await expectUnseen(page);
  await page.getByRole('tab', { name: 'About' }).click();
  await expect(page.getByRole('row', { name: /^Variable KEEPER_TOKEN/ })).toContainText('from your keychain: Token');
  await expectUnseen(page);

  await goTo(page, 'Activity');
  for (const name of ['Agreed to run', 'Starting the server', 'Tool called']) {
    await page.getByRole('button', { name }).first().click();
    await expect(page.getByRole('button', { name: 'Copy the whole record' })).toBeVisible();
    await expectUnseen(page);
    await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click();
  }

  await goTo(page, 'Settings');
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export as a file' }).click();
  const exported = await readFile(await (await download).path(), 'utf8');
  expect(exported).toContain('KEEPER_TOKEN');
  expect(exported).not.toContain(SECRET);
  expect(await filesHolding(dataDir, SECRET)).toEqual([]);
});
