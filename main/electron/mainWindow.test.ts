import { describe, expect, test } from 'vitest';
import { FakeEvent } from './testing/fakeElectron.ts';
import { startShellOnFakes, until } from './testing/startedShell.ts';

test('the page gets a sandbox, isolation and no Node (S2)', async () => {
  const { open, folder } = await startShellOnFakes({ isPackaged: true });
  const { options, loaded } = await open();
  expect(loaded).toEqual(['gatehouse-app://page/']);
  expect(options.webPreferences).toEqual({
    preload: `${folder}/preload.cjs`,
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    webviewTag: false,
    navigateOnDragDrop: false,
    spellcheck: false,
    devTools: false,
  });
});

test.each([
  [{ isPackaged: false, args: [] }, true],
  [{ isPackaged: true, args: ['--devtools'] }, true],
  [{ isPackaged: true, args: ['devtools'] }, false],
])('developer tools, given %j: %s', async (options, devTools) => {
  const { open, electron } = await startShellOnFakes(options);
  expect((await open()).options.webPreferences?.devTools).toBe(devTools);
  expect(JSON.stringify(electron.menu()).includes('toggleDevTools')).toBe(devTools);
});

test('the window shows itself when its page is ready, in the page’s own colour', async () => {
  const { open } = await startShellOnFakes();
  const window = await open();
  expect([window.done, window.options.backgroundColor]).toEqual([[], '#242424']);
  window.emit('ready-to-show');
  expect(window.done).toEqual(['show']);
});

describe('a page that dies', () => {
  test.each([
    [0, ['gatehouse-app://page/', 'gatehouse-app://page/'], false],
    [1, ['gatehouse-app://page/'], true],
  ])('is asked about; button %i', async (button, loaded, quits) => {
    const { open, electron } = await startShellOnFakes();
    const window = await open();
    electron.answerWith({ button });
    window.contents.emit('render-process-gone', new FakeEvent(), { reason: 'crashed' });
    await until(
      () => electron.questions.length === 1 && (window.loaded.length === 2 || electron.done.includes('exit 0')),
    );
    expect([window.loaded, electron.done.includes('exit 0')]).toEqual([loaded, quits]);
  });

  test('is not asked about when it merely ends', async () => {
    const { open, electron } = await startShellOnFakes();
    (await open()).contents.emit('render-process-gone', new FakeEvent(), { reason: 'clean-exit' });
    expect(electron.questions).toEqual([]);
  });
});

test('a page of the window is served, and its requests reach the host', async () => {
  const { open, electron } = await startShellOnFakes();
  const window = await open();
  electron.sendFromPage(JSON.stringify({ type: 'request', id: 5, command: 'mirror.snapshot', params: {} }));
  await until(() => window.contents.sent.length > 0);
  expect(window.contents.sent[0]?.[1]).toContain('"id":5');
});
