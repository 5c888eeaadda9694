import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { CLOSED_FILE } from './data-folder.ts';
import { replaceFile } from './replace-file.ts';

/** What a server that comes to its end says of the truth. */
export interface ClosedMark {
  readonly epoch: number;
  /** The highest delivery id that was ever given. */
  readonly highestId: number;
}

/** null where the last server did not come to its end, or never was one. */
export function readClosedMark(dataDir: string): ClosedMark | null {
  try {
    const { epoch, highestId } = JSON.parse(readFileSync(join(dataDir, CLOSED_FILE), 'utf8')) as ClosedMark;
    return Number.isSafeInteger(epoch) && Number.isSafeInteger(highestId) ? { epoch, highestId } : null;
  } catch {
    return null;
  }
}

/** To be called before anything is written. */
export function removeClosedMark(dataDir: string): void {
  rmSync(join(dataDir, CLOSED_FILE), { force: true });
}

/** To be called last, when every database is closed. */
export function writeClosedMark(dataDir: string, mark: ClosedMark): void {
  replaceFile(join(dataDir, CLOSED_FILE), `${JSON.stringify(mark)}\n`);
}
