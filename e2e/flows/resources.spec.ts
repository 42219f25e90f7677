/**
 * What a server offers to read: found, read, filled in from a template, watched, saved; and how the server is spoken to.
 */
import { appendFile, mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, join } from 'node:path';
import { expect, type Page } from '@playwright/test';
import {
  addServer,
  agree,
  callWith,
  expectState,
  openFolders,
  ownCommand,
  question,
  result,
  startAnew,
  wholeServer,
} from '../fixtures/acts.ts';
import { test } from '../fixtures/test.ts';

/** Rows that stand in the page at once, whatever the length of the list. */
const MOST_ROWS = 200;

const list = (page: Page) => page.getByRole('listbox', { name: 'Resources' });
const whatWasRead = (page: Page) => page.getByRole('region', { name: 'What was read' });

test('a resource is found, read, watched, read again after it changed, and saved', async ({ gatehouse: { page } }) => {
  await addServer(page, wholeServer(2025));
  await page.getByRole('tab', { name: 'Resources' }).click();
  await page.getByRole('textbox', { name: 'Find a resource' }).fill('count');
  await expect(page.getByText('1 of 2 resources')).toBeVisible();
  await list(page).getByRole('option', { name: 'The count' }).click();
  await page.getByRole('button', { name: 'Read', exact: true }).click();
  await expect(whatWasRead(page)).toContainText('0');

  await page.getByRole('button', { name: 'Watch', exact: true }).click();
  await expect(page.getByText('Watched. No change so far.')).toBeVisible();
  await page.getByRole('tab', { name: 'Tools' }).click();
  await callWith(page, 'count');
  await expect(result(page)).toBeVisible();
  await page.getByRole('tab', { name: 'Resources' }).click();
  await expect(page.getByText(/^Changed .* What you see below is from before\.$/)).toBeVisible();
  await page.getByRole('button', { name: 'Read again' }).click();
  await expect(page.getByText(/What you see below is from before/)).toBeHidden();
  const download = page.waitForEvent('download');
  await whatWasRead(page).getByRole('button', { name: 'Save as…' }).click();
  const file = await download;
  expect(file.suggestedFilename()).toBe('resource.txt');
  expect(await readFile(await file.path(), 'utf8')).toBe('1');
  await page.getByRole('button', { name: 'Stop watching' }).click();
  await expect(page.getByRole('button', { name: 'Watch', exact: true })).toBeVisible();

  await page.getByRole('textbox', { name: 'Find a resource' }).fill('dot');
  await list(page).getByRole('option', { name: 'Dot' }).click();
  await page.getByRole('button', { name: 'Read', exact: true }).click();
  await expect(page.getByRole('img', { name: 'The resource' })).toBeVisible();
});

test('a template is filled in with the server’s suggestions, its address shown, and read', async ({
  gatehouse: { page },
}) => {
  await addServer(page, wholeServer(2025));
  await page.getByRole('tab', { name: 'Resources' }).click();
  await page.getByRole('radiogroup', { name: 'What is listed' }).getByText('Templates (1)').click();
  await page.getByRole('option', { name: 'Weather' }).click();
  await page.getByRole('combobox', { name: 'city' }).fill('Ber');
  for (const city of ['Berlin', 'Bern', 'Bergen']) await expect(page.getByRole('option', { name: city })).toBeVisible();
  await page.getByRole('option', { name: 'Bergen' }).click();
  // Its suggestion for the day says that it knows the city.
  await page.getByRole('combobox', { name: 'day' }).fill('Monday in ');
  await page.getByRole('option', { name: 'Monday in Bergen' }).click();
  await expect(page.getByRole('region', { name: 'The address' })).toContainText(
    'weather://Bergen/Monday%20in%20Bergen',
  );
  await page.getByRole('button', { name: 'Read', exact: true }).click();
  await expect(whatWasRead(page)).toContainText('Bergen');
  await expect(whatWasRead(page)).toContainText('rain');
});

test('10,000 resources are listed, walked by keyboard, found and read', async ({ gatehouse: { page } }) => {
  await addServer(page, { name: 'Notes', ...ownCommand('manyResources') });
  await page.getByRole('tab', { name: 'Resources' }).click();
  await expect(page.getByText('10000 resources')).toBeVisible();
  const chosen = list(page).getByRole('option', { selected: true });
  await list(page).focus();
  for (const [key, position, name] of [
    ['Home', '1', 'note_00001'],
    ['End', '10000', 'note_10000'],
    ['ArrowUp', '9999', 'note_09999'],
  ] as const) {
    await page.keyboard.press(key);
    await expect(chosen).toHaveAttribute('aria-posinset', position);
    await expect(chosen).toBeInViewport();
    await expect(page.getByRole('heading', { name, level: 2 })).toBeVisible();
    expect(await list(page).getByRole('option').count()).toBeLessThan(MOST_ROWS);
  }
  await page.getByRole('textbox', { name: 'Find a resource' }).fill('note_0999');
  await expect(page.getByText('10 of 10000 resources')).toBeVisible();
  await list(page).getByRole('option', { name: 'note_09998' }).click();
  await page.getByRole('button', { name: 'Read', exact: true }).click();
  await expect(whatWasRead(page)).toContainText('This is note_09998.');
});

