/**
 * The consent screen: nothing agrees by accident, everything is there to read, nothing can pass for ours.
 */
import { expect, type Page } from '@playwright/test';
import { test } from '../fixtures/test.ts';

interface Typed {
  readonly command: string;
  readonly args?: readonly string[];
  readonly variable?: { readonly name: string; readonly value: string; readonly secret?: boolean };
}

async function propose(page: Page, { command, args = [], variable }: Typed): Promise<void> {
  await page.getByRole('button', { name: 'Enter a command' }).click();
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Mine');
  await page.getByRole('textbox', { name: 'Command', exact: true }).fill(command);
  for (const [index, arg] of args.entries()) {
    await page.getByRole('button', { name: 'Add an argument' }).click();
    await page.getByRole('textbox', { name: `Argument ${index + 1}`, exact: true }).fill(arg);
  }
  if (variable !== undefined) {
    await page.getByRole('button', { name: 'Add a variable' }).click();
    await page.getByRole('textbox', { name: 'Name of variable 1' }).fill(variable.name);
    if (variable.secret === true) await page.getByRole('checkbox', { name: 'Variable 1 is secret' }).check();
    await page.getByLabel('Value of variable 1').fill(variable.value);
  }
  await page.getByRole('button', { name: 'Show what would run' }).click();
  await expect(page.getByRole('heading', { name: /wants to run a program/ })).toBeVisible();
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
