/**
 * A server asks a person to fill in a form: they read who asks, fill it in, read it over and send it, or say no.
 */
import { expect, type Page } from '@playwright/test';
import {
  addServer,
  callWith,
  goTo,
  openQuestion,
  openServer,
  result,
  secondWindow,
  tabTo,
  wholeServer,
} from '../fixtures/acts.ts';
import { EVERY_FIELD } from '../fixtures/everyField.ts';
import { test } from '../fixtures/test.ts';

async function ask(page: Page, requestedSchema?: object): Promise<void> {
  await callWith(page, 'ask_form', requestedSchema === undefined ? {} : { requestedSchema });
  await openQuestion(page);
  await expect(page.getByRole('heading', { name: '“Asker” asks you something', level: 1 })).toBeVisible();
}

const review = (page: Page) => page.getByRole('button', { name: 'Review before sending' }).click();
const send = (page: Page) => page.getByRole('button', { name: 'Send', exact: true }).click();

test('a form of every kind comes with the server’s defaults, is corrected, read over, changed and sent', async ({
  gatehouse: { page },
}) => {
  await addServer(page, wholeServer(2025));
  await ask(page, EVERY_FIELD);
  const asker = page.getByRole('region', { name: 'Who asks' });
  await expect(asker).toContainText('whole2025.mjs');
  await expect(asker).toContainText('ask_form');
  await expect(asker).toContainText('Who are you?');

  await expect(page.getByRole('textbox', { name: 'Name' })).toHaveValue('Ada');
  await expect(page.getByRole('textbox', { name: 'E-mail' })).toHaveValue('ada@example.com');
  await expect(page.getByRole('textbox', { name: 'Web page' })).toHaveValue('');
  await expect(page.getByLabel('Born on')).toHaveValue('1815-12-10');
  await expect(page.getByRole('textbox', { name: 'Years' })).toHaveValue('36');
  await expect(page.getByRole('radiogroup', { name: 'Keep it' }).getByRole('radio', { name: 'Yes' })).toBeChecked();
  await expect(page.getByRole('radiogroup', { name: 'Size' }).getByRole('radio', { name: 'Medium' })).toBeChecked();
  await expect(page.getByRole('group', { name: 'Days' }).getByRole('checkbox', { name: 'Mon' })).toBeChecked();

  await page.getByRole('textbox', { name: 'E-mail' }).fill('nobody');
  await page.getByRole('textbox', { name: 'Years' }).fill('151');
  await review(page);
  await expect(page.getByRole('alert')).toHaveText(/^3 fields have to be corrected/);
  await expect(page.getByText('This number is too large. A whole number from 0 to 150.')).toBeVisible();
  await expect(page.getByText('This has to be answered.')).toBeVisible();
  await expect(page.getByRole('textbox', { name: 'E-mail' })).toBeFocused();
  await page.getByRole('textbox', { name: 'E-mail' }).fill('ada@example.org');
  await page.getByRole('textbox', { name: 'Years' }).fill('37');
  await page.getByRole('radiogroup', { name: 'Colour' }).getByRole('radio', { name: 'Green' }).check();
  await page.getByRole('radiogroup', { name: 'Keep it' }).getByRole('radio', { name: 'No answer' }).check();
  await page.getByLabel('Meeting').fill('2026-12-24T18:30');
  await page.getByRole('group', { name: 'Days' }).getByRole('checkbox', { name: 'Wed' }).check();
  await review(page);

  const table = page.getByRole('table', { name: 'This will be sent' });
  await expect(page.getByRole('heading', { name: 'Send this to “Asker”?' })).toBeFocused();
  await expect(table.getByRole('row', { name: /^Colour/ })).toContainText('Green as #0f0');
  await expect(table.getByRole('row', { name: /^Keep it/ })).toContainText('Nothing: it is left out');
  await expect(table.getByRole('row', { name: /^Days/ })).toContainText(/Mon.*Wed/s);
  await page.getByRole('button', { name: 'Back to change' }).click();
  await page.getByRole('textbox', { name: 'Name' }).fill('Ada L.');
  await review(page);
  await expect(table.getByRole('row', { name: /^Name/ })).toContainText('Ada L.');
  await send(page);

  await expect(result(page)).toContainText('"action":"accept"');
  for (const sent of [
    '"name":"Ada L."',
    '"age":37',
    '"colour":"#0f0"',
    '"size":"m"',
    '"days":["Mon","Wed"]',
    '"share":0.5',
  ])
    await expect(result(page)).toContainText(sent);
  await expect(result(page)).toContainText(/"at":"2026-12-24T18:30:00(?:Z|[+-]\d\d:\d\d)"/);
  for (const notSent of ['"keep"', '"page"', '"toppings"']) await expect(result(page)).not.toContainText(notSent);
});

