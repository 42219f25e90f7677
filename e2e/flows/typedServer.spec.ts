/**
 * Somebody types a command, watches what the program says, changes the command, and mistypes one.
 */
import { mkdtemp, realpath } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { agree, expectState, ownCommand, question, typeCommand } from '../fixtures/acts.ts';
import { test } from '../fixtures/test.ts';

test('a typed server gets exactly what was typed, and its log is live', async ({ gatehouse: { page } }) => {
  const directory = await realpath(await mkdtemp(join(tmpdir(), 'gatehouse-work-')));
  await typeCommand(page, {
    ...ownCommand('talker', 'two words', '$HOME "quoted"'),
    variable: { name: 'MOOD', value: 'cheerful' },
    directory,
  });
  await expect(question(page)).toBeVisible();
  await expect(page.getByRole('row', { name: /^Argument 2 / }).getByText('two words')).toBeVisible();
  await expect(page.getByRole('row', { name: /^Working directory / })).toContainText(directory);
  await expect(page.getByRole('row', { name: /^Variable MOOD / })).toContainText('cheerful');
  await agree(page);
  await expectState(page, 'Running');

  await page.getByRole('tab', { name: 'Log' }).click();
  const log = page.getByRole('log');
  await expect(log.getByText('arguments: ["two words","$HOME \\"quoted\\""]')).toBeVisible();
  await expect(log.getByText(`directory: ${directory}`)).toBeVisible();
  await expect(log.getByText('mood: cheerful')).toBeVisible();

  await page.getByRole('tab', { name: 'Tools' }).click();
  await page.getByRole('option', { name: 'Say' }).click();
  await page.getByRole('textbox', { name: 'text', exact: true }).fill('Good morning');
  await page.getByRole('button', { name: 'Call tool' }).click();
  await expect(page.getByText('It was said.').first()).toBeVisible();
  await page.getByRole('tab', { name: 'Log' }).click();
  await expect(log.getByText('said: Good morning')).toBeVisible();
});

test('rows are added by Enter and moved by Alt and an arrow', async ({ gatehouse: { page } }) => {
  await page.getByRole('button', { name: 'Enter a command' }).click();
  await page.getByRole('button', { name: 'Add an argument' }).click();
  await page.keyboard.type('first');
  await page.keyboard.press('Enter');
  await page.keyboard.type('second');
  await page.keyboard.press('Alt+ArrowUp');
  await expect(page.getByRole('textbox', { name: 'Argument 1', exact: true })).toHaveValue('second');
  await expect(page.getByRole('textbox', { name: 'Argument 1', exact: true })).toBeFocused();
  await page.getByRole('button', { name: 'Show what would run' }).click();
  await expect(page.getByText('Enter the program to run.')).toBeVisible();
  await expect(page.getByText('Give the server a name, so that you recognise it.')).toBeVisible();
});

test('an edited command is asked about again, with the difference', async ({ gatehouse: { page } }) => {
  await typeCommand(page, ownCommand('talker', 'before'));
  await agree(page);
  await expectState(page, 'Running');

  await page.getByRole('tab', { name: 'Settings' }).click();
  await page.getByRole('textbox', { name: 'Argument 2', exact: true }).fill('after');
  await page.getByRole('button', { name: 'Save' }).click();
  const changes = page.getByRole('region', { name: 'What changed since you agreed' });
  await expect(changes.getByText('1 difference. Everything else is as it was.')).toBeVisible();
  await expect(changes.getByRole('row', { name: /^Argument 2/ })).toContainText(/before.*after/s);
  await agree(page);
  await expectState(page, 'Running');
  await page.getByRole('tab', { name: 'Log' }).click();
  await expect(page.getByRole('log').getByText('arguments: ["after"]')).toBeVisible();
});

test('a command that does not exist is said to in words, and mended in place', async ({ gatehouse: { page } }) => {
  await typeCommand(page, { command: 'no-such-program-anywhere' });
  await expect(page.getByText('The program was not found')).toBeVisible();
  await expect(page.getByText('LAUNCH_COMMAND_NOT_FOUND')).toBeVisible();
  await expect(question(page)).toBeHidden();

  const { command, args = [] } = ownCommand('talker');
  await page.getByRole('tab', { name: 'Settings' }).click();
  await page.getByRole('textbox', { name: 'Command', exact: true }).fill(command);
  await page.getByRole('button', { name: 'Add an argument' }).click();
  await page.getByRole('textbox', { name: 'Argument 1', exact: true }).fill(args[0] ?? '');
  await page.getByRole('button', { name: 'Save' }).click();
  await agree(page);
  await expectState(page, 'Running');
});
