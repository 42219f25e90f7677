/**
 * Electron as far as this shell uses it, without a binary: it remembers what was done and throws on a wrong order.
 *
 * The orders are those of Electron's documentation, and a few of ours: nothing before the single-instance lock, no window
 * before its guards. A member that isn't here is a member the shell doesn't use yet; calling it fails the test.
 */
import { EventEmitter } from 'node:events';
import type {
  BrowserWindow,
  BrowserWindowConstructorOptions,
  CustomScheme,
  MenuItemConstructorOptions,
  MessageBoxOptions,
  OpenDialogOptions,
  Rectangle,
  WebContents,
} from 'electron';
import type { ElectronModules } from '../electronModules.ts';
import { PAGE_ORIGIN } from '../pageScheme.ts';

type Check = (name: string, ...needed: readonly (readonly [holds: boolean, otherwise: string])[]) => void;

/** An event whose default can be prevented. */
export class FakeEvent {
  defaultPrevented = false;

  preventDefault(): void {
    this.defaultPrevented = true;
  }
}

export class FakeContents
  extends EventEmitter
  implements Pick<WebContents, 'id' | 'send' | 'isDestroyed' | 'setWindowOpenHandler'>
{
  readonly id: number;
  readonly sent: (readonly [channel: string, text: unknown])[] = [];
  destroyed = false;
  openHandler: (() => { action: string }) | undefined;

  constructor(id: number) {
    super();
    this.id = id;
  }

  send(channel: string, text: unknown): void {
    if (this.destroyed) throw new TypeError('Object has been destroyed');
    this.sent.push([channel, text]);
  }

  isDestroyed(): boolean {
    return this.destroyed;
  }

  setWindowOpenHandler(handler: Parameters<WebContents['setWindowOpenHandler']>[0]): void {
    this.openHandler = handler as () => { action: string }; // The shell's handler looks at no details.
  }
}

export class FakeWindow
  extends EventEmitter
  implements
    Pick<
      BrowserWindow,
      | 'focus'
      | 'isFocused'
      | 'getNormalBounds'
      | 'isDestroyed'
      | 'isMaximized'
      | 'isMinimized'
      | 'loadURL'
      | 'maximize'
      | 'restore'
      | 'show'
    >
{
  /** Whether a person looks at it. */
  focused = false;
  readonly options: BrowserWindowConstructorOptions;
  readonly contents: FakeContents;
  readonly loaded: string[] = [];
  readonly done: string[] = [];
  bounds: Rectangle = { x: 10, y: 20, width: 1000, height: 700 };
  maximized = false;
  minimized = false;
  destroyed = false;

  constructor(options: BrowserWindowConstructorOptions, contents: FakeContents) {
    super();
    this.options = options;
    this.contents = contents;
  }

  get webContents(): FakeContents {
    return this.contents;
  }

  async loadURL(url: string): Promise<void> {
    this.loaded.push(url);
  }

  show(): void {
    this.done.push('show');
  }

  isFocused(): boolean {
    return this.focused;
  }

  focus(): void {
    this.done.push('focus');
  }

  maximize(): void {
    this.maximized = true;
    this.done.push('maximize');
  }

  restore(): void {
    this.minimized = false;
    this.done.push('restore');
  }

  getNormalBounds(): Rectangle {
    return this.bounds;
  }

  isMaximized(): boolean {
    return this.maximized;
  }

  isMinimized(): boolean {
    return this.minimized;
  }

  isDestroyed(): boolean {
    return this.destroyed;
  }

  /** What a person does with the window's close button. */
  pressClose(): FakeEvent {
    const event = new FakeEvent();
    this.emit('close', event);
    if (!event.defaultPrevented) this.destroy();
    return event;
  }

  destroy(): void {
    this.destroyed = true;
    this.contents.destroyed = true;
    this.contents.emit('destroyed');
    this.emit('closed');
  }
}

export interface FakeElectronOptions {
  readonly isPackaged?: boolean;
  /** Whether another Gatehouse has the lock. */
  readonly locked?: boolean;
  readonly workAreas?: readonly Rectangle[];
}

