/**
 * Gatehouse is closed and started again: servers are listed, none runs, and what was agreed to starts without a question.
 */
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { callTool, expectState, goTo, openServer, question, trySample } from '../fixtures/acts.ts';
import { processesIn } from '../fixtures/folders.ts';
import { HostClient } from '../fixtures/hostClient.ts';
import { test } from '../fixtures/test.ts';

test('after a restart nothing runs until somebody asks, and then without a question', async ({ gatehouse }) => {
  const bundles = join(gatehouse.dataDir, 'bundles');
  await trySample(gatehouse.page);
  if (process.platform === 'linux') expect(await processesIn(bundles)).toHaveLength(1);

  await gatehouse.restart();
  const { page } = gatehouse;
  const list = page.getByRole('list', { name: 'Servers' });
  await expect(list.getByRole('button', { name: 'Gatehouse Tour', exact: true })).toBeVisible();
  await expect(list.getByText('Stopped', { exact: true })).toBeVisible();
  expect(await processesIn(bundles)).toEqual([]);

  await list.getByRole('button', { name: 'Start Gatehouse Tour' }).click();
  await expect(list.getByText('Running', { exact: true })).toBeVisible();
  await expect(question(page)).toBeHidden();
});

test('a call starts its server, without a question when nothing changed', async ({ gatehouse }) => {
  const { page } = gatehouse;
  await trySample(page);
  await callTool(page, 'Roll dice');
  await expect(page.getByText('Done', { exact: true })).toBeVisible();
  await page.getByRole('button', { name: 'Stop' }).click();
  await expectState(page, 'Stopped');
  await page.getByRole('button', { name: 'Call again with the same arguments' }).click();
  await expectState(page, 'Running');
  await expect(page.getByText('Done', { exact: true })).toBeVisible();
  // No number is left beside it: no call runs any more.
  await expect(page.getByRole('tab', { name: 'Calls', exact: true })).toBeVisible();
});

test('a call by another page starts a server after a restart, and its own page sees it', async ({
  gatehouse,
  shell,
}) => {
  test.skip(shell !== 'loopback', 'Electron has one window.');
  await trySample(gatehouse.page);
  await gatehouse.restart();
  const client = await HostClient.open((await gatehouse.startAgain()) ?? '');
  const [server] = client.mirror.servers;
  if (server === undefined) throw new Error('The server is gone.');
  const outcome = await client.call(server.serverId, 'greet', { name: 'Ada' });
  expect(outcome.kind).toBe('complete');
  expect(client.mirror.decisions).toEqual([]);
  client.close();

  const { page } = gatehouse;
  await openServer(page, 'Gatehouse Tour');
  await expectState(page, 'Running');
  await page.getByRole('tab', { name: 'Calls' }).click();
  await page.getByRole('list', { name: 'Calls, newest first' }).getByRole('button').click();
  await expect(page.getByText('Hello, Ada.')).toBeVisible();
  await page.getByRole('button', { name: 'Close' }).click();
  await goTo(page, 'Decisions');
  await expect(page.getByText('Nothing waits for you')).toBeVisible();
});
