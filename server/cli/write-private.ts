import { randomBytes } from 'node:crypto';
import { lstat, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/**
 * Write a file that holds what was captured: nobody else on this machine may read it (0600), whatever the umask, and a file that
 * was there is replaced whole once the new one is on disk, so that a full disk loses neither. What stands below /dev is written
 * to as it is. Throws an error of the system, or an Error that says why not.
 */
export async function writePrivate(file: string, bytes: Uint8Array): Promise<void> {
  if (file.startsWith('/dev/')) return writeThrough(file, bytes);
  const before = await lstat(file).catch(() => null);
  if (before?.isSymbolicLink() === true) throw new Error('it is a symbolic link; name the file itself');
  if (before?.isDirectory() === true) throw new Error('it is a folder');
  if (before !== null && !before.isFile()) throw new Error('it is no file; leave out --out and redirect stdout to it');
  const draft = join(dirname(file), `.hookglass-${randomBytes(9).toString('hex')}`);
  try {
    const handle = await open(draft, 'wx', 0o600);
    try {
      await handle.writeFile(bytes);
      await handle.chmod(0o600);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(draft, file);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}

async function writeThrough(file: string, bytes: Uint8Array): Promise<void> {
  const handle = await open(file, 'w');
  try {
    await handle.writeFile(bytes);
  } finally {
    await handle.close();
  }
}
