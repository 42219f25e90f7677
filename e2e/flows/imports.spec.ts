/**
 * Somebody comes from another application: brings its servers, follows a link, and takes servers elsewhere.
 */
import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { expect } from '@playwright/test';
import {
  agree,
  callTool,
  dropFile,
  expectState,
  goTo,
  openFolders,
  openServer,
  ownCommand,
  question,
} from '../fixtures/acts.ts';
import { filesHolding } from '../fixtures/folders.ts';
import { test } from '../fixtures/test.ts';

const SECRET = `canary-${randomBytes(16).toString('hex')}`;
const FINGERPRINT = createHash('sha256').update(SECRET).digest('hex');
const CONFIGURATION = JSON.stringify({
  mcpServers: {
    keeper: { ...ownCommand('keeper'), env: { KEEPER_TOKEN: SECRET }, autoApprove: ['fingerprint'] },
    greeter: { ...ownCommand('greeter'), disabled: true },
    socket: { type: 'ws', url: 'wss://far.example' },
  },
});

test('servers of a pasted configuration are added stopped, and asked about before they start', async ({
  gatehouse,
}) => {
  const { page, dataDir } = gatehouse;
  await page.getByRole('button', { name: 'Bring servers' }).click();
  await page.getByLabel('Configuration or install link').fill(CONFIGURATION);
  await page.getByRole('button', { name: 'Show what is in it' }).click();
  await expect(page.getByRole('heading', { name: 'Servers from Cline' })).toBeVisible();
  await expect(page.getByRole('checkbox', { name: 'keeper', exact: true })).toBeChecked();
  await expect(page.getByRole('checkbox', { name: 'greeter', exact: true })).not.toBeChecked();
  await expect(page.getByRole('checkbox', { name: 'socket', exact: true })).toBeDisabled();
  await expect(page.getByText('hidden value')).toBeVisible();
  await expect(page.getByRole('checkbox', { name: 'Secret: Variable KEEPER_TOKEN' })).toBeChecked();
  expect(await page.content()).not.toContain(SECRET);

  await page.getByRole('checkbox', { name: 'greeter', exact: true }).check();
  await page.getByRole('button', { name: 'Add 2 servers' }).click();
  await expect(page.getByRole('heading', { name: '2 servers added' })).toBeVisible();
  await page.getByRole('button', { name: 'Go to the servers' }).click();
  await expect(page.getByText('Stopped', { exact: true })).toHaveCount(2);

  await openServer(page, 'keeper');
  await page.getByRole('button', { name: 'Start' }).click();
  await expect(question(page)).toBeVisible();
  await agree(page);
  await expectState(page, 'Running');
  await callTool(page, 'Fingerprint');
  await expect(page.getByText(FINGERPRINT).first()).toBeVisible();
  expect(await page.content()).not.toContain(SECRET);
  expect(await filesHolding(dataDir, SECRET)).toEqual([]);
});

test('what is missing has to be filled in, and a secret among the arguments decided about', async ({
  gatehouse: { page },
}) => {
  const { command, args = [] } = ownCommand('keeper');
  const servers = {
    keeper: { command, args: [...args, '--api-key', 'hunter2hunter2'], env: { KEEPER_TOKEN: '${input:token}' } },
  };
  const inputs = [{ id: 'token', type: 'promptString', description: 'Your token', password: true }];
  await page.getByRole('button', { name: 'Bring servers' }).click();
  await page.getByLabel('Configuration or install link').fill(JSON.stringify({ inputs, servers }));
  await page.getByRole('button', { name: 'Show what is in it' }).click();
  await expect(page.getByText('VS Code says:')).toBeVisible();
  await page.getByRole('button', { name: 'Add 1 server' }).click();
  await expect(page.getByText('Something is not filled in or not decided yet.')).toBeVisible();
  await expect(page.getByText('Decide, or leave it out.')).toBeVisible();

  await expect(page.getByLabel(/^token/)).toHaveAttribute('type', 'password');
  await page.getByLabel(/^token/).fill(SECRET);
  await page.getByRole('button', { name: 'Leave out: Argument 3' }).click();
  await page.getByRole('button', { name: 'Add 1 server' }).click();
  await expect(page.getByRole('heading', { name: '1 server added' })).toBeVisible();
  await page.getByRole('button', { name: 'keeper', exact: true }).click();
  await page.getByRole('button', { name: 'Start' }).click();
  await expect(page.getByRole('row', { name: /^Argument 2 / })).toContainText('--api-key');
  await expect(page.getByRole('row', { name: /^Argument 3 / })).toBeHidden();
  await expect(page.getByRole('row', { name: /^Variable KEEPER_TOKEN / })).toContainText('from your keychain');
});

