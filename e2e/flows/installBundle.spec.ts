/**
 * Somebody installs the filesystem server from its bundle, gives it a folder, reads what runs, and uses it; later its
 * files are changed behind their back.
 */
import { randomBytes } from 'node:crypto';
import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { expect, type Page } from '@playwright/test';
import { agree, chooseBundle, dropFile, expectState, goTo, openServer, question } from '../fixtures/acts.ts';
import { packFilesystem, packMemory } from '../fixtures/bundles.ts';
import { filesBelow } from '../fixtures/folders.ts';
import { test } from '../fixtures/test.ts';
import { craftArchive, minimalEntries } from '../../main/testing/archives.ts';

test.skip(({ shell }) => shell !== 'loopback', 'Electron asks with the system’s own dialogs, which no test can reach.');

let bundle: string;
test.beforeAll(async () => {
  bundle = await packFilesystem();
});

async function makeFolder(): Promise<string> {
  const folder = await mkdtemp(join(homedir(), 'notes-'));
  await writeFile(join(folder, 'shopping.txt'), 'Two lemons.');
  return folder;
}

/** In the dialog that is open, with no mouse: finds a folder of the home folder by its name, goes in, and takes it. */
async function takeFolderByKeyboard(page: Page, folder: string): Promise<void> {
  const dialog = page.getByRole('dialog', { name: 'Choose folders' });
  const list = dialog.getByRole('listbox', { name: 'Files and folders' });
  await expect(list).toBeFocused();
  await page.keyboard.type(basename(folder));
  await page.keyboard.press('Enter');
  await expect(dialog.getByText(folder)).toBeVisible();
  await expect(list).toBeFocused();
  for (const name of ['Cancel', 'Choose this folder']) {
    await page.keyboard.press('Tab');
    await expect(dialog.getByRole('button', { name })).toBeFocused();
  }
  await page.keyboard.press('Enter');
  await expect(dialog).toBeHidden();
}

async function install(page: Page, folder: string): Promise<void> {
  await chooseBundle(page, bundle);
  await page.getByRole('button', { name: 'Choose folders…' }).press('Enter');
  await takeFolderByKeyboard(page, folder);
  await page.getByRole('button', { name: 'Show what would run' }).click();
}

test('a bundle waits for its required folder, shows it as an argument of its own, and reads real files in it', async ({
  gatehouse: { page },
}) => {
  const folder = await makeFolder();
  await chooseBundle(page, bundle);
  await expect(page.getByRole('heading', { name: 'Add a server from a bundle' })).toBeVisible();
  await page.getByRole('button', { name: 'Show what would run' }).click();
  await expect(page.getByText('Choose at least one.')).toBeVisible();
  await expect(page.getByRole('group', { name: 'Folders' })).toHaveAccessibleDescription(/Choose at least one\.$/);
  await expect(question(page)).toBeHidden();

  await page.getByRole('button', { name: 'Choose folders…' }).press('Enter');
  await takeFolderByKeyboard(page, folder);
  await expect(page.getByRole('textbox', { name: 'Folders: folder 1' })).toHaveValue(folder);
  await page.getByRole('button', { name: 'Show what would run' }).click();

  await expect(question(page)).toBeVisible();
  await expect(page.getByRole('row', { name: /^Argument 1 / })).toContainText('server.mjs');
  await expect(page.getByRole('row', { name: /^Argument 2 / }).getByText(folder, { exact: true })).toBeVisible();
  await agree(page);
  await expectState(page, 'Running');

  await page.getByRole('option', { name: 'list_directory', exact: false }).first().click();
  await page.getByRole('textbox', { name: 'path', exact: true }).fill(folder);
  await page.getByRole('button', { name: 'Call tool' }).click();
  await expect(page.getByRole('region', { name: 'Result' }).getByText('[FILE] shopping.txt').first()).toBeVisible();

  await page.getByRole('option', { name: 'read_text_file' }).click();
  await page.getByRole('radiogroup', { name: 'How to fill in the arguments' }).getByText('JSON').click();
  await page
    .getByRole('textbox', { name: 'Arguments as JSON' })
    .fill(JSON.stringify({ path: join(folder, 'shopping.txt') }));
  await page.getByRole('button', { name: 'Call tool' }).click();
  await expect(page.getByRole('region', { name: 'Result' }).getByText('Two lemons.').first()).toBeVisible();
});

