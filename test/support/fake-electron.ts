import { EventEmitter } from 'node:events';

/**
 * A small stand-in for the module `electron`, for tests of the desktop's logic: it opens nothing, keeps what was asked of it,
 * and lets a test play the system's part. Every noteworthy call is a line of `fake.calls`, in order.
 * Use: `vi.mock('electron', async () => (await import('./support/fake-electron.ts')).electron)`.
 */

class FakeContents extends EventEmitter {
  readonly mainFrame = { url: '' };
  readonly sent: { channel: string; message: unknown }[] = [];
  windowOpenHandler: ((details: { url: string }) => { action: string }) | null = null;
  getURL(): string {
    return this.mainFrame.url;
  }
  send(channel: string, message: unknown): void {
    this.sent.push({ channel, message });
  }
  setWindowOpenHandler(handler: (details: { url: string }) => { action: string }): void {
    this.windowOpenHandler = handler;
  }
  reload(): void {
    fake.calls.push('reload page');
  }
}

class FakeWindow extends EventEmitter {
  readonly webContents = new FakeContents();
  readonly options: { readonly webPreferences: Readonly<Record<string, unknown>> } & Readonly<Record<string, unknown>>;
  visible = false;
  maximized = false;
  minimized = false;
  destroyed = false;
  bounds = { x: 40, y: 50, width: 1000, height: 700 };

  constructor(options: FakeWindow['options']) {
    super();
    this.options = options;
    fake.calls.push('open window');
    fake.windows.push(this);
    electron.app.emit('web-contents-created', {}, this.webContents);
  }
  async loadURL(url: string): Promise<void> {
    fake.calls.push(`load ${url}`);
    this.webContents.mainFrame.url = url;
  }
  show(): void {
    this.visible = true;
  }
  hide(): void {
    this.visible = false;
  }
  focus(): void {
    fake.calls.push('focus window');
  }
  restore(): void {
    this.minimized = false;
  }
  maximize(): void {
    this.maximized = true;
  }
  isMinimized = (): boolean => this.minimized;
  isMaximized = (): boolean => this.maximized;
  isDestroyed = (): boolean => this.destroyed;
  getNormalBounds = (): FakeWindow['bounds'] => this.bounds;
}

/** The server's process: a test emits `message` and `exit` on it. */
class FakeChild extends EventEmitter {
  readonly posted: unknown[] = [];
  postMessage(message: unknown): void {
    this.posted.push(message);
  }
  kill(): void {
    fake.calls.push('kill server');
    this.emit('exit', 9);
  }
}

type Check = (contents: unknown, permission: string, origin: string) => boolean;
type Request = (
  contents: unknown,
  permission: string,
  answer: (granted: boolean) => void,
  details: { readonly requestingUrl: string },
) => void;

/** Grants everything until the app says otherwise, as Electron does. */
const session = {
  check: (() => true) as Check,
  request: ((_contents, _permission, answer) => answer(true)) as Request,
  device: () => true,
  setPermissionCheckHandler(handler: Check): void {
    fake.calls.push('deny permissions');
    session.check = handler;
  },
  setPermissionRequestHandler(handler: Request): void {
    session.request = handler;
  },
  setDevicePermissionHandler(handler: () => boolean): void {
    session.device = handler;
  },
};

const freshState = () => ({
  calls: [] as string[],
  windows: [] as FakeWindow[],
  children: [] as FakeChild[],
  forks: [] as { readonly path: string; readonly args: readonly string[] }[],
  paths: {} as Record<string, string>,
  displays: [{ x: 0, y: 0, width: 1920, height: 1080 }],
  dialogs: [] as { readonly message: string; readonly detail: string }[],
  /** Which button the user presses in the next dialogs. */
  press: 1,
  opened: [] as string[],
  copied: [] as string[],
  trayTips: [] as string[],
  exposed: {} as Record<string, unknown>,
  hasLock: true,
  keychain: false,
  session,
});
export const fake = freshState();

/** A new machine: nothing was asked of it yet. */
export function resetFake(): void {
  Object.assign(fake, freshState());
  electron.app.removeAllListeners();
  electron.ipcMain.removeAllListeners();
  electron.ipcRenderer.removeAllListeners();
}

export const electron = {
  app: Object.assign(new EventEmitter(), {
    enableSandbox: () => void fake.calls.push('enable sandbox'),
    getAppPath: () => '/app',
    setPath: (name: string, path: string) => {
      fake.calls.push(`set ${name}`);
      fake.paths[name] = path;
    },
    requestSingleInstanceLock: () => {
      fake.calls.push('ask for the lock');
      return fake.hasLock;
    },
    whenReady: async () => void fake.calls.push('ready'),
    quit: () => {
      fake.calls.push('quit');
      let prevented = false;
      electron.app.emit('before-quit', {});
      electron.app.emit('will-quit', { preventDefault: () => (prevented = true) });
      if (!prevented) fake.calls.push('gone');
    },
  }),
  BrowserWindow: FakeWindow,
  clipboard: { writeText: (text: string) => void fake.copied.push(text) },
  contextBridge: {
    exposeInMainWorld: (name: string, api: unknown) => {
      fake.exposed[name] = api;
    },
  },
  dialog: {
    showMessageBox: async (options: { message: string; detail: string }) => {
      fake.dialogs.push(options);
      return { response: fake.press };
    },
  },
  ipcMain: new EventEmitter(),
  ipcRenderer: Object.assign(new EventEmitter(), {
    send: (channel: string) => void fake.calls.push(`send ${channel}`),
  }),
  Menu: {
    buildFromTemplate: (template: unknown) => template,
    setApplicationMenu: () => void fake.calls.push('set menu'),
  },
  nativeTheme: { shouldUseDarkColors: true },
  safeStorage: {
    getSelectedStorageBackend: () => (fake.keychain ? 'gnome_libsecret' : 'basic_text'),
    isAsyncEncryptionAvailable: async () => fake.keychain,
    encryptStringAsync: async (text: string) => Buffer.from(`wrapped:${text}`),
    decryptStringAsync: async (wrapped: Buffer) => {
      const text = wrapped.toString();
      if (!text.startsWith('wrapped:')) throw new Error('Error while decrypting the ciphertext');
      return { result: text.slice('wrapped:'.length), shouldReEncrypt: false };
    },
  },
  screen: { getAllDisplays: () => fake.displays.map((workArea) => ({ workArea })) },
  session: { defaultSession: session },
  shell: {
    openExternal: async (url: string) => void fake.opened.push(url),
    openPath: async (path: string) => {
      fake.opened.push(path);
      return '';
    },
  },
  Tray: class extends EventEmitter {
    setToolTip = (tip: string) => void fake.trayTips.push(tip);
    setContextMenu = () => {};
  },
  utilityProcess: {
    fork: (path: string, args: readonly string[]) => {
      fake.calls.push('fork server');
      fake.forks.push({ path, args });
      const child = new FakeChild();
      fake.children.push(child);
      return child;
    },
  },
};
