import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

export const DEFAULT_CAPTURE_PORT = 7420;
export const DEFAULT_CONTROL_PORT = 7421;

/** How a server is started. Ports: null is the default port, or a free one when that is taken; 0 is any free one. */
export interface Config {
  readonly dataDir: string;
  readonly capturePort: number | null;
  readonly controlPort: number | null;
  /** Key of the secrets from the system's keychain, base64; null uses a key file. */
  readonly keyBase64: string | null;
}

/**
 * The data folder: `--data`, else HOOKGLASS_DATA, else where the platform keeps such things (XDG Base Directory 0.8 on Linux,
 * "File System Programming Guide" on macOS, Known Folders on Windows).
 */
export function dataDirFrom(
  flag: string | undefined,
  env: NodeJS.ProcessEnv,
  platform: NodeJS.Platform = process.platform,
): string {
  const chosen = flag ?? env['HOOKGLASS_DATA'];
  if (chosen !== undefined && chosen !== '') return resolve(chosen);
  if (platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'Hookglass');
  if (platform === 'win32') return join(env['LOCALAPPDATA'] ?? join(homedir(), 'AppData', 'Local'), 'Hookglass');
  const base = env['XDG_DATA_HOME'];
  return join(base?.startsWith('/') ? base : join(homedir(), '.local', 'share'), 'hookglass');
}
