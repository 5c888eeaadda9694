/** How the server behind the window is doing; `sentence` is for people. */
export interface ServerState {
  readonly kind: 'running' | 'restarting' | 'failed';
  readonly sentence: string;
}

/**
 * What the desktop adds to the page, as `window.hookglassDesktop`; absent in a browser tab. No delivery crosses it.
 * `onServerState` calls back at once with the present state and on every change, and returns a function that ends that.
 */
export interface DesktopApi {
  readonly platform: string;
  onServerState(callback: (state: ServerState) => void): () => void;
  revealDataFolder(): void;
}

/** Names of the messages between the page's preload and the main process. */
export const CHANNEL = {
  serverState: 'hookglass:server-state',
  watchServer: 'hookglass:watch-server',
  revealDataFolder: 'hookglass:reveal-data-folder',
} as const;
