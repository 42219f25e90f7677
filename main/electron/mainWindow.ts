/**
 * The one window, made when it is needed and remembered where it was.
 */
import type { BrowserWindow, BrowserWindowConstructorOptions, Rectangle } from 'electron';
import type { ElectronModules } from './electronModules.ts';
import type { PageListener } from './pageChannel.ts';
import { PAGE_URL } from './pageScheme.ts';
import {
  MIN_HEIGHT,
  MIN_WIDTH,
  placeWindow,
  readPlacement,
  writePlacement,
  type WindowBounds,
} from './windowPlacement.ts';

/** What the page paints first, so that a window in the dark doesn't flash. The page's own colours are Mantine's. */
const BACKGROUND = { light: '#ffffff', dark: '#242424' };

export interface MainWindowOptions {
  readonly pageListener: PageListener;
  /** Absolute. */
  readonly preloadPath: string;
  /** Where size and position are kept. Absolute. */
  readonly placementFile: string;
  readonly devTools: boolean;
  readonly platform: NodeJS.Platform;
  readonly logBug: (error: unknown) => void;
}

export interface MainWindow {
  /** Brings the window to the front, or opens it. */
  show(): void;
  current(): BrowserWindow | undefined;
  /** Writes down where the window is. */
  remember(): void;
}

/** Call once Electron is ready. Nothing is opened before `show`. */
export function createMainWindow(electron: ElectronModules, options: MainWindowOptions): MainWindow {
  const { app, dialog, nativeTheme, screen } = electron;
  const { logBug, placementFile, platform } = options;
  let window: BrowserWindow | undefined;

  const remember = (): void => {
    if (window === undefined || window.isDestroyed()) return;
    writePlacement(placementFile, { ...rounded(window.getNormalBounds()), maximized: window.isMaximized() });
  };

  const open = (): void => {
    const workAreas = screen.getAllDisplays().map((display) => display.workArea);
    const bounds = placeWindow(readPlacement(placementFile), workAreas);
    const opened = new electron.BrowserWindow({
      ...windowOptions(bounds, options),
      backgroundColor: nativeTheme.shouldUseDarkColors ? BACKGROUND.dark : BACKGROUND.light,
    });
    window = opened;
    options.pageListener.attach(opened.webContents);
    opened.once('ready-to-show', () => {
      if (bounds.maximized) opened.maximize();
      opened.show();
    });
    opened.on('close', (event) => {
      remember();
      // Where closing the window means to quit, the window stays until the person has been asked.
      if (platform === 'darwin') return;
      event.preventDefault();
      app.quit();
    });
    opened.on('closed', () => (window = undefined));
    opened.webContents.on('render-process-gone', (_event, { reason }) => {
      if (reason !== 'clean-exit') offerToLoadAgain(opened).catch(logBug);
    });
    load(opened);
  };

  const load = (opened: BrowserWindow): void => {
    opened.loadURL(PAGE_URL).catch(logBug);
  };

  /** Asked rather than done, so that a page that dies at once doesn't do so for ever. */
  const offerToLoadAgain = async (opened: BrowserWindow): Promise<void> => {
    const { response } = await dialog.showMessageBox(opened, {
      type: 'error',
      title: 'Gatehouse',
      message: 'The window stopped working.',
      detail: 'Servers and calls go on meanwhile.',
      buttons: ['Show it again', 'Quit Gatehouse'],
      defaultId: 0,
      noLink: true,
    });
    if (response !== 0) app.quit();
    else if (!opened.isDestroyed()) load(opened);
  };

  return {
    show() {
      if (window === undefined) {
        open();
        return;
      }
      if (window.isMinimized()) window.restore();
      window.show();
      window.focus();
    },
    current: () => window,
    remember,
  };
}

/** SECURITY(S2): the page runs in Chromium's sandbox, apart from the preload script, and without Node. */
function windowOptions(
  { width, height, position }: WindowBounds,
  { preloadPath, devTools }: MainWindowOptions,
): BrowserWindowConstructorOptions {
  return {
    width,
    height,
    ...(position ?? {}),
    minWidth: MIN_WIDTH,
    minHeight: MIN_HEIGHT,
    show: false,
    title: 'Gatehouse',
    webPreferences: {
      preload: preloadPath,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      // Chromium would fetch dictionaries from the network, and the page's fields hold commands, not prose.
      spellcheck: false,
      devTools,
    },
  };
}

function rounded({ x, y, width, height }: Rectangle): Rectangle {
  return { x: Math.round(x), y: Math.round(y), width: Math.round(width), height: Math.round(height) };
}
