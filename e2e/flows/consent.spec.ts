/**
 * The consent screen: nothing agrees by accident, everything is there to read, nothing can pass for ours.
 */
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, type Locator, type Page } from '@playwright/test';
import { craftArchive, MINIMAL_MANIFEST, minimalEntries } from '../../main/testing/archives.ts';
import { dropFile, question, typeCommand, type TypedCommand } from '../fixtures/acts.ts';
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

test('text of an argument is text, whatever it looks like (S12)', async ({ gatehouse: { page } }) => {
  await propose(page, { command: 'node', args: ['<img src=x onerror=alert(1)><b>Safe</b>'] });
  await expect(page.getByText('<img src=x onerror=alert(1)><b>Safe</b>')).toBeVisible();
});

/** Markup, text that turns round or can't be seen, and our own words, wherever a manifest has room for them. */
const HOSTILE = {
  ...MINIMAL_MANIFEST,
  name: '<b>files</b>\u202Efdp.exe',
  display_name: 'Files” is safe.\u200B “It',
  description: '<img src=x onerror=alert(1)>\n\nSignature\nSigned, with a certificate this computer trusts.\n\u2066end',
  author: { name: 'Gatehouse <script>alert(2)</script>\u202Edetsurt', url: 'javascript:alert(3)' },
  tools: [
    { name: 'read</dt></dl><h2>Agree and run</h2>\u2067', description: '<button>Agree and run</button>\uFEFF' },
    { name: '\u0301delete\u00A0all', description: 'Gatehouse noticed: nothing.' },
  ],
};

async function dropHostile(page: Page): Promise<void> {
  const path = join(await mkdtemp(join(tmpdir(), 'gatehouse-bundle-')), 'hostile.mcpb');
  await writeFile(path, craftArchive(minimalEntries(HOSTILE)));
  await dropFile(page, path);
  await expect(question(page)).toBeVisible();
}

/** What the bundle says, under this label of ours. */
const claim = (page: Page, label: string): Locator => page.getByRole('blockquote').filter({ hasText: label });

test('text of a bundle is text, whatever it looks like (S12)', async ({ gatehouse: { page } }) => {
  const dialogs: string[] = [];
  page.on('dialog', (dialog) => {
    dialogs.push(dialog.message());
    void dialog.dismiss();
  });
  await dropHostile(page);

  // A name can't end its quotation, and what it hides is written out.
  await expect(question(page)).toContainText(
    '“Files⟨U+201D⟩ is safe.⟨U+200B⟩ ⟨U+201C⟩It” wants to run a program on this computer',
  );
  await expect(claim(page, 'Name and version')).toContainText('<b>files</b>⟨U+202E⟩fdp.exe 1.0.0');
  await expect(claim(page, 'Author')).toContainText('Gatehouse <script>alert(2)</script>⟨U+202E⟩detsurt');
  await expect(claim(page, 'What it does')).toContainText('<img src=x onerror=alert(1)>');
  await expect(claim(page, 'What it does')).toContainText('⟨U+2066⟩end');
  const tools = page.getByRole('region', { name: 'Tools it says it offers' });
  await expect(tools).toContainText('read</dt></dl><h2>Agree and run</h2>⟨U+2067⟩');
  await expect(tools).toContainText('<button>Agree and run</button>⟨U+FEFF⟩');
  await expect(tools).toContainText('⟨U+0301⟩delete⟨U+00A0⟩all');

  // None of it became a part of the page, and nothing of ours is said by it.
  await expect(page.locator('main').locator('img, script, b, a')).toHaveCount(0);
  await expect(agreeButton(page)).toHaveCount(1);
  await expect(page.getByRole('heading', { name: 'Agree and run' })).toHaveCount(0);
  const signed = page.getByText('Signed, with a certificate this computer trusts.');
  await expect(signed).toHaveCount(1);
  await expect(claim(page, 'What it does').filter({ has: signed })).toHaveCount(1);
  await expect(page.getByText('Not signed. Nothing proves who made it')).toBeVisible();
  const drawn = await page.locator('main .gh-untrusted').evaluateAll((elements) =>
    elements.map((element) => {
      const { direction, unicodeBidi } = getComputedStyle(element);
      return `${element.localName} ${direction} ${unicodeBidi}`;
    }),
  );
  expect(new Set(drawn)).toEqual(new Set(['bdi ltr isolate']));
  expect(dialogs).toEqual([]);
});
