/**
 * A server wants a person to open a web address: they see all of it first, and it opens in their own browser or not at all.
 */
import { expect, type Page } from '@playwright/test';
import { addServer, callWith, goTo, openQuestion, result, wholeServer } from '../fixtures/acts.ts';
import { test } from '../fixtures/test.ts';

const ADDRESS = 'https://login.accounts.example.com/sign?for=gatehouse&step=1#top';

const open = (page: Page) => page.getByRole('button', { name: 'Open in your browser' }).click();
const address = (page: Page) => page.getByRole('region', { name: 'The address' });

async function ask(page: Page, url: string): Promise<void> {
  await callWith(page, 'ask_url', { url });
  await openQuestion(page);
}

/** Goes on elsewhere, calls the tool that stands for a person's visit, and so leaves the server to know of it. */
async function visit(page: Page, args: { readonly id: string; readonly tell?: boolean }): Promise<void> {
  await page.getByRole('button', { name: 'Do something else meanwhile' }).click();
  await callWith(page, 'visit', args);
  await expect(result(page)).toContainText('visited');
}

/** The call of a tool among the recent ones, opened. */
async function openCall(page: Page, tool: string): Promise<void> {
  await page.getByRole('tab', { name: 'Calls' }).click();
  await page
    .getByRole('list', { name: 'Calls, newest first' })
    .getByRole('button', { name: `${tool} Done` })
    .click();
}

async function sayFinished(page: Page): Promise<void> {
  await goTo(page, 'Decisions');
  await page.getByRole('button', { name: 'Read and answer' }).click();
  await page.getByRole('button', { name: 'I have finished' }).click();
}

test('the whole address is shown with its host set apart, and nothing opens before a person agrees (S11)', async ({
  gatehouse: { page, openedInBrowser },
}) => {
  await addServer(page, wholeServer(2025));
  await ask(page, ADDRESS);
  await expect(
    page.getByRole('heading', { name: '“Asker” wants to open a page at login.accounts.example.com' }),
  ).toBeFocused();
  await expect(address(page)).toContainText(ADDRESS);
  await expect(address(page).getByRole('strong').first()).toHaveText('login.accounts.example.com');
  await expect(address(page)).toContainText('Leads to');
  await expect(address(page)).toContainText('Encrypted');
  await expect(page.getByRole('region', { name: 'Who asks' })).toContainText('Please sign.');
  await expect(page.getByRole('link')).toHaveCount(0);
  expect(await openedInBrowser()).toEqual([]);

  await open(page);
  await expect(result(page)).toContainText('{"action":"accept"}');
  expect(await openedInBrowser()).toEqual([ADDRESS]);

  await goTo(page, 'Activity');
  await page.getByRole('button', { name: 'Opening an address in the browser' }).click();
  await expect(page.getByRole('dialog')).toContainText('login.accounts.example.com');
  await expect(page.getByRole('dialog')).not.toContainText('step=1');
});

test('the server hears “decline” or “cancel”, and nothing opens (S11)', async ({
  gatehouse: { page, openedInBrowser },
}) => {
  await addServer(page, wholeServer(2025));
  await ask(page, ADDRESS);
  await page.getByRole('button', { name: 'Decline' }).click();
  await expect(result(page)).toContainText('{"action":"decline"}');
  await ask(page, ADDRESS);
  await page.getByRole('button', { name: 'Leave it' }).click();
  await expect(result(page)).toContainText('{"action":"cancel"}');
  expect(await openedInBrowser()).toEqual([]);
});

test('a call that needs a visit goes on once the person says that they have finished', async ({
  gatehouse: { page, openedInBrowser },
}) => {
  await addServer(page, wholeServer(2025));
  await callWith(page, 'needs_visit', { url: ADDRESS, id: 'one' });
  await openQuestion(page);
  await open(page);
  await expect(
    page.getByRole('heading', { name: 'Waiting for you to finish at login.accounts.example.com' }),
  ).toBeFocused();
  expect(await openedInBrowser()).toEqual([ADDRESS]);
  await visit(page, { id: 'one', tell: false });
  await sayFinished(page);
  await expect(page.getByText('Nothing waits for you')).toBeVisible();
  await page.goBack();
  await openCall(page, 'needs_visit');
  await expect(page.getByRole('dialog')).toContainText('thank you');
  expect(await openedInBrowser()).toEqual([ADDRESS]);
});

test('the server’s own word that a visit is finished is enough', async ({ gatehouse: { page } }) => {
  await addServer(page, wholeServer(2025));
  await callWith(page, 'needs_visit', { url: ADDRESS, id: 'two' });
  await openQuestion(page);
  await open(page);
  await visit(page, { id: 'two', tell: true });
  await expect(page.getByRole('list', { name: 'What this server asks you' })).toBeHidden();
  await openCall(page, 'needs_visit');
  await expect(page.getByRole('dialog')).toContainText('thank you');
});

test('a visit that is cancelled ends the call, and says why', async ({ gatehouse: { page } }) => {
  await addServer(page, wholeServer(2025));
  await callWith(page, 'needs_visit', { url: ADDRESS, id: 'three' });
  await openQuestion(page);
  await open(page);
  await page.getByRole('button', { name: 'Cancel' }).click();
  await expect(page.getByText('CALL_INPUT_REFUSED')).toBeVisible();
});

test('in the newer protocol, who says finished without having been there is asked again', async ({
  gatehouse: { page, openedInBrowser },
}) => {
  await addServer(page, wholeServer(2026));
  await callWith(page, 'needs_visit', { url: ADDRESS, id: 'four' });
  await openQuestion(page);
  await open(page);
  await page.getByRole('button', { name: 'I have finished' }).click();
  await openQuestion(page);
  await open(page);
  await visit(page, { id: 'four' });
  await sayFinished(page);
  await page.goBack();
  await openCall(page, 'needs_visit');
  await expect(page.getByRole('dialog')).toContainText('thank you');
  expect(await openedInBrowser()).toEqual([ADDRESS, ADDRESS]);
});

test('an address that is a program is refused without a question, and that is on record (S11, S10)', async ({
  gatehouse: { page, openedInBrowser },
}) => {
  await addServer(page, wholeServer(2025));
  await callWith(page, 'ask_url', { url: 'javascript:alert(1)' });
  await expect(page.getByText('The tool says it failed')).toBeVisible();
  await expect(page.getByRole('list', { name: 'What this server asks you' })).toBeHidden();
  await page.getByRole('tab', { name: 'Log' }).click();
  await expect(page.getByRole('log')).toContainText('An address was refused');
  await goTo(page, 'Activity');
  await expect(page.getByRole('row', { name: /A web address was refused Asker/ })).toBeVisible();
  expect(await openedInBrowser()).toEqual([]);
});

test('a name that looks like another is shown in both spellings, with a warning (S11, S12)', async ({
  gatehouse: { page, openedInBrowser },
}) => {
  await addServer(page, wholeServer(2025));
  // Its first letter is Cyrillic.
  await ask(page, 'https://\u0430pple.com/id');
  await expect(page.getByRole('heading', { level: 1 })).toContainText('xn--pple-43d.com');
  await expect(address(page)).toContainText('https://xn--pple-43d.com/id');
  await expect(address(page)).toContainText('Also written\u0430pple.com');
  await expect(address(page)).toContainText('Its name has letters that are written in another way');
  await page.getByRole('button', { name: 'Decline' }).click();
  await expect(result(page)).toContainText('{"action":"decline"}');
  expect(await openedInBrowser()).toEqual([]);
});
