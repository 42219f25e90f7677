/**
 * The consent screen: nothing agrees by accident, everything is there to read, nothing can pass for ours.
 */
import { expect, type Page } from '@playwright/test';
import { question, typeCommand, type TypedCommand } from '../fixtures/acts.ts';
import { test } from '../fixtures/test.ts';

async function propose(page: Page, typed: TypedCommand): Promise<void> {
  await typeCommand(page, typed);
  await expect(question(page)).toBeVisible();
}

const agreeButton = (page: Page) => page.getByRole('button', { name: 'Agree and run' });

test('Enter and Space do nothing until a person has moved to the button (S6)', async ({ gatehouse: { page } }) => {
  await page.getByRole('button', { name: 'Try the sample' }).click();
  await expect(agreeButton(page)).toBeEnabled();
  await expect(agreeButton(page)).not.toBeFocused();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Space');
  await expect(agreeButton(page)).toBeVisible();
  await agreeButton(page).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByText('Running', { exact: true })).toBeVisible();
});

test('the button is not armed at once (S6)', async ({ gatehouse: { page } }) => {
  await page.getByRole('button', { name: 'Try the sample' }).click();
  await expect(agreeButton(page)).toBeDisabled();
  await expect(agreeButton(page)).toBeEnabled();
});

test('Escape cancels', async ({ gatehouse: { page } }) => {
  await page.getByRole('button', { name: 'Try the sample' }).click();
  await expect(agreeButton(page)).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('heading', { name: 'Welcome to Gatehouse' })).toBeVisible();
});

test('a danger asks for a ticked statement first', async ({ gatehouse: { page } }) => {
  await propose(page, { command: 'sh', args: ['-c', 'rm -rf "$HOME/old"'] });
  await expect(page.getByText('Tick the statement to agree')).toBeVisible();
  await expect(agreeButton(page)).toBeDisabled();
  await page.getByRole('checkbox', { name: /I have read the warnings/ }).check();
  await expect(agreeButton(page)).toBeEnabled();
});

test('an argument of any length is shown whole, and hidden characters are visible (S12)', async ({
  gatehouse: { page },
}) => {
  const long = `--begin${'x'.repeat(5_000)}--end`;
  await propose(page, { command: 'node', args: [long, 'safe\u202Etxt.exe', ' spaced '] });
  await expect(page.getByText('--end')).toBeVisible();
  await expect(page.getByText('U+202E').first()).toBeVisible();
  const widths = await page.evaluate(() => [
    document.documentElement.scrollWidth,
    document.documentElement.clientWidth,
  ]);
  expect(widths[0]).toBeLessThanOrEqual(widths[1] ?? 0);
});

test('a secret is named and never shown (S9)', async ({ gatehouse: { page } }) => {
  await propose(page, { command: 'node', variable: { name: 'API_KEY', value: 'canary-value-1', secret: true } });
  await expect(page.getByText('API_KEY').first()).toBeVisible();
  await expect(page.getByText('from your keychain').first()).toBeVisible();
  expect(await page.content()).not.toContain('canary-value-1');
});

test('text of a bundle is text, whatever it looks like (S12)', async ({ gatehouse: { page } }) => {
  await propose(page, { command: 'node', args: ['<img src=x onerror=alert(1)><b>Safe</b>'] });
  await expect(page.getByText('<img src=x onerror=alert(1)><b>Safe</b>')).toBeVisible();
});
