/** State of the server process as the desktop shell sees it. */
export interface ServerState {
  readonly kind: 'running' | 'restarting' | 'failed';
  readonly sentence: string;
}

/** What the desktop shell offers on top of a browser tab; absent in a tab. No delivery ever crosses this bridge. */
export interface Desktop {
  readonly platform: string;
  onServerState(listener: (state: ServerState) => void): () => void;
  revealDataFolder(): void;
  setBadge?(count: number): void;
}

declare global {
  interface Window {
    readonly hookglassDesktop?: Desktop;
  }
}

/** The desktop shell, or null in a browser tab. */
export function desktop(): Desktop | null {
  return window.hookglassDesktop ?? null;
}