export function fakeElectron({ isPackaged = false, locked = false, workAreas }: FakeElectronOptions = {}) {
  const ready = Promise.withResolvers<undefined>();
  const app = new EventEmitter();
  const ipcMain = new EventEmitter();
  const power = new EventEmitter();
  const windows: FakeWindow[] = [];
  const done: string[] = [];
  const paths = new Map<string, string>();
  const questions: MessageBoxOptions[] = [];
  const openDialogs: OpenDialogOptions[] = [];
  const errorBoxes: string[] = [];
  const openedUrls: string[] = [];
  const notifications: { readonly title: string; readonly click: () => void }[] = [];
  const privileged: CustomScheme[] = [];
  const handlers = new Map<string, (request: Request) => Response | Promise<Response>>();
  const guards = new Map<string, (...args: never[]) => unknown>();
  let isReady = false;
  let lockData: unknown;
  let menu: readonly MenuItemConstructorOptions[] = [];
  let answers: { button: number; files: readonly string[] } = { button: 0, files: [] };

  const check: Check = (name, ...needed) => {
    for (const [holds, otherwise] of needed) if (!holds) throw new Error(`${name}: ${otherwise}`);
    done.push(name);
  };
  const beforeReady = () => [!isReady, 'only before ready'] as const;
  const afterReady = () => [isReady, 'only after ready'] as const;
  const withLock = () => [lockData !== undefined && !locked, 'only with the single-instance lock'] as const;

  const defaultSession = {
    setPermissionRequestHandler: (handler: never) => guards.set('request', handler),
    setPermissionCheckHandler: (handler: never) => guards.set('check', handler),
    setDevicePermissionHandler: (handler: never) => guards.set('device', handler),
  };
  const parts = {
    app: Object.assign(app, {
      isPackaged,
      enableSandbox: () => check('enableSandbox', beforeReady(), withLock()),
      exit: (code: number) => done.push(`exit ${code}`),
      // Electron asks, and goes on by itself unless it is held back.
      quit: () => {
        const event = new FakeEvent();
        app.emit('before-quit', event);
        done.push(event.defaultPrevented ? 'quit held back' : 'quit');
      },
      requestSingleInstanceLock: (data: unknown) => {
        check(
          'requestSingleInstanceLock',
          beforeReady(),
          [lockData === undefined, 'once'],
          [paths.has('userData'), 'after userData is set, where the lock lies'],
        );
        lockData = data;
        return !locked;
      },
      setAsDefaultProtocolClient: (scheme: string) => check(`setAsDefaultProtocolClient ${scheme}`, withLock()),
      setPath: (name: string, path: string) => {
        check(`setPath ${name}`, beforeReady(), [lockData === undefined, 'before the lock, which lies there']);
        paths.set(name, path);
      },
      whenReady: () => ready.promise,
    }),
    BrowserWindow: function createWindow(options: BrowserWindowConstructorOptions) {
      check(
        'BrowserWindow',
        afterReady(),
        [handlers.size > 0, 'after its scheme is served'],
        [guards.size === 3, 'after permissions are guarded'],
        [ipcMain.listenerCount('gatehouse:page') === 1, 'after its messages are heard, once'],
      );
      const contents = new FakeContents(windows.length + 1);
      app.emit('web-contents-created', new FakeEvent(), contents);
      if (contents.openHandler === undefined) throw new Error('BrowserWindow: its contents are not guarded');
      const window = new FakeWindow(options, contents);
      windows.push(window);
      return window;
    },
    dialog: {
      showErrorBox: (title: string, content: string) => errorBoxes.push(`${title}: ${content}`),
      showMessageBox: async (...args: unknown[]) => {
        check('showMessageBox', afterReady());
        questions.push(args.at(-1) as MessageBoxOptions);
        return { response: answers.button, checkboxChecked: false };
      },
      showOpenDialog: async (...args: unknown[]) => {
        check('showOpenDialog', afterReady());
        openDialogs.push(args.at(-1) as OpenDialogOptions);
        return { canceled: answers.files.length === 0, filePaths: [...answers.files] };
      },
    },
    ipcMain,
    Menu: {
      buildFromTemplate: (template: readonly MenuItemConstructorOptions[]) => template,
      setApplicationMenu: (template: readonly MenuItemConstructorOptions[]) => {
        check('setApplicationMenu', afterReady());
        menu = template;
      },
    },
    nativeTheme: { shouldUseDarkColors: true, themeSource: 'system' },
    powerMonitor: {
      on: (event: string, listener: () => void) => {
        check('powerMonitor.on', afterReady());
        power.on(event, listener);
      },
    },
    protocol: {
      handle: (scheme: string, handler: (request: Request) => Response | Promise<Response>) => {
        check('protocol.handle', afterReady(), [
          privileged.some((each) => each.scheme === scheme),
          'after the scheme is registered as privileged',
        ]);
        handlers.set(scheme, handler);
      },
      registerSchemesAsPrivileged: (schemes: readonly CustomScheme[]) => {
        check('registerSchemesAsPrivileged', beforeReady(), withLock(), [privileged.length === 0, 'once']);
        privileged.push(...schemes);
      },
    },
    Notification: class {
      static isSupported(): boolean {
        check('Notification', afterReady());
        return true;
      }
      private readonly title: string;
      private clicked = (): void => undefined;
      constructor({ title }: { readonly title: string }) {
        this.title = title;
      }
      on(_event: 'click', listener: () => void): void {
        this.clicked = listener;
      }
      show(): void {
        notifications.push({ title: this.title, click: () => this.clicked() });
      }
    },
    screen: {
      getAllDisplays: () => {
        check('screen', afterReady());
        return (workAreas ?? [{ x: 0, y: 0, width: 1920, height: 1080 }]).map((workArea) => ({ workArea }));
      },
    },
    session: {
      get defaultSession() {
        check('defaultSession', afterReady());
        return defaultSession;
      },
    },
    shell: {
      openExternal: async (url: string) => {
        openedUrls.push(url);
      },
    },
  };

  return {
    // Electron's own types have hundreds of members; these are those the shell uses, and `check` knows their order.
    modules: parts as unknown as ElectronModules,
    app,
    power,
    nativeTheme: parts.nativeTheme,
    windows,
    done,
    paths,
    questions,
    openDialogs,
    errorBoxes,
    openedUrls,
    notifications,
    privileged,
    handlers,
    guards,
    menu: () => menu,
    lockData: () => lockData,
    answerWith: (given: Partial<typeof answers>) => (answers = { ...answers, ...given }),
    becomeReady() {
      isReady = true;
      ready.resolve(undefined);
    },
    /** A message on the page's channel; by default from our page in the first window. */
    sendFromPage(text: unknown, sender: { readonly id?: number; readonly frame?: object | null } = {}) {
      const frame = sender.frame === undefined ? { parent: null, origin: PAGE_ORIGIN } : sender.frame;
      ipcMain.emit('gatehouse:page', { sender: { id: sender.id ?? windows.length }, senderFrame: frame }, text);
    },
    ipcMain,
  };
}