test('a reading whose server has to be agreed to anew is there after the decision', async ({ gatehouse: { page } }) => {
  const runner = join(await mkdtemp(join(homedir(), 'changing-')), 'run');
  const [script = ''] = ownCommand('manyResources').args ?? [];
  await writeFile(runner, `#!/bin/sh\nexec '${process.execPath}' '${script}'\n`, { mode: 0o755 });
  await addServer(page, { name: 'Notes', command: runner });
  const find = async (): Promise<void> => {
    await page.getByRole('tab', { name: 'Resources' }).click();
    await page.getByRole('textbox', { name: 'Find a resource' }).fill('note_00007');
    await list(page).getByRole('option', { name: 'note_00007' }).click();
  };
  await find();
  await page.getByRole('button', { name: 'Stop', exact: true }).click();
  await expectState(page, 'Stopped');
  await appendFile(runner, '# Another version.\n');
  await page.getByRole('button', { name: 'Read', exact: true }).click();
  await expect(question(page)).toBeVisible();
  await agree(page);
  await expectState(page, 'Running');
  await find();
  await expect(whatWasRead(page)).toContainText('This is note_00007.');
  await expect(page.getByRole('button', { name: 'Read again' })).toBeVisible();
});

test('how a server is spoken to is shown, its messages are found and exported, and another protocol is chosen', async ({
  gatehouse: { page },
}) => {
  await addServer(page, wholeServer(2025));
  await callWith(page, 'echo', { message: 'over the wire' });
  await expect(result(page)).toContainText('over the wire');
  await page.getByRole('tab', { name: 'Connection' }).click();
  const facts = page.getByRole('region', { name: 'The connection' });
  await expect(facts).toContainText('2025-11-25');
  await expect(page.getByRole('region', { name: 'The server says it offers' })).toContainText('resources');
  await expect(page.getByRole('region', { name: 'Gatehouse offers the server' })).toContainText('elicitation');
  await expect(page.getByRole('region', { name: 'What the server says about itself' })).toContainText(
    'The whole of it',
  );

  const messages = page.getByRole('listbox', { name: 'Messages' }).getByRole('option');
  await page.getByRole('textbox', { name: 'Find in messages' }).fill('over the wire');
  await expect(messages).toHaveCount(2);
  await messages.filter({ hasText: 'tools/call' }).first().click();
  await expect(page.getByRole('region', { name: 'The chosen message' })).toContainText('"message": "over the wire"');
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export these' }).click();
  const lines = (await readFile(await (await download).path(), 'utf8')).trim().split('\n');
  expect(lines).toHaveLength(2);
  for (const line of lines) expect(JSON.parse(line)).toBeInstanceOf(Object);

  await page.getByRole('tab', { name: 'Settings' }).click();
  await page.getByRole('radio', { name: '2026-07-28' }).click();
  const protocol = page.getByRole('region', { name: 'Protocol' });
  await expect(protocol.getByRole('status')).toContainText('Restart to apply your choice.');
  await protocol.getByRole('button', { name: 'Restart now' }).click();
  await expect(page.getByText('SERVER_VERSION_UNSUPPORTED')).toBeVisible();
  await page.getByRole('radio', { name: 'Automatic' }).click();
  await page.getByRole('button', { name: 'Start', exact: true }).click();
  await expectState(page, 'Running');
});

test('messages are asked for from a severity on, and left to the server again', async ({ gatehouse: { page } }) => {
  await addServer(page, wholeServer(2025));
  await page.getByRole('tab', { name: 'Log' }).click();
  const level = page.getByRole('combobox', { name: 'Ask the server for messages from' });
  await expect(level).toHaveValue('The server’s own choice');
  await level.click();
  await page.getByRole('option', { name: 'error', exact: true }).click();
  await expect(level).toHaveValue('error');
  const untilStart = page.getByText('It keeps to the level it was told last until it starts again.');
  await expect(untilStart).toBeHidden();
  await level.click();
  await page.getByRole('option', { name: 'The server’s own choice' }).click();
  await expect(untilStart).toBeVisible();
  await startAnew(page);
  await page.getByRole('tab', { name: 'Log' }).click();
  await expect(level).toHaveValue('The server’s own choice');
  await expect(untilStart).toBeHidden();
});

test('folders are chosen in the picker, and the server is told of them', async ({ gatehouse: { page }, shell }) => {
  test.skip(shell !== 'loopback', 'The system’s own dialog can’t be driven.');
  const home = await mkdtemp(join(homedir(), 'shared-'));
  await mkdir(join(home, 'notes'));
  await addServer(page, wholeServer(2025));
  await page.getByRole('tab', { name: 'Settings' }).click();
  await page.getByRole('button', { name: 'Add folders…' }).click();
  await openFolders(page, [basename(home)]);
  await page.getByRole('dialog').getByRole('option', { name: 'notes' }).click();
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /^Choose/ })
    .click();
  const folders = page.getByRole('list', { name: 'Folders the server is told of' });
  await expect(folders).toContainText(join(home, 'notes'));
  await page.getByRole('tab', { name: 'Tools' }).click();
  await callWith(page, 'roots');
  await expect(result(page)).toContainText(`file://${join(home, 'notes')}`);
  await page.getByRole('tab', { name: 'Settings' }).click();
  await page.getByRole('button', { name: `Remove ${join(home, 'notes')}` }).click();
  await expect(page.getByText('No folders. The server is told that there are none.')).toBeVisible();
});
