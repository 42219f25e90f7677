/**
 * A bundle that is there already is opened again: another version, the same one, one of somebody else.
 */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, type Page } from '@playwright/test';
import { agree, callTool, dropFile, expectState, goTo, openServer } from '../fixtures/acts.ts';
import { packGreeter } from '../fixtures/bundles.ts';
import { test } from '../fixtures/test.ts';

const versions: Record<string, string> = {};
test.beforeAll(async () => {
  versions['1.0.0'] = await packGreeter({ version: '1.0.0' });
  versions['1.1.0'] = await packGreeter({ version: '1.1.0', args: ['--polite'] });
  versions['1.2.0'] = await packGreeter({ version: '1.2.0', args: ['--broken'] });
});

async function open(page: Page, version: string): Promise<void> {
  await dropFile(page, versions[version] ?? '');
  await expect(page.getByRole('heading', { name: 'Add a server from a bundle' })).toBeVisible();
}

async function install(page: Page, version: string, greeting: string): Promise<void> {
  await open(page, version);
  await page.getByRole('textbox', { name: 'Greeting' }).fill(greeting);
  await page.getByRole('button', { name: 'Show what would run' }).click();
  await agree(page);
  await expectState(page, 'Running');
}

const change = (page: Page, field: string) =>
  page
    .getByRole('region', { name: 'What changed since you agreed' })
    .getByRole('row', { name: new RegExp(`^${field}`) });

test('a newer version is an update: its differences are shown, its settings kept; an older one is asked about', async ({
  gatehouse: { page, dataDir },
}) => {
  await install(page, '1.0.0', 'Moin');
  await open(page, '1.1.0');
  await expect(page.getByRole('heading', { name: 'This is a new version of a server you have' })).toBeVisible();
  await expect(page.getByRole('radio', { name: 'Update the server' })).toBeChecked();
  await expect(page.getByRole('textbox', { name: 'Greeting' })).toHaveValue('Moin');
  await page.getByRole('button', { name: 'Show what would run' }).click();

  await expect(page.getByText('This is a newer version of a server you have.')).toBeVisible();
  await expect(change(page, 'Version of the bundle')).toContainText(/1\.0\.0.*1\.1\.0/s);
  await expect(change(page, 'Argument 4')).toContainText(/not there.*--polite/s);
  await agree(page);
  await expectState(page, 'Running');
  await expect(page.getByText('greeter 1.1.0')).toBeVisible();
  await callTool(page, 'Greet');
  await expect(page.getByText('Moin from version 1.1.0').first()).toBeVisible();
  // The version before goes once the new one has answered.
  await expect.poll(() => readdir(join(dataDir, 'bundles'))).toHaveLength(1);

  await open(page, '1.0.0');
  await expect(page.getByRole('heading', { name: 'This is an older version of a server you have' })).toBeVisible();
  await expect(page.getByRole('radio', { name: 'Go back to this version' })).toBeChecked();
  await page.getByRole('button', { name: 'Show what would run' }).click();
  await expect(page.getByText('This is an older version than the one you have.')).toBeVisible();
  await page.getByRole('button', { name: 'Cancel' }).click();
  await openServer(page, 'Greeter');
  await expect(page.getByText('greeter 1.1.0')).toBeVisible();
  await expectState(page, 'Running');
});

test('the same file shows the server it gave, and can become a second one; another author’s is refused', async ({
  gatehouse: { page },
}) => {
  await install(page, '1.0.0', 'Moin');
  await open(page, '1.0.0');
  await expect(page.getByRole('heading', { name: 'You already have this bundle' })).toBeVisible();
  await page.getByRole('button', { name: 'Go to the server' }).click();
  await expect(page.getByRole('heading', { name: 'Greeter', level: 1 })).toBeVisible();

  await open(page, '1.0.0');
  await page.getByRole('button', { name: 'Install as a second server' }).click();
  await expect(page.getByRole('textbox', { name: 'Greeting' })).toHaveValue('');
  await page.getByRole('textbox', { name: 'Greeting' }).fill('Servus');
  await page.getByRole('button', { name: 'Show what would run' }).click();
  await agree(page);
  await expectState(page, 'Running');
  await callTool(page, 'Greet');
  await expect(page.getByText('Servus from version 1.0.0').first()).toBeVisible();
  await goTo(page, 'Servers');
  await expect(page.getByRole('list', { name: 'Servers' }).getByText('Running', { exact: true })).toHaveCount(2);

  await dropFile(page, await packGreeter({ version: '2.0.0', author: 'Mallory' }));
  await expect(page.getByRole('heading', { name: 'This bundle can’t be used' })).toBeVisible();
  await expect(page.getByText('This update comes from another publisher')).toBeVisible();
  await expect(page.getByText('BUNDLE_PUBLISHER_CHANGED')).toBeVisible();
  await expect(page.getByText('Mallory')).toBeVisible();
});

test('of two servers of one bundle, the one that is chosen is updated, and the other one later', async ({
  gatehouse: { page },
}) => {
  await install(page, '1.0.0', 'Moin');
  await open(page, '1.0.0');
  await page.getByRole('button', { name: 'Install as a second server' }).click();
  await page.getByRole('textbox', { name: 'Greeting' }).fill('Servus');
  await page.getByRole('button', { name: 'Show what would run' }).click();
  await agree(page);
  await expectState(page, 'Running');
  await page.getByRole('button', { name: 'Rename' }).click();
  await page.getByRole('textbox', { name: 'New name' }).fill('Second');
  await page.getByRole('textbox', { name: 'New name' }).press('Enter');

  const greeting = page.getByRole('textbox', { name: 'Greeting' });
  await open(page, '1.1.0');
  await expect(page.getByRole('radio', { name: '“Greeter”, version 1.0.0' })).toBeChecked();
  await expect(greeting).toHaveValue('Moin');
  await page.getByRole('radio', { name: '“Second”, version 1.0.0' }).check();
  await expect(greeting).toHaveValue('Servus');
  await page.getByRole('button', { name: 'Show what would run' }).click();
  await agree(page);
  await expect(page.getByRole('heading', { name: 'Second', level: 1 })).toBeVisible();
  await expect(page.getByText('greeter 1.1.0')).toBeVisible();

  await open(page, '1.1.0');
  await expect(page.getByRole('radio', { name: '“Second”, version 1.1.0' })).toBeChecked();
  await expect(page.getByRole('heading', { name: 'You already have this bundle' })).toBeVisible();
  await page.getByRole('radio', { name: '“Greeter”, version 1.0.0' }).check();
  await expect(page.getByRole('radio', { name: 'Update the server' })).toBeChecked();
  await expect(greeting).toHaveValue('Moin');
  await page.getByRole('button', { name: 'Show what would run' }).click();
  await agree(page);
  await expect(page.getByRole('heading', { name: 'Greeter', level: 1 })).toBeVisible();
  await expect(page.getByText('greeter 1.1.0')).toBeVisible();
});

test('an update that does not start can be taken back', async ({ gatehouse: { page } }) => {
  await install(page, '1.0.0', 'Moin');
  await open(page, '1.2.0');
  await page.getByRole('button', { name: 'Show what would run' }).click();
  await agree(page);
  await expectState(page, 'Failed');
  await page.getByRole('tab', { name: 'About' }).click();
  await page.getByRole('button', { name: 'Put back version 1.0.0' }).click();
  await agree(page);
  await expectState(page, 'Running');
  await expect(page.getByText('greeter 1.0.0')).toBeVisible();
});
