import { spawn } from 'node:child_process';

/**
 * Open a URL in the user's browser where there is one to see. Returns false where there is not: no display, or a machine that
 * is used from afar.
 */
export function openInBrowser(
  url: string,
  platform: NodeJS.Platform = process.platform,
  env: NodeJS.ProcessEnv = process.env,
): boolean {
  const noScreen =
    platform !== 'darwin' && platform !== 'win32' && (env['DISPLAY'] ?? env['WAYLAND_DISPLAY'] ?? '') === '';
  if (noScreen || env['CI'] !== undefined || env['SSH_CONNECTION'] !== undefined) return false;
  const [command, args]: [string, string[]] =
    platform === 'darwin'
      ? ['open', [url]]
      : platform === 'win32'
        ? ['rundll32', ['url.dll,FileProtocolHandler', url]]
        : ['xdg-open', [url]];
  const child = spawn(command, args, { stdio: 'ignore', detached: true });
  child.once('error', () => undefined);
  child.unref();
  return true;
}