test('the file of another application is dropped, or chosen', async ({ gatehouse: { page } }) => {
  const folder = await mkdtemp(join(homedir(), 'windsurf-'));
  const file = join(folder, 'mcp_config.json');
  await writeFile(file, CONFIGURATION);
  await dropFile(page, file);
  await expect(page.getByRole('heading', { name: 'Servers from Windsurf' })).toBeVisible();
  await page.getByRole('button', { name: 'Cancel' }).click();

  await page.getByRole('button', { name: 'Bring servers' }).click();
  await page.getByRole('button', { name: 'Choose a file…' }).click();
  await openFolders(page, [basename(folder)]);
  await page
    .getByRole('dialog')
    .getByRole('option', { name: basename(file) })
    .dblclick();
  await expect(page.getByRole('heading', { name: 'Servers from Windsurf' })).toBeVisible();
});

test('text that is no configuration is said to be none', async ({ gatehouse: { page } }) => {
  const file = join(await mkdtemp(join(tmpdir(), 'gatehouse-drop-')), 'package.json');
  await writeFile(file, '{ "name": "letter", "version": "1.0.0" }');
  await dropFile(page, file);
  await expect(page.getByText('No servers found in it')).toBeVisible();
});

test('a link that a second start hands over is shown and adds nothing by itself (S5)', async ({ gatehouse }) => {
  const { page } = gatehouse;
  await expect(page.getByRole('heading', { name: 'Welcome to Gatehouse' })).toBeVisible();
  await gatehouse.startAgain('gatehouse://install?name=Notes&command=npx&arg=-y&arg=notes&env=NOTES_TOKEN');
  await expect(page.getByRole('heading', { name: 'A server from a link' })).toBeVisible();
  await expect(page.getByLabel(/^NOTES_TOKEN/)).toHaveAttribute('type', 'password');
  await page.getByRole('button', { name: 'Cancel' }).click();
  await expect(page.getByRole('heading', { name: 'Welcome to Gatehouse' })).toBeVisible();

  await goTo(page, 'Settings');
  await gatehouse.startAgain('gatehouse://install?name=Notes&command=npx&env=NOTES_TOKEN%3Dhunter2');
  await expect(page.getByText('This link can’t be used')).toBeVisible();
  expect(await page.content()).not.toContain('hunter2');
});

test('servers are written down for another application, without their secrets (S9)', async ({
  gatehouse: { page },
}) => {
  await page.getByRole('button', { name: 'Bring servers' }).click();
  await page.getByLabel('Configuration or install link').fill(CONFIGURATION);
  await page.getByRole('button', { name: 'Show what is in it' }).click();
  await page.getByRole('button', { name: 'Add 1 server' }).click();
  await goTo(page, 'Settings');
  const section = page.getByRole('region', { name: 'Use your servers elsewhere' });
  await section.getByLabel('Application').selectOption('Cursor');
  await section.getByRole('button', { name: 'Write the configuration' }).click();
  const download = page.waitForEvent('download');
  await section.getByRole('button', { name: 'Save as a file' }).click();
  const written = JSON.parse(await readFile(await (await download).path(), 'utf8')) as unknown;
  expect(written).toEqual({
    mcpServers: { keeper: { ...ownCommand('keeper'), env: { KEEPER_TOKEN: '${env:KEEPER_TOKEN}' } } },
  });
});
