import { statSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { TRUTH_FILE } from '../truth/data-folder.ts';

const CHECK_EVERY_MS = 500;
/** While deliveries pour in, the log may grow to this before it is moved. */
const BUSY_LOG_BYTES = 134_217_728;
/** Pages (8 KiB) after which the writer itself would do it within a commit: a last resort. */
export const LAST_RESORT_PAGES = 65_536;

export interface Checkpoints {
  /** Move everything out of the log and cut it to nothing, so that what was deleted is in no file. */
  empty(): void;
  stop(): void;
}

/**
 * Move the write-ahead log into the database from the reading side's thread, so that no sender waits for it
 * (SQLite, "Write-Ahead Logging", 3.3: a PASSIVE checkpoint never blocks the writer).
 */
export function startCheckpoints(dataDir: string, isBusy: () => boolean): Checkpoints {
  const file = join(dataDir, TRUTH_FILE);
  const db = new Database(file, { timeout: 1_000 });
  db.pragma('synchronous = FULL');
  let checkpointedAt = -1;
  /** False where some is left, also because the disk has no room: it is tried again. */
  const isMoved = (): boolean => {
    try {
      const [result] = db.pragma('wal_checkpoint(PASSIVE)') as { busy: number; log: number; checkpointed: number }[];
      return result !== undefined && result.log === result.checkpointed;
    } catch {
      return false;
    }
  };
  const timer = setInterval(() => {
    const { size, mtimeMs } = statSync(`${file}-wal`, { throwIfNoEntry: false }) ?? { size: 0, mtimeMs: 0 };
    if (size === 0 || mtimeMs === checkpointedAt || (isBusy() && size < BUSY_LOG_BYTES)) return;
    if (isMoved()) checkpointedAt = mtimeMs;
  }, CHECK_EVERY_MS);
  return {
    empty() {
      db.pragma('wal_checkpoint(PASSIVE)');
      db.pragma('wal_checkpoint(TRUNCATE)');
    },
    stop() {
      clearInterval(timer);
      db.close();
    },
  };
}
