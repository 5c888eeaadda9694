import { spawn } from 'node:child_process';
import { pathToFileURL } from 'node:url';

/** Whether there is a screen to open a browser on: no where there is no display, and on a machine that is used from afar. */
export function hasScreen(platform: NodeJS.Platform = process.platform, env: NodeJS.ProcessEnv = process.env): boolean {
  const noScreen =
    platform !== 'darwin' && platform !== 'win32' && (env['DISPLAY'] ?? env['WAYLAND_DISPLAY'] ?? '') === '';
  return !noScreen && env['CI'] === undefined && env['SSH_CONNECTION'] === undefined;
}

/**
 * Open a file in the user's browser. A file and never a link: arguments of a process can be read by every user of the machine,
 * and a link to the window carries a one-time code. A browser that may not read the folder (some snaps) says so; the printed
 * link still works.
 */
export function openInBrowser(file: string, platform: NodeJS.Platform = process.platform): void {
  const address = pathToFileURL(file).href;
  const [command, args]: [string, string[]] =
    platform === 'darwin'
      ? ['open', [address]]
      : platform === 'win32'
        ? ['rundll32', ['url.dll,FileProtocolHandler', address]]
        : ['xdg-open', [address]];
  const child = spawn(command, args, { stdio: 'ignore', detached: true });
  child.once('error', () => undefined);
  child.unref();
}
