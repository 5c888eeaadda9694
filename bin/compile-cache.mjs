import { lstatSync, mkdirSync } from 'node:fs';
import module from 'node:module';
import { homedir } from 'node:os';
import { join } from 'node:path';

/**
 * Where Node keeps what it compiled, so that the next start does not compile it again ("Module compile cache"): the user's own folder
 * for such things, since what lies there is run. Node's default, in the folder for temporary files, could be made by somebody else.
 * @param {NodeJS.ProcessEnv} env
 * @param {NodeJS.Platform} platform
 * @returns {string}
 */
export function compileCacheDir(env, platform) {
  const own =
    platform === 'win32'
      ? env.LOCALAPPDATA || join(homedir(), 'AppData', 'Local')
      : platform === 'darwin'
        ? join(homedir(), 'Library', 'Caches')
        : env.XDG_CACHE_HOME || join(homedir(), '.cache');
  return join(own, 'hookglass', 'compiled');
}

/** Use the cache from now on, where the folder is ours alone. Without it everything works, and starts slower. */
export function enableCompileCache(env = process.env, platform = process.platform) {
  if (typeof module.enableCompileCache !== 'function' || env.NODE_COMPILE_CACHE !== undefined) return;
  const dir = compileCacheDir(env, platform);
  try {
    mkdirSync(dir, { recursive: true, mode: 0o700 });
    const found = lstatSync(dir);
    const ours = process.getuid === undefined || (found.uid === process.getuid() && (found.mode & 0o022) === 0);
    if (found.isDirectory() && ours) module.enableCompileCache(dir);
  } catch {
    // A home that cannot be written to.
  }
}
