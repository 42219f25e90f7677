/**
 * Tasks: calls that go on while a person does something else, and what becomes of them.
 */
import { expect, type Page } from '@playwright/test';
import {
  addServer,
  agreeToConnect,
  callWith,
  expectState,
  goTo,
  openServer,
  pixelsTooWide,
  result,
  tabTo,
  taskServer,
  typeAddress,
} from '../fixtures/acts.ts';
import { startHttpServer, type HttpServer } from '../fixtures/httpServer.ts';
import { test } from '../fixtures/test.ts';
import { chooseTask, openTask } from '../fixtures/tourTasks.ts';

let far: HttpServer;

test.beforeEach(async () => {
  far = await startHttpServer('tasks2025', { flags: ['cancel'] });
});
test.afterEach(() => far.stop());

async function connect(page: Page): Promise<void> {
  await typeAddress(page, { url: `${far.origin}/mcp` });
  await agreeToConnect(page);
  await expectState(page, 'Connected');
}

const tasks = (page: Page) => page.getByRole('navigation', { name: 'Main' }).getByRole('button', { name: 'Tasks' });

test('a task that was begun before Gatehouse was closed ends after it was opened again', async ({ gatehouse }) => {
  await connect(gatehouse.page);
  await callWith(gatehouse.page, 'work', { gate: 'evening', text: 'found it' });
  await expect(result(gatehouse.page)).toContainText('It goes on as a task');
  await expect(gatehouse.page.getByRole('button', { name: 'Call tool' })).toBeEnabled();
  await expect(tasks(gatehouse.page)).toHaveAccessibleName('Tasks 1 open');

  await gatehouse.restart();
  const { page } = gatehouse;
  await openTask(page, 'Working');
  await fetch(`${far.origin}/release?evening`);
  await expect(result(page)).toContainText('found it');
  await expect(page.getByRole('region', { name: 'How it is' })).toContainText('Done');
  await expect(tasks(page)).toHaveAccessibleName('Tasks');
});

test('what a task asks is answered from its page, and its result follows', async ({ gatehouse: { page } }) => {
  await connect(page);
  await chooseTask(page, 'asks');
  await callWith(page, 'asks');
  await expect(tasks(page)).toHaveAccessibleName(/1 open, 1 in need of an answer/);
  await openTask(page, 'Needs an answer');
  const asked = page.getByRole('list', { name: 'What this task asks you' });
  await asked.getByRole('button', { name: 'Read and answer' }).click();
  await page.getByRole('textbox', { name: 'Your name' }).fill('Ada');
  await page.getByRole('button', { name: 'Review before sending' }).click();
  await page.getByRole('button', { name: 'Send' }).click();
  await expect(page.getByRole('heading', { name: 'asks', level: 1 })).toBeVisible();
  await expect(result(page)).toContainText('Ada');
});

test('a task is found, opened and asked about without a mouse, with text at 200 %', async ({ gatehouse: { page } }) => {
  await connect(page);
  await callWith(page, 'work', { gate: 'never' });
  await expect(result(page)).toContainText('It goes on as a task');
  await page.setViewportSize({ width: 900, height: 600 });
  await page.evaluate(() => {
    document.documentElement.style.fontSize = '200%';
  });
  await tabTo(page, tasks(page));
  await page.keyboard.press('Enter');
  const list = page.getByRole('list', { name: 'Tasks, newest first' });
  await expect(list).toBeVisible();
  expect(await pixelsTooWide(page)).toBe(0);
  await tabTo(page, list.getByRole('button', { name: 'work' }));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'work', level: 1 })).toBeFocused();
  expect(await pixelsTooWide(page)).toBe(0);
  const asked = async () => (await (await fetch(`${far.origin}/heard`)).text()).split('tasks/get').length;
  const before = await asked();
  await tabTo(page, page.getByRole('button', { name: 'Ask now' }));
  await page.keyboard.press('Space');
  await expect.poll(asked).toBeGreaterThan(before);
});