test('the server hears “decline” from who declines and “cancel” from who leaves', async ({ gatehouse: { page } }) => {
  await addServer(page, wholeServer(2025));
  await ask(page);
  await page.getByRole('button', { name: 'Decline' }).click();
  await expect(result(page)).toContainText('{"action":"decline"}');

  await ask(page);
  await page.getByRole('button', { name: 'Leave it' }).click();
  await expect(result(page)).toContainText('{"action":"cancel"}');

  await ask(page);
  await page.keyboard.press('Escape');
  await expect(result(page)).toContainText('{"action":"cancel"}');

  await ask(page);
  await page.goBack();
  await expect(result(page)).toContainText('{"action":"cancel"}');
});

test('what was entered is not lost by one Escape', async ({ gatehouse: { page } }) => {
  await addServer(page, wholeServer(2025));
  await ask(page);
  await page.getByRole('textbox', { name: 'Your name' }).fill('Ada');
  await page.keyboard.press('Escape');
  await expect(page.getByText('Press Escape again to leave this without an answer.')).toBeVisible();
  await expect(page.getByRole('textbox', { name: 'Your name' })).toHaveValue('Ada');
  await page.keyboard.press('Escape');
  await expect(result(page)).toContainText('{"action":"cancel"}');
});

test('a form that asks for a password warns, and asks once more before it goes', async ({ gatehouse: { page } }) => {
  await addServer(page, wholeServer(2025));
  await ask(page, { type: 'object', properties: { pw: { type: 'string', title: 'Your password' } }, required: ['pw'] });
  await expect(page.getByText('This form seems to ask for a password, a key or a card number.')).toBeVisible();
  await page.getByRole('textbox', { name: 'Your password' }).fill('not my password');
  await review(page);
  await expect(page.getByText('Tick the statement to send')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Send', exact: true })).toBeDisabled();
  await page.getByRole('checkbox', { name: /a server must not ask for secrets like this/ }).check();
  await send(page);
  await expect(result(page)).toContainText('"pw":"not my password"');
});

test('a form is answered with the keyboard alone, and Enter sends nothing by accident (S6)', async ({
  gatehouse: { page },
}) => {
  await addServer(page, wholeServer(2025));
  await callWith(page, 'ask_form');
  const asked = page.getByRole('list', { name: 'What this server asks you' });
  await tabTo(page, asked.getByRole('button', { name: 'Read and answer' }));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
  await tabTo(page, page.getByRole('textbox', { name: 'Your name' }));
  await page.keyboard.type('Ada');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Review before sending' })).toBeVisible();
  await tabTo(page, page.getByRole('button', { name: 'Review before sending' }));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Send this to “Asker”?' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Send', exact: true })).toBeEnabled();
  await tabTo(page, page.getByRole('button', { name: 'Send', exact: true }));
  await page.keyboard.press('Space');
  await expect(result(page)).toContainText(/"name":"Ada/);
});

test('in a small window the call that runs says what is asked, and leads there by keyboard', async ({
  gatehouse: { page },
}) => {
  await page.setViewportSize({ width: 900, height: 600 });
  await addServer(page, wholeServer(2025));
  await page.getByRole('option', { name: /ask_form$/ }).click();
  await tabTo(page, page.getByRole('button', { name: 'Call tool' }));
  await page.keyboard.press('Enter');
  const running = page.getByRole('region', { name: 'The running call' });
  await expect(running.getByRole('status')).toContainText('“Asker” asks you to fill in a form');
  const button = running.getByRole('button', { name: 'Read and answer' });
  await expect(button).toHaveAccessibleDescription('“Asker” asks you to fill in a form');
  await expect(button).toBeInViewport({ ratio: 1 });
  await tabTo(page, button);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: '“Asker” asks you something', level: 1 })).toBeFocused();
  await page.getByRole('button', { name: 'Decline' }).click();
  await expect(result(page)).toContainText('{"action":"decline"}');
});

