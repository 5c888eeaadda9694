import { accessSync, chmodSync, constants, lstatSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Problem } from '../contract/problem.ts';

export const TRUTH_FILE = 'hookglass.db';
export const INDEX_FILE = 'index.db';
export const LOCK_FILE = 'lock.db';
export const KEY_FILE = 'secrets.key';
export const SERVER_FILE = 'server.json';
/** Left at each clean end: what the truth was then. */
export const CLOSED_FILE = 'closed.json';
/** Which deliveries are committed, while a server runs. */
export const COMMITTED_FILE = 'committed.json';

const DATABASES = [TRUTH_FILE, INDEX_FILE, LOCK_FILE].flatMap((name) =>
  ['', '-wal', '-shm', '-journal'].map((ending) => name + ending),
);
const FILES = [
  ...DATABASES,
  ...[KEY_FILE, SERVER_FILE, CLOSED_FILE, COMMITTED_FILE].flatMap((name) => [name, `${name}.new`]),
];
/** What Hookglass puts into a data folder; the last two belong to the desktop app. */
const OWN = new Set([...FILES, 'desktop', 'secrets.key.wrapped']);
/** What a system or a version control puts into a folder that is otherwise empty. */
const isNobodys = (name: string): boolean => name.startsWith('.') || name === 'lost+found';

/**
 * Make a data folder (0700), or see that an existing one may be used: it is empty or was made by Hookglass, it can be written,
 * and none of our files in it is a link, a folder or a device. A folder of somebody else is refused and stays as it is.
 * Throws Problem `foreign-folder` or `bad-data-folder`.
 */
export function prepareDataFolder(dataDir: string): void {
  try {
    if (statSync(dataDir, { throwIfNoEntry: false }) === undefined) {
      mkdirSync(dataDir, { recursive: true, mode: 0o700 });
      return;
    }
    const names = readdirSync(dataDir);
    const isUsed = names.includes(TRUTH_FILE) || names.includes(LOCK_FILE);
    if (!isUsed && !names.every((name) => OWN.has(name) || isNobodys(name)))
      throw new Problem('foreign-folder', dataDir);
    accessSync(dataDir, constants.W_OK);
    for (const name of FILES) if (names.includes(name)) assertPlainFile(join(dataDir, name));
    if (names.includes(TRUTH_FILE)) closeToOthers(dataDir);
  } catch (error) {
    throw toFolderProblem(error, dataDir);
  }
}

/** Whether a folder holds data of Hookglass, be it damaged. Throws Problem `bad-data-folder` where it cannot be looked into. */
export function holdsData(dataDir: string): boolean {
  try {
    if (lstatSync(dataDir, { throwIfNoEntry: false }) === undefined) return false;
    return readdirSync(dataDir).some((name) => DATABASES.includes(name) || name === KEY_FILE);
  } catch (error) {
    throw toFolderProblem(error, dataDir);
  }
}

function assertPlainFile(file: string): void {
  const found = lstatSync(file);
  const kind = found.isSymbolicLink() ? 'a link' : found.isDirectory() ? 'a folder' : found.isFile() ? null : 'no file';
  if (kind !== null) throw new Problem('bad-data-folder', `${file} is ${kind}`);
  accessSync(file, constants.R_OK | constants.W_OK);
}

/** The folder of somebody else that we may write to keeps its mode; our files in it are 0600 all the same. */
function closeToOthers(dataDir: string): void {
  if ((statSync(dataDir).mode & 0o777) === 0o700) return;
  try {
    chmodSync(dataDir, 0o700);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') throw error;
  }
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'no permission',
  EPERM: 'no permission',
  EROFS: 'the disk is read-only',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk is full',
  ENOTDIR: 'it is a file, or a file stands in its path',
  EEXIST: 'something that is no folder has this name',
  EISDIR: 'a folder stands where a file belongs',
  ELOOP: 'its links lead in a circle',
  ENAMETOOLONG: 'its name is too long',
  ENOENT: 'a part of its path does not exist',
  EIO: 'the disk reports an error',
};

/** What the file system refused as Problem `bad-data-folder`, with its reason; any other error as it is. */
export function toFolderProblem(error: unknown, dataDir: string): unknown {
  const { code, syscall, path } = error as NodeJS.ErrnoException;
  if (error instanceof Problem || code === undefined || syscall === undefined) return error;
  return new Problem('bad-data-folder', `${path ?? dataDir}: ${REASONS[code] ?? code}`);
}
