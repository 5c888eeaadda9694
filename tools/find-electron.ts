import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Path of the installed Electron binary, or null. Looks where the npm package would look, but never imports the package:
 * since Electron 42, `require('electron')` downloads a missing binary.
 */
export function findElectron(
  packageDir: string,
  env: Readonly<Record<string, string | undefined>>,
  platform: NodeJS.Platform,
): string | null {
  const distDir = env['ELECTRON_OVERRIDE_DIST_PATH'] || join(packageDir, 'dist');
  const pathFile = join(packageDir, 'path.txt');
  const binary = join(distDir, existsSync(pathFile) ? readFileSync(pathFile, 'utf8') : binaryName(platform));
  return existsSync(binary) ? binary : null;
}

function binaryName(platform: NodeJS.Platform): string {
  if (platform === 'darwin') return 'Electron.app/Contents/MacOS/Electron';
  return platform === 'win32' ? 'electron.exe' : 'electron';
}
