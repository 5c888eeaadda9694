import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { app, clipboard, ipcMain, Menu, safeStorage, session, shell, utilityProcess } from 'electron';
import { KEY_FILE } from '../server/truth/vault.ts';
import { CHANNEL, type ServerState } from './desktop-api.ts';
import { askToOpen, tellFailure } from './dialogs.ts';
import { type Flags, serverArguments } from './flags.ts';
import { listenToPage } from './ipc.ts';
import { menuTemplate } from './menu.ts';
import { denyNavigation } from './navigation.ts';
import { denyPermissions } from './permissions.ts';
import { quitInOrder } from './quit.ts';
import { obtainSecretKey } from './secret-key.ts';
import { type ServerAddress, superviseServer } from './server-process.ts';
import { createTray } from './tray.ts';
import { focusWindow, loadPage, openWindow } from './window.ts';

export interface DesktopSetting {
  readonly flags: Flags;
  readonly dataDir: string;
}

/** Everything after `ready`, in order: the locks on pages first, then the window, then the server that gives it its page. */
export function setUpDesktop({ flags, dataDir }: DesktopSetting): void {
  const appFile = (path: string): string => join(app.getAppPath(), path);
  let address: ServerAddress | null = null;
  const isOurs = (url: string): boolean =>
    address !== null && URL.canParse(url) && new URL(url).origin === new URL(address.uiUrl).origin;
  const revealDataFolder = (): void => void shell.openPath(dataDir);
  const copyCaptureUrl = (): void => {
    if (address !== null) clipboard.writeText(address.captureUrl);
  };

  denyPermissions(session.defaultSession, isOurs);
  app.on('web-contents-created', (_event, contents) => denyNavigation(contents, (link) => void askToOpen(link)));

  const window = openWindow({
    preload: appFile('dist/electron/preload.cjs'),
    icon: appFile('electron/icons/icon.png'),
    stateFile: join(dataDir, 'desktop', 'window.json'),
  });
  const open = (): void => focusWindow(window);
  app.on('activate', open);

  Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(process.platform, { revealDataFolder, copyCaptureUrl })));
  const trayIcon = process.platform === 'darwin' ? 'trayTemplate.png' : 'tray.png';
  const showInTray = createTray(appFile(join('electron/icons', trayIcon)), {
    open,
    copyCaptureUrl,
    quit: () => app.quit(),
  });

  const showState = (state: ServerState): void => {
    showInTray(state);
    if (!window.isDestroyed()) window.webContents.send(CHANNEL.serverState, state);
  };
  const server = superviseServer({
    fork: () =>
      utilityProcess.fork(appFile('dist/server/main.js'), serverArguments(flags, dataDir), {
        serviceName: 'Hookglass server',
      }),
    obtainKey: () =>
      obtainSecretKey({ safeStorage, platform: process.platform, dataDir, keyFile: KEY_FILE, randomBytes }),
    onReady: (ready) => {
      address = ready;
      if (!window.isDestroyed()) void loadPage(window, ready.uiUrl);
    },
    onState: (state) => {
      showState(state);
      if (state.kind === 'failed')
        void tellFailure(state.sentence, { retry: () => server.start(), quit: () => app.quit() });
    },
    after: (delayMs, run) => void setTimeout(run, delayMs).unref(),
    nowMs: () => performance.now(),
  });
  listenToPage(ipcMain, (frame) => frame === window.webContents.mainFrame && isOurs(frame.url), {
    [CHANNEL.watchServer]: () => showState(server.state()),
    [CHANNEL.revealDataFolder]: revealDataFolder,
  });
  quitInOrder(server.stop);

  showState(server.state());
  server.start();
}
