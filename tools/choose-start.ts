import type { ChildEnd } from './run-child.ts';

/** What is known about this machine before the start. `electron` is the path of an installed binary, or null. */
export interface Machine {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly isRoot: boolean;
  readonly electron: string | null;
}

/** How the app starts, with the sentence that tells the user which and why; `reason` is what the window lacks. */
export type Start =
  | { readonly kind: 'desktop'; readonly electron: string; readonly sentence: string }
  | { readonly kind: 'browser'; readonly reason: string; readonly sentence: string };

/** The desktop window where an Electron binary and a display exist; otherwise the same app in the browser. */
export function chooseStart({ platform, env, isRoot, electron }: Machine): Start {
  if (electron === null) {
    return browser('No Electron binary here', ' (To get the window: npx install-electron fetches it.)');
  }
  const onLinux = platform === 'linux';
  if (onLinux && !env['DISPLAY'] && !env['WAYLAND_DISPLAY']) return browser('No display here');
  // Chromium's sandbox refuses root, and this app never runs without the sandbox.
  if (onLinux && isRoot) return browser("Electron's sandbox does not run as root");
  return {
    kind: 'desktop',
    electron,
    sentence: 'An Electron binary and a display are here, so the app opens in its window.',
  };
}

function browser(reason: string, hint = ''): Start {
  return { kind: 'browser', reason, sentence: `${reason}, so the app is served to your browser.${hint}` };
}

/**
 * The sentence for a window that could not start on this machine (a missing system library, a sandbox that the system
 * forbids), or null when Electron ran and ended by itself.
 */
export function whyWindowFailed({ code, signal }: ChildEnd): string | null {
  const crashed = signal !== null && ['SIGTRAP', 'SIGABRT', 'SIGSEGV', 'SIGILL'].includes(signal);
  if (!crashed && code !== 127) return null;
  return `Electron could not start here (${signal ?? `exit code ${code}`}), so the app is served to your browser.`;
}
