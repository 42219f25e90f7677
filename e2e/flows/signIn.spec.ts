/**
 * Signing in at a remote server, the browser's part included: a second page drives the sign-in page of a real authorization
 * server.
 */
import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';
import {
  launchSignInServer,
  type SignInServer,
  type SignInServerOptions,
} from '../../main/testing/launchSignInServer.ts';
import {
  agreeToConnect,
  callTool,
  expectState,
  goTo,
  openServer,
  result,
  tabTo,
  typeAddress,
} from '../fixtures/acts.ts';
import { filesHolding } from '../fixtures/folders.ts';
import { test as base, type RunningApp } from '../fixtures/test.ts';

type Launch = (options?: SignInServerOptions) => Promise<SignInServer>;

const test = base.extend<{ readonly launch: Launch }>({
  // Playwright reads the names of fixtures from the first parameter, so it has to be a pattern.
  // eslint-disable-next-line no-empty-pattern
  launch: async ({}, use) => {
    const launched: SignInServer[] = [];
    await use(async (options) => {
      const server = await launchSignInServer(options);
      launched.push(server);
      return server;
    });
    await Promise.all(launched.map((server) => server.stop()));
  },
});

test.skip(({ shell }) => shell !== 'loopback', 'Electron has one window.');

/** What the person does in their browser, where Gatehouse has sent them. */
async function inBrowser(
  { page, openedInBrowser }: RunningApp,
  times: number,
  button: 'Sign in and agree' | 'Refuse',
): Promise<Page> {
  await expect.poll(async () => (await openedInBrowser()).length).toBe(times);
  const browser = await page.context().newPage();
  await browser.goto((await openedInBrowser()).at(-1) ?? '');
  await browser.getByRole('button', { name: button }).click();
  return browser;
}

/** A question of a server waits on its page until somebody takes it up. */
async function takeUp(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Read and answer' }).first().click();
}

