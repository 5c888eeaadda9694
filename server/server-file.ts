import { closeSync, constants, fstatSync, openSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { SERVER_FILE } from './truth/data-folder.ts';
import { replaceFile } from './truth/replace-file.ts';

/** What a running server leaves in its data folder for the command line (mode 0600). */
export interface ServerFile {
  readonly pid: number;
  readonly captureUrl: string;
  readonly uiUrl: string;
  readonly apiUrl: string;
  readonly token: string;
}

const fileIn = (dataDir: string): string => join(dataDir, SERVER_FILE);

/**
 * The running server of a data folder, or null. A file left by a server that died counts as none, and so does one that `uid` did not write:
 * in a folder of somebody else its owner could lead commands, and the secrets in them, to a program of his.
 */
export function readServerFile(dataDir: string, uid: number | undefined = process.geteuid?.()): ServerFile | null {
  try {
    const found = JSON.parse(readOwn(fileIn(dataDir), uid)) as ServerFile;
    return isAlive(found.pid) && isOurs(found.apiUrl) ? found : null;
  } catch {
    return null;
  }
}

/** Neither follows a link nor waits for a FIFO, for which no signal could end the command (open(2), O_NOFOLLOW and O_NONBLOCK). */
function readOwn(file: string, uid: number | undefined): string {
  const { O_RDONLY, O_NOFOLLOW = 0, O_NONBLOCK = 0 } = constants;
  const handle = openSync(file, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
  try {
    const found = fstatSync(handle);
    const isOwn = uid === undefined || uid === 0 || found.uid === uid || found.uid === 0;
    if (!found.isFile() || !isOwn) throw new Error(`${file} is no file of ours`);
    return readFileSync(handle, 'utf8');
  } finally {
    closeSync(handle);
  }
}

/** Say where the server of this process is. */
export function writeServerFile(dataDir: string, entry: ServerFile): void {
  replaceFile(fileIn(dataDir), `${JSON.stringify(entry, null, 2)}\n`);
}

export function removeServerFile(dataDir: string): void {
  if (readServerFile(dataDir)?.pid === process.pid) rmSync(fileIn(dataDir), { force: true });
}

/** Nobody's file leads a command, and its token, to another machine. */
const isOurs = (apiUrl: string): boolean => {
  const { protocol, hostname } = new URL(apiUrl);
  return protocol === 'http:' && hostname === '127.0.0.1';
};

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
