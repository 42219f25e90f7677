/**
 * Servers that are reached by an address: what would be reached and sent is agreed to first, and what goes wrong is said.
 */
import { expect, type Page } from '@playwright/test';
import { agreeToConnect, callWith, expectState, result, typeAddress } from '../fixtures/acts.ts';
import { filesHolding } from '../fixtures/folders.ts';
import { startHttpServer, type HttpServer, type HttpServerOptions } from '../fixtures/httpServer.ts';
import { test as base } from '../fixtures/test.ts';

const KEY = 'key-for-far-3b1c7d';

type Start = (name: 'whole2025' | 'whole2026', options?: HttpServerOptions) => Promise<HttpServer>;

const test = base.extend<{ readonly start: Start }>({
  // Playwright reads the names of fixtures from the first parameter, so it has to be a pattern.
  // eslint-disable-next-line no-empty-pattern
  start: async ({}, use) => {
    const started: HttpServer[] = [];
    await use(async (name, options) => {
      const server = await startHttpServer(name, options);
      started.push(server);
      return server;
    });
    await Promise.all(started.map((server) => server.stop()));
  },
});

const plan = (page: Page) => page.getByRole('table', { name: 'This will be reached' });

async function echo(page: Page, message: string): Promise<void> {
  await callWith(page, 'echo', { message });
  await expect(result(page)).toContainText(message);
}

test('an address is shown whole with what is sent along, and reached only after that is agreed to (S6, S9)', async ({
  gatehouse: { page, dataDir },
  start,
}) => {
  const server = await start('whole2025', { key: KEY });
  const url = `${server.origin}/mcp`;
  await typeAddress(page, { url, header: { name: 'Authorization', value: `Bearer ${KEY}` } });
  await expect(page.getByRole('heading', { name: 'Connect to “Far” on this computer?' })).toBeFocused();
  await expect(plan(page).getByRole('row', { name: /^Address/ })).toContainText(url);
  await expect(plan(page).getByRole('row', { name: /^Origin/ })).toContainText(server.origin);
  await expect(plan(page).getByRole('row', { name: /^Where it leads/ })).toContainText('This computer');
  await expect(plan(page).getByRole('row', { name: /^Header Authorization/ })).toContainText('from your keychain');
  await expect(page.getByRole('region', { name: 'What it will be sent' })).toContainText('the headers above');
  expect(await page.content()).not.toContain(KEY);
  expect(await server.seenHeaders()).toEqual([]);

  await agreeToConnect(page);
  await expectState(page, 'Connected');
  await echo(page, 'hello from afar');
  for (const { authorization } of await server.seenHeaders()) expect(authorization).toBe(`Bearer ${KEY}`);
  expect(await page.content()).not.toContain(KEY);
  expect(await filesHolding(dataDir, KEY)).toEqual([]);
});

test('what is not agreed to is never reached (S6)', async ({ gatehouse: { page }, start }) => {
  const server = await start('whole2026');
  await typeAddress(page, { url: `${server.origin}/mcp` });
  await page.getByRole('button', { name: 'Cancel' }).click();
  await expect(page.getByRole('list', { name: 'Servers' }).getByText('Not connected')).toBeVisible();
  expect(await server.seenHeaders()).toEqual([]);
});

test('another address is asked about again, with the difference', async ({ gatehouse: { page }, start }) => {
  const [first, second] = [await start('whole2026'), await start('whole2025')];
  await typeAddress(page, { url: `${first.origin}/mcp` });
  await agreeToConnect(page);
  await expectState(page, 'Connected');
  await page.getByRole('tab', { name: 'Settings' }).click();
  await page.getByRole('textbox', { name: 'Address' }).fill(`${second.origin}/mcp`);
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  const changes = page.getByRole('region', { name: 'What changed since you agreed' });
  await expect(changes.getByText('1 difference. Everything else is as it was.')).toBeVisible();
  await expect(changes.getByRole('row', { name: /^Address/ })).toContainText(`${second.origin}/mcp`);
  await expect(changes.getByRole('row', { name: /^Address/ })).toContainText(`${first.origin}/mcp`);
  expect(await second.seenHeaders()).toEqual([]);
  await agreeToConnect(page);
  await expectState(page, 'Connected');
  await page.getByRole('tab', { name: 'Tools' }).click();
  await echo(page, 'hello from the other');
});

test('a server that wants to know who asks, and one that nobody answers for, say so', async ({
  gatehouse: { page },
  start,
}) => {
  const server = await start('whole2025', { key: KEY });
  await typeAddress(page, { url: `${server.origin}/mcp` });
  await agreeToConnect(page);
  await expect(page.getByText('The server does not say where to sign in')).toBeVisible();
  await expect(page.getByText('AUTH_NOT_OFFERED')).toBeVisible();

  await server.stop();
  await page.getByRole('button', { name: 'Connect', exact: true }).click();
  await expect(page.getByText('The server can’t be reached')).toBeVisible();
  await expect(page.getByText('SERVER_UNREACHABLE')).toBeVisible();
});

test('a server that ends and comes back is connected to again', async ({ gatehouse: { page }, start }) => {
  const server = await start('whole2025');
  await typeAddress(page, { url: `${server.origin}/mcp` });
  await agreeToConnect(page);
  await expectState(page, 'Connected');
  await echo(page, 'before');
  await server.stop();
  await callWith(page, 'echo', { message: 'meanwhile' });
  await expect(page.getByText('SERVER_UNREACHABLE')).toBeVisible();
  await start('whole2025', { port: server.port });
  // A call may be what finds out that the session is lost; else the stream of changes has found out before it.
  await expect(async () => {
    await callWith(page, 'echo', { message: 'after' });
    await expect(result(page).getByText('after', { exact: true })).toBeVisible({ timeout: 5_000 });
  }).toPass();
  await expectState(page, 'Connected');
});
