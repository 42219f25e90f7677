/**
 * The menu, and with it the keyboard's common shortcuts.
 */
import type { MenuItemConstructorOptions } from 'electron';

export interface MenuOptions {
  readonly platform: NodeJS.Platform;
  readonly devTools: boolean;
  readonly openBundle: () => void;
}

type Item = MenuItemConstructorOptions;

const SEPARATOR: Item = { type: 'separator' };

/** Pure. Roles bring their labels, shortcuts and actions from Electron. */
export function menuTemplate({ platform, devTools, openBundle }: MenuOptions): Item[] {
  const isMac = platform === 'darwin';
  const file: Item[] = [
    { label: 'Open &Bundle…', accelerator: 'CmdOrCtrl+O', click: openBundle },
    SEPARATOR,
    { role: isMac ? 'close' : 'quit' },
  ];
  const zoom: Item[] = [{ role: 'resetZoom' }, { role: 'zoomIn' }, { role: 'zoomOut' }];
  const development: Item[] = [SEPARATOR, { role: 'reload' }, { role: 'toggleDevTools' }];
  const appMenu: Item[] = isMac ? [{ role: 'appMenu' }] : [];
  return [
    ...appMenu,
    { label: '&File', submenu: file },
    { role: 'editMenu' },
    { label: '&View', submenu: [...zoom, SEPARATOR, { role: 'togglefullscreen' }, ...(devTools ? development : [])] },
    { role: 'windowMenu' },
    { role: 'help', submenu: isMac ? [] : [{ role: 'about' }] },
  ];
}
