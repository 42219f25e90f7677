/**
 * What goes wrong is said in words, with a code, and harms nothing else.
 */
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { craftArchive, MINIMAL_MANIFEST, minimalEntries } from '../../main/testing/archives.ts';
import { agree, callTool, dropFile, expectState, ownCommand, typeCommand } from '../fixtures/acts.ts';
import { filesBelow } from '../fixtures/folders.ts';
import { test } from '../fixtures/test.ts';

const elsewhere = process.platform === 'win32' ? 'darwin' : 'win32';
const otherPlatform = { ...MINIMAL_MANIFEST, compatibility: { platforms: [elsewhere] } };
const [, program] = minimalEntries();

const REFUSED = [
  {
    file: 'letter.mcpb',
    content: 'Dear Sir or Madam',
    words: 'This is not a bundle',
    code: 'BUNDLE_NOT_AN_ARCHIVE',
  },
  {
    file: 'slip.mcpb',
    content: craftArchive([...minimalEntries(), { name: '../../escaped.txt', content: 'out' }]),
    words: 'The bundle tries to write outside its own folder',
    code: 'BUNDLE_ENTRY_ESCAPES',
  },
  {
    file: 'bare.mcpb',
    content: craftArchive(program === undefined ? [] : [program]),
    words: 'There is no manifest in this bundle',
    code: 'BUNDLE_MANIFEST_MISSING',
  },
  {
    file: 'foreign.mcpb',
    content: craftArchive(minimalEntries(otherPlatform)),
    words: 'The bundle is made for another operating system',
    code: 'BUNDLE_PLATFORM_UNSUPPORTED',
  },
];

test('a bundle that can’t be used is refused in words, and nothing of it stays on the disk (S7)', async ({
  gatehouse: { page, dataDir },
}) => {
  const folder = await mkdtemp(join(tmpdir(), 'gatehouse-refused-'));
  for (const { file, content, words, code } of REFUSED) {
    await test.step(file, async () => {
      await writeFile(join(folder, file), content);
      await dropFile(page, join(folder, file));
      await expect(page.getByRole('heading', { name: 'This bundle can’t be used' })).toBeVisible();
      await expect(page.getByText(words)).toBeVisible();
      await expect(page.getByText(code)).toBeVisible();
      await page.getByRole('button', { name: 'Close' }).click();
      await expect(page.getByRole('heading', { name: 'Welcome to Gatehouse' })).toBeVisible();
      for (const place of ['staging', 'bundles', 'uploads']) {
        await expect.poll(() => filesBelow(join(dataDir, place)), place).toEqual([]);
      }
    });
  }
  expect((await filesBelow(dataDir)).filter((file) => file.includes('escaped'))).toEqual([]);
});

test('a server that dies at once says so, with what it printed', async ({ gatehouse: { page } }) => {
  await typeCommand(page, ownCommand('faulty', 'dies'));
  await agree(page);
  await expectState(page, 'Failed');
  await expect(page.getByText('The server ended', { exact: true })).toBeVisible();
  await expect(page.getByText('SERVER_CLOSED')).toBeVisible();
  await page.getByRole('tab', { name: 'Log' }).click();
  await expect(page.getByRole('log').getByText('I can’t go on.').first()).toBeVisible();
  await expect(page.getByRole('log').getByText('with code 3').first()).toBeVisible();
});

test('a server that never answers is shown as starting, and can be stopped', async ({ gatehouse: { page } }) => {
  await typeCommand(page, ownCommand('faulty', 'silent'));
  await agree(page);
  await expectState(page, 'Starting');
  await page.getByRole('button', { name: 'Stop' }).click();
  await expectState(page, 'Stopped');
});

test('a server that prints before it speaks works all the same', async ({ gatehouse: { page } }) => {
  await typeCommand(page, ownCommand('faulty', 'garbage'));
  await agree(page);
  await expectState(page, 'Running');
  await callTool(page, 'Ping');
  await expect(page.getByText('pong').first()).toBeVisible();
  await page.getByRole('tab', { name: 'Log' }).click();
  await expect(page.getByRole('log').getByText('Loading model weights… 100 %')).toBeVisible();
});
