/**
 * From the data folder to the open window: takes the folder, puts the host together, serves the page.
 */
import { join } from 'node:path';
import type { MessageBoxOptions } from 'electron';
import type { Host } from '../../app/hostInterface.ts';
import type { Clock } from '../../app/ports/clock.ts';
import { serveChannel } from '../../app/serveChannel.ts';
import type { ComposedHost, ComposeOptions } from '../composeHost.ts';
import { findPageFiles } from '../loopback/pageFiles.ts';
import { acquireInstance, type HandoverRequest } from '../singleInstance.ts';
import { bundledNode } from './bundledNode.ts';
import type { ElectronModules } from './electronModules.ts';
import { guardSession } from './guards.ts';
import type { Inbox, Opening } from './inbox.ts';
import { createMainWindow, type MainWindow } from './mainWindow.ts';
import { menuTemplate } from './menu.ts';
import { createNativePicker } from './nativePicker.ts';
import { createElectronBrowser, createElectronNotifier } from './outside.ts';
import { listenToPage } from './pageChannel.ts';
import { answerPageRequest, PAGE_SCHEME } from './pageScheme.ts';
import { quitInOrder } from './quit.ts';

const BUNDLE_EXTENSIONS = ['mcpb', 'dxt'];

export interface ShellEnvironment {
  readonly argv: readonly string[];
  readonly workingDir: string;
  readonly platform: NodeJS.Platform;
  /** Where a packaged app has what it brings. */
  readonly resourcesPath: string;
  /** The folder of `package.json`. */
  readonly appDir: string;
  /** The built page's folder, and the built preload script. */
  readonly pageDir: string;
  readonly preloadPath: string;
  readonly clock: Clock;
  readonly compose: (options: ComposeOptions) => Promise<ComposedHost>;
  readonly logBug: (error: unknown) => void;
}

/** What the events that come at any time need, as soon as it is there. */
export interface Running {
  readonly inbox: Inbox;
  window: MainWindow | undefined;
}

export interface RunOptions {
  readonly dataDir: string;
  /** Chromium's files, and ours about the window. */
  readonly profileDir: string;
  readonly devTools: boolean;
  /** What this start was asked to open. */
  readonly files: readonly string[];
  readonly links: readonly string[];
}

/**
 * Resolves once the window opens, or once a loopback shell that had the data folder first has taken the request over.
 *
 * @throws {StartProblem | AppError} when Gatehouse can't start. Nothing is left running then.
 */
export async function runHost(
  electron: ElectronModules,
  environment: ShellEnvironment,
  running: Running,
  options: RunOptions,
): Promise<void> {
  const { app, dialog } = electron;
  const started = Promise.withResolvers<MainWindow>();
  started.promise.catch(() => undefined); // Nobody may be waiting for it.
  const handed = handoverOf(options);
  // A loopback shell that is started on this data folder later hands over here.
  const instance = await acquireInstance(options.dataDir, handed, async (later) => {
    const window = await started.promise;
    if (later.file !== undefined) running.inbox.add([{ file: later.file }]);
    if (later.link !== undefined) running.inbox.add([{ link: later.link }]);
    window.show();
    return { links: [] };
  });
  if (instance.kind === 'second') {
    await showElsewhere(electron, instance.answer.links);
    return;
  }
  const current = () => running.window?.current();
  let composed: ComposedHost | undefined;
  const close = async (): Promise<void> => {
    running.window?.remember();
    await composed?.close();
    await instance.release();
  };
  try {
    const node = bundledNode({ ...environment, isPackaged: app.isPackaged });
    composed = await environment.compose({
      dataDir: options.dataDir,
      shell: 'electron',
      filePicker: createNativePicker(dialog, current),
      browser: createElectronBrowser(electron.shell),
      notifier: createElectronNotifier(electron.Notification, current),
      ...(node === undefined ? {} : { bundledNode: node }),
    });
    await app.whenReady();
    running.window = await openWindow(electron, environment, {
      ...options,
      inbox: running.inbox,
      host: composed.host,
      close,
    });
    started.resolve(running.window);
  } catch (error) {
    started.reject(error);
    await close();
    throw error;
  }
}

/** A loopback shell takes one of each. */
function handoverOf({ files: [file], links: [link] }: RunOptions): HandoverRequest {
  return { ...(file === undefined ? {} : { file }), ...(link === undefined ? {} : { link }) };
}

/** Shows the page of the loopback shell that runs already. */
async function showElsewhere({ app, shell }: ElectronModules, links: readonly string[]): Promise<void> {
  await app.whenReady();
  const link = links.at(-1);
  // SECURITY(S11): handed to the operating system as it is, never to a window of ours.
  if (link !== undefined) await shell.openExternal(link);
  app.exit(0);
}

interface OpenOptions extends RunOptions {
  readonly inbox: Inbox;
  readonly host: Host;
  readonly close: () => Promise<void>;
}

/** Everything that needs Electron to be ready. Permissions, scheme and channel come before the window that uses them. */
async function openWindow(
  electron: ElectronModules,
  environment: ShellEnvironment,
  { host, inbox, close, profileDir, devTools }: OpenOptions,
): Promise<MainWindow> {
  const { app, dialog, ipcMain, Menu, nativeTheme, protocol, session } = electron;
  const { clock, logBug, platform, preloadPath, pageDir } = environment;
  guardSession(session.defaultSession);
  protocol.handle(PAGE_SCHEME, answerPageRequest(await findPageFiles(pageDir)));
  // SECURITY(S3): electron-store answers any frame that asks where its files are. None of ours does.
  ipcMain.removeAllListeners('electron-store-get-data');
  followTheme(nativeTheme, host);

  const pageListener = listenToPage(ipcMain, (channel) => serveChannel(host, channel, { clock, logBug }));
  const placementFile = join(profileDir, 'window.json');
  const window = createMainWindow(electron, { pageListener, preloadPath, placementFile, devTools, platform, logBug });
  const ask = async (question: MessageBoxOptions): Promise<number> => {
    const parent = window.current();
    const shown = parent === undefined ? dialog.showMessageBox(question) : dialog.showMessageBox(parent, question);
    return (await shown).response;
  };
  quitInOrder({ app, host, clock, ask, close, logBug });
  electron.powerMonitor.on('suspend', () => host.sleep(true));
  electron.powerMonitor.on('resume', () => host.sleep(false));
  app.on('window-all-closed', () => {
    if (platform !== 'darwin') app.quit();
  });
  app.on('activate', () => window.show());

  const openFile = (file: string): void => {
    host.openFile(file).catch(logBug);
    window.show();
  };
  const picker = createNativePicker(dialog, () => window.current());
  const openBundle = (): void => {
    picker
      .pick({ want: 'file', multiple: false, extensions: BUNDLE_EXTENSIONS })
      .then((answer) => answer.kind === 'chosen' && answer.paths.forEach(openFile))
      .catch(logBug);
  };
  Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate({ platform, devTools, openBundle })));
  window.show();
  inbox.deliverTo((opening: Opening) => {
    if ('file' in opening) openFile(opening.file);
    else host.openLink(opening.link);
  });
  return window;
}

/** Native dialogs, the title bar and the window's first colour follow the setting as the page does. */
function followTheme(nativeTheme: ElectronModules['nativeTheme'], host: Host): void {
  nativeTheme.themeSource = host.snapshot().settings.theme;
  host.subscribe((event) => {
    if (event.type === 'settings.changed') nativeTheme.themeSource = event.settings.theme;
  });
}