async function signOut(page: Page): Promise<void> {
  await page.getByRole('tab', { name: 'Settings' }).click();
  await page.getByRole('button', { name: 'Sign out…' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Sign out' }).click();
}

/** All of it, up to the page of the server. */
async function signIn(gatehouse: RunningApp, launch: Launch): Promise<SignInServer> {
  const { page } = gatehouse;
  const server = await launch();
  await typeAddress(page, { name: 'Notes', url: server.mcp });
  await agreeToConnect(page);
  await takeUp(page);
  await openBrowser(page).click();
  await inBrowser(gatehouse, 1, 'Sign in and agree');
  await page.getByRole('button', { name: 'Go back' }).click();
  return server;
}

const openBrowser = (page: Page) => page.getByRole('button', { name: 'Open the browser' });

test('somebody signs in, calls, is asked for more, and signs out (MCP 2025-11-25 basic/authorization)', async ({
  gatehouse,
  launch,
}) => {
  const { page, dataDir } = gatehouse;
  const server = await launch();
  await typeAddress(page, { name: 'Notes', url: server.mcp });
  await agreeToConnect(page);
  await takeUp(page);
  await expect(page.getByRole('heading', { name: /“Notes” asks you to sign in at 127\.0\.0\.1:\d+/ })).toBeFocused();
  await expect(page.getByText('offline_access')).toBeVisible();
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
  expect((await server.seen()).filter(({ pathname }) => pathname === '/reg')).toEqual([]);
  await openBrowser(page).click();
  const browser = await inBrowser(gatehouse, 1, 'Sign in and agree');
  await expect(browser.getByRole('heading', { name: 'You are signed in' })).toBeVisible();
  await expect(page.getByRole('heading', { name: /You are signed in at 127\.0\.0\.1/ })).toBeVisible();
  await page.getByRole('button', { name: 'Go back' }).click();
  await expectState(page, 'Connected');

  await page.getByRole('tab', { name: 'Tools' }).click();
  await callTool(page, 'Read the note');
  await expect(result(page)).toContainText('The note.');
  await callTool(page, 'Write the note');
  await takeUp(page);
  await expect(page.getByText('To write it down.')).toBeVisible();
  await openBrowser(page).click();
  await inBrowser(gatehouse, 2, 'Sign in and agree');
  await expect.poll(async () => (await server.seen()).filter(({ pathname }) => pathname === '/token').length).toBe(2);

  const [code] = (await server.seen()).flatMap(({ form }) => form?.['code'] ?? []);
  expect(await filesHolding(dataDir, code ?? '-')).toEqual([]);
  expect(await page.content()).not.toContain(code);

  await page.getByRole('button', { name: 'Go back' }).click();
  await signOut(page);
  await expect(page.getByRole('button', { name: 'Sign in', exact: true })).toBeFocused();
  await expect(page.getByText('You are not signed in.')).toBeVisible();
  expect((await server.seen()).filter(({ pathname }) => pathname === '/token/revocation')).toHaveLength(2);
});

test('whoever signs out while the authorization server is gone reads what is left there (RFC 7009)', async ({
  gatehouse,
  launch,
}) => {
  const { page } = gatehouse;
  const server = await signIn(gatehouse, launch);
  await expectState(page, 'Connected');
  await server.stop();
  await signOut(page);
  const left = page.getByRole('dialog').getByRole('alert');
  await expect(left).toContainText('could not be reached to revoke it');
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
  await page.keyboard.press('Enter');
  await expect(left).toBeHidden();
  await expect(page.getByText('You are not signed in.')).toBeVisible();
});

test('whoever refuses in the browser reads it in Gatehouse, and can try again', async ({ gatehouse, launch }) => {
  const { page } = gatehouse;
  const server = await launch();
  await typeAddress(page, { name: 'Notes', url: server.mcp });
  await agreeToConnect(page);
  await takeUp(page);
  await openBrowser(page).click();
  const browser = await inBrowser(gatehouse, 1, 'Refuse');
  await expect(browser.getByRole('heading', { name: 'You are not signed in' })).toBeVisible();
  await expect(page.getByRole('heading', { name: /You are not signed in at 127\.0\.0\.1/ })).toBeFocused();
  await expect(page.getByText('Ada <b>refused</b>.').filter({ visible: true })).toBeVisible();
  await page.getByRole('button', { name: 'Go back' }).click();
  await page
    .getByRole('button', { name: /^Sign in/ })
    .first()
    .click();
  await openBrowser(page).click();
  await inBrowser(gatehouse, 2, 'Sign in and agree');
  await page.getByRole('button', { name: 'Go back' }).click();
  await expectState(page, 'Connected');
});

test('a sign-in needs no mouse', async ({ gatehouse, launch }) => {
  const { page } = gatehouse;
  const server = await launch();
  await typeAddress(page, { name: 'Notes', url: server.mcp });
  await agreeToConnect(page);
  await expect(page.getByRole('button', { name: 'Read and answer' })).toBeVisible();
  await tabTo(page, page.getByRole('button', { name: 'Read and answer' }));
  await page.keyboard.press('Enter');
  await expect(openBrowser(page)).toBeVisible();
  await tabTo(page, openBrowser(page));
  await page.keyboard.press('Enter');
  await inBrowser(gatehouse, 1, 'Sign in and agree');
  await expect(page.getByRole('heading', { name: /You are signed in/ })).toBeFocused();
});

test('an identity provider that is set up once lets a server in, and signing out there ends it (SEP-990)', async ({
  gatehouse,
  launch,
}) => {
  const { page } = gatehouse;
  const server = await launch();
  await goTo(page, 'Settings');
  await page.getByRole('button', { name: /Set up/ }).click();
  const form = page.getByRole('dialog');
  await form.getByRole('textbox', { name: /issuer/i }).fill(server.provider);
  await form.getByRole('textbox', { name: /client id/i }).fill('gatehouse');
  await form
    .getByLabel(/client secret/i)
    .first()
    .fill('the secret of gatehouse');
  await form.getByRole('button', { name: 'Save' }).click();
  await expect(form).toBeHidden();

  await goTo(page, 'Servers');
  await typeAddress(page, { name: 'Notes', url: server.mcp });
  await agreeToConnect(page);
  await takeUp(page);
  await page.getByRole('button', { name: 'Decline' }).click();
  await openServer(page, 'Notes');
  await page.getByRole('tab', { name: 'Settings' }).click();
  await page.getByRole('button', { name: 'Change how you sign in…' }).click();
  await form.getByRole('radio', { name: /identity provider/i }).check();
  await form.getByRole('textbox', { name: /client id/i }).fill('enterprise');
  await form
    .getByLabel(/client secret/i)
    .first()
    .fill('the secret of enterprise');
  await form.getByRole('button', { name: 'Save' }).click();
  await expect(form).toBeHidden();
  await page.getByRole('button', { name: 'Connect', exact: true }).click();
  await takeUp(page);
  await openBrowser(page).click();
  await inBrowser(gatehouse, 1, 'Sign in and agree');
  await page.getByRole('button', { name: 'Go back' }).click();
  await expectState(page, 'Connected');

  await goTo(page, 'Settings');
  await expect(page.getByText('ada@example.test').first()).toBeVisible();
});

test('what is declined in the middle of a call is not asked for again, and the tool says so', async ({
  gatehouse,
  launch,
}) => {
  const { page } = gatehouse;
  await signIn(gatehouse, launch);
  await page.getByRole('tab', { name: 'Tools' }).click();
  await callTool(page, 'Write the note');
  await takeUp(page);
  await page.getByRole('button', { name: 'Decline' }).click();
  const tool = page.getByRole('option', { name: 'Write the note' });
  await expect(tool).toContainText('needs more than you gave');
  await expect(page.getByRole('alert').filter({ hasText: 'This tool needs more than you gave' })).toBeVisible();
  await callTool(page, 'Write the note');
  await expect(page.getByText('AUTH_SCOPE_MISSING').first()).toBeVisible();
  await expect(page.getByRole('button', { name: 'Read and answer' })).toHaveCount(0);
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);

  await page.getByRole('button', { name: 'Sign in and be asked again' }).click();
  await openBrowser(page).click();
  await inBrowser(gatehouse, 2, 'Sign in and agree');
  await page.getByRole('button', { name: 'Go back' }).click();
  await expect(tool).not.toContainText('needs more than you gave');
});
