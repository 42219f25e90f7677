/**
 * Entry point of the Electron app: hands Electron to the shell. The only file that imports it, the preload script apart.
 */
import { dirname, join } from 'node:path';
import {
  app,
  BrowserWindow,
  dialog,
  ipcMain,
  Menu,
  nativeTheme,
  Notification,
  powerMonitor,
  protocol,
  screen,
  session,
  shell,
} from 'electron';
import { systemClock } from '../adapters/clock.ts';
import { builtFile } from '../builtFile.ts';
import { composeHost } from '../composeHost.ts';
import { startShell } from './startShell.ts';

await startShell(
  {
    app,
    BrowserWindow,
    dialog,
    ipcMain,
    Menu,
    nativeTheme,
    Notification,
    powerMonitor,
    protocol,
    screen,
    session,
    shell,
  },
  {
    argv: process.argv,
    workingDir: process.cwd(),
    platform: process.platform,
    resourcesPath: process.resourcesPath,
    appDir: dirname(builtFile('')),
    pageDir: builtFile('renderer'),
    preloadPath: join(builtFile('preload'), 'preload.cjs'),
    clock: systemClock,
    compose: (options) =>
      composeHost({ ...options, loadStoreClass: async () => (await import('electron-store')).default }),
    logBug: (error) => console.error(error),
  },
);
