/**
 * Quitting through the whole shell: by menu, by the window's button, by the page.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startShellOnFakes, until } from './testing/startedShell.ts';

async function startOpenShell(options: Parameters<typeof startShellOnFakes>[0] = {}) {
  const shell = await startShellOnFakes(options);
  const window = await shell.open();
  return { ...shell, window, ended: () => until(() => shell.electron.done.includes('exit 0')) };
}

test('without calls nothing is asked: the host closes, then the app exits', async () => {
  const { electron, closedTimes, ended } = await startOpenShell();
  electron.modules.app.quit();
  expect(electron.done.at(-1)).toBe('quit held back');
  await ended();
  expect([electron.questions, closedTimes()]).toEqual([[], 1]);
});

test('with running calls it asks, and keeps running unless told otherwise', async () => {
  const { electron, setRunningCalls, closedTimes, window, ended } = await startOpenShell();
  setRunningCalls(2);
  electron.answerWith({ button: 1 });
  expect(window.pressClose().defaultPrevented).toBe(true);
  await until(() => electron.questions.length === 1);
  expect(electron.questions[0]).toMatchObject({
    message: '2 calls are still running.',
    buttons: ['Quit', 'Keep running'],
    defaultId: 1,
    cancelId: 1,
  });
  expect(closedTimes()).toBe(0);

  electron.answerWith({ button: 0 });
  await until(() => {
    if (electron.questions.length === 1) electron.modules.app.quit();
    return electron.questions.length === 2;
  });
  await ended();
  expect(closedTimes()).toBe(1);
});

test('one question at a time, however often a person tries', async () => {
  const { electron, setRunningCalls } = await startOpenShell();
  setRunningCalls(1);
  electron.answerWith({ button: 1 });
  electron.modules.app.quit();
  electron.modules.app.quit();
  expect(electron.questions.length).toBe(1);
});

test('the page’s own Quit asks nothing here, since the page has asked', async () => {
  const { electron, host, setRunningCalls, closedTimes, ended } = await startOpenShell();
  setRunningCalls(3);
  host.requestQuit();
  host.requestQuit();
  await ended();
  expect([electron.questions, closedTimes()]).toEqual([[], 1]);
});

test('a host that does not close is left behind after ten seconds', async () => {
  const { electron, clock } = await startOpenShell({ close: () => new Promise(() => undefined) });
  electron.modules.app.quit();
  clock.advance(9_999);
  expect(electron.done).not.toContain('exit 1');
  clock.advance(1);
  expect(electron.done).toContain('exit 1');
});

test('the window is found again where it was', async () => {
  const { electron, dataDir, window, ended } = await startOpenShell();
  expect(window.options).toMatchObject({ width: 1280, height: 800, minWidth: 900, minHeight: 600, show: false });
  window.bounds = { x: 50, y: 60.4, width: 1111, height: 777 };
  window.maximized = true;
  electron.modules.app.quit();
  await ended();
  const file = readFileSync(join(dataDir, 'electron/window.json'), 'utf8');
  expect(JSON.parse(file)).toEqual({ x: 50, y: 60, width: 1111, height: 777, maximized: true });

  const again = await startOpenShell({ dataDir });
  expect(again.window.options).toMatchObject({ x: 50, y: 60, width: 1111, height: 777 });
  again.window.emit('ready-to-show');
  expect(again.window.done).toEqual(['maximize', 'show']);
});
