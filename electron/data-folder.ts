import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { app } from 'electron';
import { dataDirFrom } from '../server/config.ts';

/**
 * Make the data folder (0700) and put Electron's own files in a folder of it, so that one `--data` keeps everything of one
 * Hookglass apart from another. Returns its path.
 */
export function setUpDataFolder(given: string | undefined): string {
  const dataDir = dataDirFrom(given, process.env);
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  app.setPath('userData', join(dataDir, 'desktop'));
  return dataDir;
}
