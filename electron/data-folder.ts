import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { app } from 'electron';
import { defaultDataDir } from '../server/config.ts';

/**
 * Make the data folder (0700) and put Electron's own files in a folder of it, so that one `--data` keeps everything of one
 * Hookglass apart from another. Returns its path.
 */
export function setUpDataFolder(given: string | undefined): string {
  const dataDir = given === undefined ? defaultDataDir() : resolve(given);
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  app.setPath('userData', join(dataDir, 'desktop'));
  return dataDir;
}