test('what was agreed to stays to be read, row by row', async ({ gatehouse: { page, dataDir } }) => {
  const folder = await makeFolder();
  await install(page, folder);
  await agree(page);
  await expectState(page, 'Running');
  await page.getByRole('tab', { name: 'About' }).click();
  const agreed = page.getByRole('table', { name: 'What was agreed' });
  await expect(agreed.getByRole('row', { name: /^Program node$/ })).toBeVisible();
  await expect(agreed.getByRole('row', { name: /^which is the file \// })).toContainText('Node.js');
  await expect(agreed.getByRole('row', { name: /^Argument 1 / })).toContainText(join(dataDir, 'bundles'));
  await expect(agreed.getByRole('row', { name: /^Argument 2 / }).getByText(folder, { exact: true })).toBeVisible();
  await expect(agreed.getByRole('row', { name: /^Working directory / })).toContainText(join(dataDir, 'bundles'));

  await page.getByRole('tab', { name: 'Settings' }).click();
  const field = page.getByRole('textbox', { name: 'Folders: folder 1' });
  await field.fill(homedir());
  await page.getByRole('button', { name: 'Save' }).click();
  await expectState(page, 'Stopped');
  await page.getByRole('tab', { name: 'About' }).click();
  await expect(agreed.getByRole('row', { name: /^Argument 2 / }).getByText(folder, { exact: true })).toBeVisible();
});

test('a folder that was chosen stays a chosen one when another is added, unlike one that is typed', async ({
  gatehouse: { page, dataDir },
}) => {
  const [first, second] = [await makeFolder(), await makeFolder()];
  await install(page, first);
  await agree(page);
  await expectState(page, 'Running');
  await page.getByRole('tab', { name: 'Settings' }).click();
  await page.getByRole('button', { name: 'Choose folders…' }).press('Enter');
  await takeFolderByKeyboard(page, second);
  await page.getByRole('button', { name: 'Type a path' }).click();
  await page.getByRole('textbox', { name: 'Folders: folder 3' }).fill(homedir());
  await page.getByRole('button', { name: 'Save' }).click();
  await expectState(page, 'Stopped');

  const stored: unknown = JSON.parse(await readFile(join(dataDir, 'config.json'), 'utf8'));
  expect(stored).toMatchObject({
    servers: {
      servers: [
        {
          source: {
            config: {
              folders: {
                paths: [
                  { path: first, picked: true },
                  { path: second, picked: true },
                  { path: homedir(), picked: false },
                ],
              },
            },
          },
        },
      ],
    },
  });
});

test('an installed file that somebody changed is noticed before the next start, and asked about (S6)', async ({
  gatehouse: { page, dataDir },
}) => {
  await install(page, await makeFolder());
  await agree(page);
  await expectState(page, 'Running');
  await page.getByRole('button', { name: 'Stop' }).click();
  await expectState(page, 'Stopped');

  const installed = join(dataDir, 'bundles');
  const [script = ''] = (await filesBelow(installed)).filter((file) => file.endsWith('server.mjs'));
  await appendFile(join(installed, script), '\n// Somebody was here.\n');

  await page.getByRole('button', { name: 'Start' }).click();
  await expect(page.getByRole('heading', { name: 'What changed since you agreed' })).toBeVisible();
  await expect(page.getByText('1 difference. Everything else is as it was.')).toBeVisible();
  const change = page.getByRole('row', { name: /^The installed files/ });
  const [before, now] = await Promise.all(
    [1, 2].map((cell) =>
      change
        .getByRole('cell')
        .nth(cell - 1)
        .innerText(),
    ),
  );
  expect(before).toMatch(/sha256:[0-9a-f]{64}/);
  expect(now).toMatch(/sha256:[0-9a-f]{64}/);
  expect(now?.slice(-64)).not.toBe(before?.slice(-64));

  await page.getByRole('button', { name: 'Cancel' }).click();
  await openServer(page, 'Filesystem');
  await expectState(page, 'Stopped');

  await page.getByRole('button', { name: 'Start' }).click();
  await agree(page);
  await expectState(page, 'Running');
});

test('installed files that are gone are said so, and put back from the bundle with the settings kept', async ({
  gatehouse: { page, dataDir },
}) => {
  const folder = await makeFolder();
  await install(page, folder);
  await agree(page);
  await expectState(page, 'Running');
  await page.getByRole('button', { name: 'Stop' }).click();
  await expectState(page, 'Stopped');
  const installed = join(dataDir, 'bundles');
  await rm(installed, { recursive: true });

  await page.getByRole('button', { name: 'Start' }).click();
  await expect(page.getByText('Files of this server are missing')).toBeVisible();
  await dropFile(page, bundle);
  await page.getByRole('button', { name: 'Install its files again' }).click();
  await expect(page.getByRole('textbox', { name: 'Folders: folder 1' })).toHaveValue(folder);
  await page.getByRole('button', { name: 'Show what would run' }).click();
  await agree(page);
  await expectState(page, 'Running');
});

test('a default stands in its field, with its variables put in, and is what the server gets', async ({
  gatehouse: { page },
}) => {
  await dropFile(page, await packMemory());
  const kept = join(homedir(), 'memory.json');
  await expect(page.getByRole('textbox', { name: 'File' })).toHaveValue(kept);
  await page.getByLabel(/^Token/).fill('any token');
  await page.getByRole('button', { name: 'Show what would run' }).click();
  await expect(page.getByRole('row', { name: /^Variable MEMORY_FILE_PATH/ }).getByText(kept)).toBeVisible();
  await agree(page);
  await expectState(page, 'Running');

  await page.getByRole('option', { name: 'create_entities' }).click();
  await page.getByRole('radiogroup', { name: 'How to fill in the arguments' }).getByText('JSON').click();
  const entities = [{ name: 'Ada', entityType: 'person', observations: ['likes numbers'] }];
  await page.getByRole('textbox', { name: 'Arguments as JSON' }).fill(JSON.stringify({ entities }));
  await page.getByRole('button', { name: 'Call tool' }).click();
  await expect(page.getByText('Done', { exact: true })).toBeVisible();
  expect(await readFile(kept, 'utf8')).toContain('likes numbers');
});

/** 300 MB that no packer could make smaller, so that a person has the time to think better of it. */
async function writeLargeBundle(): Promise<string> {
  const content = randomBytes(1_000_000);
  const files = Array.from({ length: 300 }, (_, index) => ({ name: `assets/${index}.bin`, content, method: 0 }));
  const path = join(await mkdtemp(join(tmpdir(), 'gatehouse-bundle-')), 'large.mcpb');
  await writeFile(path, craftArchive([...minimalEntries(), ...files]));
  return path;
}

test('a bundle that is given up while it is unpacked leaves nothing and asks nothing', async ({
  gatehouse: { page, dataDir },
}) => {
  await chooseBundle(page, await writeLargeBundle());
  await expect(page.getByRole('heading', { name: 'Unpacking into a private folder' })).toBeVisible();
  await expect.poll(() => filesBelow(join(dataDir, 'staging'))).not.toEqual([]);
  await page.getByRole('button', { name: 'Cancel' }).click();
  await expect(page.getByRole('heading', { name: 'Welcome to Gatehouse' })).toBeVisible();

  for (const name of ['staging', 'bundles']) await expect.poll(() => filesBelow(join(dataDir, name))).toEqual([]);
  await expect(page.getByRole('heading', { name: 'Welcome to Gatehouse' })).toBeVisible();
  await goTo(page, 'Decisions');
  await expect(page.getByText('Nothing waits for you')).toBeVisible();
});
