/**
 * What this shell uses of Electron.
 *
 * `main.ts` alone imports Electron, whose package starts a download where its binary is missing; everything else is
 * given these parts of it.
 */
import type {
  App,
  BrowserWindow,
  BrowserWindowConstructorOptions,
  Dialog,
  IpcMain,
  Menu,
  NativeTheme,
  Notification,
  NotificationConstructorOptions,
  Protocol,
  Screen,
  Session,
  Shell,
} from 'electron';

export interface ElectronModules {
  readonly app: Pick<
    App,
    | 'enableSandbox'
    | 'exit'
    | 'isPackaged'
    | 'on'
    | 'quit'
    | 'requestSingleInstanceLock'
    | 'setAsDefaultProtocolClient'
    | 'setPath'
    | 'whenReady'
  >;
  readonly BrowserWindow: new (options: BrowserWindowConstructorOptions) => BrowserWindow;
  readonly dialog: Pick<Dialog, 'showErrorBox' | 'showMessageBox' | 'showOpenDialog'>;
  readonly ipcMain: Pick<IpcMain, 'on' | 'removeAllListeners'>;
  readonly Menu: Pick<typeof Menu, 'buildFromTemplate' | 'setApplicationMenu'>;
  readonly nativeTheme: Pick<NativeTheme, 'shouldUseDarkColors' | 'themeSource'>;
  readonly Notification: {
    new (options: NotificationConstructorOptions): Pick<Notification, 'on' | 'show'>;
    isSupported(): boolean;
  };
  /** Usable once Electron is ready. */
  readonly powerMonitor: {
    on(event: 'suspend' | 'resume', listener: () => void): unknown;
  };
  readonly protocol: Pick<Protocol, 'handle' | 'registerSchemesAsPrivileged'>;
  readonly screen: Pick<Screen, 'getAllDisplays'>;
  /** Its `defaultSession` is there once Electron is ready. */
  readonly session: {
    readonly defaultSession: Pick<
      Session,
      'setDevicePermissionHandler' | 'setPermissionCheckHandler' | 'setPermissionRequestHandler'
    >;
  };
  readonly shell: Pick<Shell, 'openExternal'>;
}
