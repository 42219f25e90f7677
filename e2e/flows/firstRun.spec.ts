/**
 * Somebody who never saw Gatehouse tries the sample, reads what would run, agrees, and calls its tools.
 */
import { expect } from '@playwright/test';
import { agree, callTool, goTo, trySample } from '../fixtures/acts.ts';
import { test } from '../fixtures/test.ts';

test('the first screen says what this is and offers three ways in', async ({ gatehouse: { page } }) => {
  await expect(page.getByRole('heading', { name: 'Welcome to Gatehouse' })).toBeVisible();
  for (const name of ['Try the sample', 'Choose a file…', 'Enter a command']) {
    await expect(page.getByRole('button', { name })).toBeVisible();
  }
});

test('nothing runs before agreement, and what ran is what was shown (S6, S10)', async ({ gatehouse: { page } }) => {
  await page.getByRole('button', { name: 'Try the sample' }).click();
  await expect(page.getByRole('heading', { name: /wants to run a program/ })).toBeVisible();
  await expect(page.getByText('This is potentially dangerous.')).toBeVisible();
  await expect(page.getByText('server.mjs')).toBeVisible();
  await agree(page);
  await expect(page.getByText('Running', { exact: true })).toBeVisible();

  await goTo(page, 'Activity');
  await expect(page.getByText('The record is intact')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Agreed to run' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Server started' })).toBeVisible();
});

test('a call shows its result, its structured content checked', async ({ gatehouse: { page } }) => {
  await trySample(page);
  await callTool(page, 'Roll dice');
  await expect(page.getByText('Done', { exact: true })).toBeVisible();
  await expect(page.getByText('Fits the schema the tool declares')).toBeVisible();
});

test('progress moves while a call runs, and cancelling ends it', async ({ gatehouse: { page } }) => {
  await trySample(page);
  await page.getByRole('option', { name: 'Count slowly' }).click();
  await page.getByRole('textbox', { name: 'to', exact: true }).fill('100');
  await page.getByRole('button', { name: 'Call tool' }).click();
  const progress = page.getByText(/^\d+ of 100/);
  const before = await progress.innerText();
  await expect(progress).not.toHaveText(before);
  await page.getByRole('button', { name: 'Cancel the call' }).click();
  await expect(page.getByText('The call was cancelled')).toBeVisible();
});

test('a picture is drawn, and a tool that fails is told apart from a call that fails', async ({
  gatehouse: { page },
}) => {
  await trySample(page);
  await callTool(page, 'Draw a picture');
  await expect(page.getByRole('img', { name: 'The tool’s result' })).toBeVisible();
  await callTool(page, 'Fail on purpose');
  await expect(page.getByText('The tool says it failed')).toBeVisible();
});

test('cancelling leaves nothing behind', async ({ gatehouse: { page } }) => {
  await page.getByRole('button', { name: 'Try the sample' }).click();
  await page.getByRole('button', { name: 'Cancel' }).click();
  await expect(page.getByRole('heading', { name: 'Welcome to Gatehouse' })).toBeVisible();
});