test('a task is cancelled only when its server says so', async ({ gatehouse: { page } }) => {
  await connect(page);
  await callWith(page, 'work', { gate: 'never' });
  await openTask(page, 'Working');
  await page.getByRole('button', { name: 'Cancel the task' }).click();
  await expect(page.getByText('The server says that it cancelled it.')).toBeVisible();
  await goTo(page, 'Tasks');
  await page.getByRole('radiogroup', { name: 'Which tasks to show' }).getByText('Open').click();
  await expect(page.getByRole('heading', { name: 'Nothing found' })).toBeVisible();
});

test('a task that was given up is told apart from one that failed', async ({ gatehouse: { page } }) => {
  await connect(page);
  await callWith(page, 'breaks');
  await expect(result(page)).toContainText('Failed');
  await callWith(page, 'work', { gate: 'never' });
  await openTask(page, 'Working');
  await page.getByRole('button', { name: 'Stop following…' }).click();
  const question = page.getByRole('dialog', { name: 'Stop following this task?' });
  await expect(question.getByRole('button', { name: 'Go on following' })).toBeFocused();
  await question.getByRole('button', { name: 'Stop following' }).click();
  await expect(page.getByText('The task is not followed any more')).toBeVisible();
  await goTo(page, 'Tasks');
  const rows = page.getByRole('list', { name: 'Tasks, newest first' }).getByRole('listitem');
  await expect(rows.filter({ hasText: /on .Far/ }).nth(0)).toContainText('Not followed any more');
  await expect(rows.filter({ hasText: /on .Far/ }).nth(1)).toContainText('Failed');
  await page.getByRole('textbox', { name: 'Find' }).fill('breaks');
  await expect(page.getByText('1 task', { exact: true })).toBeVisible();
});

test('a call of an earlier run is made again with the arguments that were kept', async ({ gatehouse }) => {
  await connect(gatehouse.page);
  await callWith(gatehouse.page, 'work', { text: 'first', password: 'hush-hush' });
  await expect(result(gatehouse.page)).toContainText('Done');
  await gatehouse.restart();
  const { page } = gatehouse;
  await openServer(page, 'Far');
  await page.getByRole('button', { name: 'Connect' }).click();
  await expectState(page, 'Connected');
  await openTask(page, 'Done');
  await expect(page.getByRole('region', { name: 'Arguments', exact: true })).toContainText('“password”');
  await page.getByRole('button', { name: 'Call again with the same arguments' }).click();
  await expect(page.getByText('Fill in again:')).toContainText('“password”');
  await expect(page.getByRole('textbox', { name: 'text' })).toHaveValue('first');
  await expect(page.getByRole('textbox', { name: 'password' })).toHaveValue('');
  await page.getByRole('textbox', { name: 'text' }).fill('second');
  await page.getByRole('button', { name: 'Call tool' }).click();
  await result(page).getByRole('button', { name: 'Show the task' }).click();
  await expect(result(page)).toContainText('second');
});

test('the choice to call a tool as a task is kept, and quitting says what it ends', async ({ gatehouse, shell }) => {
  const { page } = gatehouse;
  await addServer(page, taskServer(2025));
  await chooseTask(page, 'maybe');
  await callWith(page, 'maybe', { gate: 'never' });
  await expect(result(page)).toContainText('It goes on as a task');
  await openServer(page, 'Worker');
  await page.getByRole('option', { name: 'maybe' }).click();
  await expect(page.getByRole('switch', { name: 'Run as a task' })).toBeChecked();

  // In Electron the page goes with its window.
  if (shell !== 'loopback') return;
  await goTo(page, 'Settings');
  await page.getByRole('button', { name: 'Quit Gatehouse' }).click();
  const question = page.getByRole('dialog', { name: 'Quit Gatehouse?' });
  await expect(question).toContainText('1 task is open that lives in a server’s process on this computer.');
  await question.getByRole('button', { name: 'Quit anyway' }).click();
  await expect(page.getByRole('heading', { name: 'Gatehouse has quit' })).toBeVisible();
  await gatehouse.restart();
  await openTask(gatehouse.page, 'Lost with its process');
  await expect(gatehouse.page.getByText('The task ended with the server’s process')).toBeVisible();
});
