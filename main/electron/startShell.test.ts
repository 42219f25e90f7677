/**
 * Starting in the order Electron asks for, and what happens to files, links and second starts. `fakeElectron` throws when
 * the order is wrong.
 */
import { mkdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { AppError } from '../../app/contract/errors.ts';
import { acquireInstance } from '../singleInstance.ts';
import { FakeEvent } from './testing/fakeElectron.ts';
import { startShellOnFakes, until } from './testing/startedShell.ts';

const LINK = 'gatehouse://install?name=Notes&command=npx';

describe('before Electron is ready', () => {
  test('folder, lock, sandbox and scheme come in this order, and no window', async () => {
    const { electron, dataDir } = await startShellOnFakes();
    expect(electron.done).toEqual([
      'setPath userData',
      'requestSingleInstanceLock',
      'enableSandbox',
      'registerSchemesAsPrivileged',
    ]);
    expect(electron.paths.get('userData')).toBe(join(dataDir, 'electron'));
    expect(statSync(dataDir).mode & 0o777).toBe(0o700);
  });

  test('links are claimed by a packaged app alone', async () => {
    const { electron } = await startShellOnFakes({ isPackaged: true });
    expect(electron.done).toContain('setAsDefaultProtocolClient gatehouse');
  });

  test('the page gets a scheme that is not that of links, without the powers of a file (S2)', async () => {
    const { electron } = await startShellOnFakes();
    expect(electron.privileged).toEqual([
      { scheme: 'gatehouse-app', privileges: { standard: true, secure: true, supportFetchAPI: true } },
    ]);
  });

  test('a data folder with other things in it is left alone, and said so', async () => {
    const { dataDir: other } = await startShellOnFakes();
    const folder = join(other, '..', 'photos');
    mkdirSync(folder, { mode: 0o755 });
    writeFileSync(join(folder, 'cat.jpg'), '');
    const { electron } = await startShellOnFakes({ dataDir: folder });
    expect([electron.errorBoxes.length, electron.done]).toEqual([1, ['exit 64']]);
    expect(electron.errorBoxes[0]).toContain('holds other things');
  });
});

describe('a second start', () => {
  test('hands its files over, absolute, its install links, and ends', async () => {
    const { electron, folder, composedWith } = await startShellOnFakes({ locked: true, args: ['.', 'one.mcpb', LINK] });
    expect(electron.lockData()).toEqual({ files: [join(folder, 'one.mcpb')], links: [LINK] });
    expect(electron.done.at(-1)).toBe('exit 0');
    expect(composedWith).toEqual([]);
  });

  test('is heard by the first, which opens the files and comes to the front', async () => {
    const { electron, host, open } = await startShellOnFakes();
    const window = await open();
    electron.app.emit('second-instance', new FakeEvent(), ['x'], '/', { files: ['/two.mcpb'], links: [LINK] });
    expect([host.openedFiles, host.openedLinks]).toEqual([['/two.mcpb'], [LINK]]);
    expect(window.done).toContain('focus');
  });

  test.each([[undefined], [{ files: 'a' }], [{ files: [7] }], [{ files: ['/a.mcpb'], links: [], extra: 1 }]])(
    'that says %j opens nothing and still brings the window to the front',
    async (data) => {
      const { electron, host, open } = await startShellOnFakes();
      const window = await open();
      electron.app.emit('second-instance', new FakeEvent(), ['x', '/b.mcpb'], '/', data);
      expect([host.openedFiles, window.done.includes('focus')]).toEqual([[], true]);
    },
  );

  test('in a browser shows this window, with its file', async () => {
    const { electron, host, dataDir, open } = await startShellOnFakes();
    await until(() => electron.done.includes('registerSchemesAsPrivileged'));
    const later = acquireInstance(dataDir, { file: '/from/browser.mcpb', link: LINK }, async () => ({ links: [] }));
    await open();
    expect(await later).toEqual({ kind: 'second', answer: { links: [] } });
    expect([host.openedFiles, host.openedLinks]).toEqual([['/from/browser.mcpb'], [LINK]]);
  });

  test('while the loopback shell has the data folder opens its page outside, and ends', async () => {
    const { dataDir, electron: first } = await startShellOnFakes({ locked: true });
    expect(first.done).toContain('exit 0');
    const asked: unknown[] = [];
    const instance = await acquireInstance(dataDir, {}, async (request) => {
      asked.push(request);
      return { links: ['http://127.0.0.1:1/#code=a', 'http://127.0.0.1:1/#code=b'] };
    });
    const { electron, composedWith } = await startShellOnFakes({ dataDir, args: ['/three.mcpb', LINK] });
    electron.becomeReady();
    await until(() => electron.done.includes('exit 0'));
    expect(asked).toEqual([{ file: '/three.mcpb', link: LINK }]);
    expect([electron.openedUrls, composedWith]).toEqual([['http://127.0.0.1:1/#code=b'], []]);
    if (instance.kind === 'first') await instance.release();
  });
});

describe('files', () => {
  test('that were named before the host was there are opened once it is, in order', async () => {
    const { electron, host, folder, open } = await startShellOnFakes({ args: ['one.mcpb', '/x/two.DXT'] });
    const event = new FakeEvent();
    electron.app.emit('open-file', event, '/y/three.mcpb');
    expect(host.openedFiles).toEqual([]);
    await open();
    expect(host.openedFiles).toEqual([join(folder, 'one.mcpb'), '/x/two.DXT', '/y/three.mcpb']);
    expect(event.defaultPrevented).toBe(true);
  });

  test('come from the menu as well', async () => {
    const { electron, host, open } = await startShellOnFakes();
    await open();
    electron.answerWith({ files: ['/picked.mcpb'] });
    const item = electron
      .menu()
      .flatMap((entry) => (Array.isArray(entry.submenu) ? entry.submenu : []))
      .find((entry) => entry.accelerator === 'CmdOrCtrl+O');
    (item?.click as (() => void) | undefined)?.();
    await until(() => host.openedFiles.length > 0);
    expect(host.openedFiles).toEqual(['/picked.mcpb']);
  });
});

describe('an install link', () => {
  test('only goes to the host: no file, no other program, no page (S11)', async () => {
    const { electron, host, open } = await startShellOnFakes();
    const window = await open();
    electron.app.emit('open-url', new FakeEvent(), LINK);
    expect([host.openedLinks, host.openedFiles, electron.openedUrls]).toEqual([[LINK], [], []]);
    expect([window.loaded, window.done.includes('focus')]).toEqual([['gatehouse-app://page/'], true]);
  });

  test('that came before the host was there is shown once it is', async () => {
    const { electron, host, open } = await startShellOnFakes({ args: [LINK] });
    electron.app.emit('open-url', new FakeEvent(), `${LINK}&arg=2`);
    await open();
    expect(host.openedLinks).toEqual([LINK, `${LINK}&arg=2`]);
  });
});

test.each([
  'gatehouse://run?command=rm',
  'gatehouse:anything',
  'cursor://anysphere.cursor-deeplink/mcp/install',
  'https://example.com/',
])('the link %s opens nothing (S11)', async (url) => {
  const { electron, host, open } = await startShellOnFakes();
  const window = await open();
  electron.app.emit('open-url', new FakeEvent(), url);
  const opened = [...host.openedFiles, ...host.openedLinks, ...electron.openedUrls];
  expect([opened, window.loaded]).toEqual([[], ['gatehouse-app://page/']]);
  expect(window.done.includes('focus')).toBe(url.startsWith('gatehouse:'));
});

describe('the host', () => {
  test('is told of the shell, the native picker and the Node it brings', async () => {
    const { composedWith, dataDir, folder, open } = await startShellOnFakes({ isPackaged: true });
    await open();
    expect(composedWith).toEqual([
      {
        dataDir,
        shell: 'electron',
        filePicker: expect.objectContaining({}) as unknown,
        browser: expect.objectContaining({}) as unknown,
        notifier: expect.objectContaining({}) as unknown,
        bundledNode: join(folder, 'resources/node/bin/node'),
      },
    ]);
  });

  test('that can’t start is an error box and an end', async () => {
    const { electron, bugs } = await startShellOnFakes({
      compose: async () => {
        throw new AppError('STORE_NEWER_VERSION', 'The configuration was written by a newer Gatehouse.');
      },
    });
    await until(() => electron.done.includes('exit 70'));
    expect(electron.errorBoxes).toEqual(['Gatehouse can’t start: The configuration was written by a newer Gatehouse.']);
    expect(bugs.length).toBe(1);
  });

  test('leaves no listener of its libraries on the channels of pages (S3)', async () => {
    const { electron, open } = await startShellOnFakes();
    await open();
    expect(electron.ipcMain.eventNames()).toEqual(['gatehouse:page']);
  });

  test('decides the theme of dialogs and title bars', async () => {
    const { electron, host, open } = await startShellOnFakes();
    await open();
    host.emit({ type: 'settings.changed', revision: 1, settings: { theme: 'dark' } });
    expect(electron.nativeTheme.themeSource).toBe('dark');
  });
});

test('while the machine sleeps the host is told to rest', async () => {
  const { electron, open, slept } = await startShellOnFakes();
  await open();
  electron.power.emit('suspend');
  electron.power.emit('resume');
  expect(slept).toEqual([true, false]);
});

describe('without windows', () => {
  test('the app ends on Linux and stays on macOS, where a click in the dock opens the window again', async () => {
    const linux = await startShellOnFakes();
    await linux.open();
    linux.electron.app.emit('window-all-closed');
    await until(() => linux.electron.done.includes('exit 0'));

    const mac = await startShellOnFakes({ platform: 'darwin' });
    const window = await mac.open();
    expect(window.pressClose().defaultPrevented).toBe(false);
    mac.electron.app.emit('window-all-closed');
    expect(mac.closedTimes()).toBe(0);
    mac.electron.app.emit('activate');
    expect(mac.electron.windows.length).toBe(2);
  });
});
