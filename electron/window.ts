import { app, BrowserWindow, type BrowserWindowConstructorOptions, nativeTheme, screen } from 'electron';
import { loadWindowState, MIN_SIZE, saveWindowState, type WindowState } from './window-state.ts';

/** The grounds of the page's light and dark themes, shown until it has painted. */
const GROUND = { light: '#ffffff', dark: '#16181d' } as const;

/** Paths of the built preload script, of the icon, and of the file that remembers the window's place. */
export interface WindowFiles {
  readonly preload: string;
  readonly icon: string;
  readonly stateFile: string;
}

/** Options of the one window: sandboxed, isolated, without Node, shown only when it has something to show. */
function windowOptions(
  { preload, icon }: WindowFiles,
  { maximized: _, ...bounds }: WindowState,
): BrowserWindowConstructorOptions {
  return {
    ...bounds,
    minWidth: MIN_SIZE.width,
    minHeight: MIN_SIZE.height,
    title: 'Hookglass',
    icon,
    show: false,
    backgroundColor: GROUND[nativeTheme.shouldUseDarkColors ? 'dark' : 'light'],
    webPreferences: {
      preload,
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
    },
  };
}

/** Open the window where it was last; it appears with its first page. */
export function openWindow(files: WindowFiles): BrowserWindow {
  const displays = screen.getAllDisplays().map((display) => display.workArea);
  const state = loadWindowState(files.stateFile, displays);
  const window = new BrowserWindow(windowOptions(files, state));
  if (state.maximized) window.maximize();
  window.once('ready-to-show', () => window.show());
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    if (reason !== 'clean-exit' && !window.isDestroyed()) window.webContents.reload();
  });
  window.on('close', () => saveWindowState(files.stateFile, window.getNormalBounds(), window.isMaximized()));
  if (process.platform === 'darwin') hideInsteadOfClose(window);
  return window;
}

/** On macOS the red button puts a window away; the page keeps its session for when it comes back from the dock. */
function hideInsteadOfClose(window: BrowserWindow): void {
  let quitting = false;
  app.on('before-quit', () => {
    quitting = true;
  });
  window.on('close', (event) => {
    if (quitting) return;
    event.preventDefault();
    window.hide();
  });
}

/**
 * Load the page with a fresh one-time code. A blank page comes first: the new address differs from the old one in its
 * fragment alone, and would not load the page again.
 */
export async function loadPage(window: BrowserWindow, uiUrl: string): Promise<void> {
  if (window.webContents.getURL() !== '') await window.loadURL('about:blank');
  await window.loadURL(uiUrl);
}

/** Bring the window to the front, from wherever it is. */
export function focusWindow(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}