test('a question of a call that is open in a dialog is answered on a page of its own', async ({
  gatehouse: { page },
}) => {
  await addServer(page, wholeServer(2025));
  await callWith(page, 'ask_form');
  await page.getByRole('tab', { name: 'Calls' }).click();
  await page.getByRole('list', { name: 'Calls, newest first' }).getByRole('button').click();
  await page.getByRole('dialog').getByRole('button', { name: 'Read and answer' }).click();
  await expect(page.getByRole('dialog')).toBeHidden();
  await page.getByRole('button', { name: 'Decline' }).click();
  await expect(page.getByRole('dialog')).toContainText('{"action":"decline"}');
});

test('a question is gone, and says so, once its call is cancelled in another window', async ({ gatehouse, shell }) => {
  test.skip(shell !== 'loopback', 'Electron has one window.');
  const { page } = gatehouse;
  await addServer(page, wholeServer(2025));
  await ask(page);
  await page.getByRole('textbox', { name: 'Your name' }).fill('Ada');
  const other = await secondWindow(gatehouse);
  const [call] = other.mirror.calls;
  if (call === undefined) throw new Error('There is no call.');
  await other.run('call.cancel', { callId: call.callId });
  other.close();
  await expect(page.getByRole('heading', { name: '“Asker” does not ask this any more' })).toBeVisible();
  await expect(page.getByText(/Nothing of what you entered here was sent/)).toBeVisible();
  await page.getByRole('button', { name: 'Go back' }).click();
  await expect(page.getByText('The call was cancelled')).toBeVisible();
});

test('questions of several servers wait in one list, oldest first, and are counted', async ({
  gatehouse: { page },
}) => {
  await addServer(page, wholeServer(2025, 'First'));
  await callWith(page, 'ask_form');
  await expect(page.getByRole('list', { name: 'What this server asks you' })).toBeVisible();
  await goTo(page, 'Servers');
  await page.getByRole('button', { name: 'Add a server' }).click();
  await addServer(page, wholeServer(2026, 'Second'));
  await callWith(page, 'ask_form');
  const navigation = page.getByRole('navigation', { name: 'Main' });
  await expect(navigation.getByRole('button', { name: 'Decisions 2 waiting' })).toBeVisible();

  await goTo(page, 'Decisions');
  const waiting = page.getByRole('list', { name: 'What waits for you' }).getByRole('listitem');
  await expect(waiting).toHaveCount(2);
  await expect(waiting.nth(0)).toContainText(/“First” asks you to fill in a form.*whole2025\.mjs/s);
  await expect(waiting.nth(1)).toContainText(/“Second” asks you to fill in a form.*whole2026\.mjs/s);

  await waiting.nth(0).getByRole('button', { name: 'Read and answer' }).click();
  await expect(page.getByRole('heading', { name: '“First” asks you something' })).toBeVisible();
  await page.getByRole('button', { name: 'Decline' }).click();
  await expect(waiting).toHaveCount(1);
  await expect(navigation.getByRole('button', { name: 'Decisions 1 waiting' })).toBeVisible();
  await waiting.getByRole('button', { name: 'Read and answer' }).click();
  await page.getByRole('textbox', { name: 'Your name' }).fill('Ada');
  await review(page);
  await send(page);
  await expect(page.getByText('Nothing waits for you')).toBeVisible();
  await openServer(page, 'Second');
  await page.getByRole('tab', { name: 'Calls' }).click();
  await page.getByRole('list', { name: 'Calls, newest first' }).getByRole('button').click();
  await expect(page.getByRole('dialog')).toContainText('"name":"Ada"');
});
