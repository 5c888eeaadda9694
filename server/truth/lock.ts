import { closeSync, existsSync, openSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { Problem } from '../contract/problem.ts';
import { LOCK_FILE } from './data-folder.ts';

const WAIT_MS = 2_000;

/**
 * Take a data folder for this process. The lock is SQLite's own on a small file, so the system lets go of it however the
 * process ends; a number in a file would outlive a crash. Throws Problem `data-in-use` when another process has it.
 */
export function lockDataDir(dataDir: string): { release(): void } {
  const file = join(dataDir, LOCK_FILE);
  closeSync(openSync(file, 'a', 0o600));
  try {
    return take(file, dataDir);
  } catch (error) {
    if ((error as { code?: string }).code !== 'SQLITE_NOTADB') throw error;
    // Nothing is ever written into it, so nothing in it can be lost; and what cannot be opened, nobody holds.
    truncateSync(file);
    return take(file, dataDir);
  }
}

/**
 * Keep everybody from taking a data folder that nobody has, beside others who do the same; nothing is written. null where its
 * lock has to be made or mended first. Throws Problem `data-in-use` when a process has the folder.
 */
export function shareDataDir(dataDir: string): { release(): void } | null {
  const file = join(dataDir, LOCK_FILE);
  if (!existsSync(file)) return null;
  const db = new Database(file, { readonly: true, timeout: WAIT_MS });
  try {
    // A read transaction holds SQLite's shared lock, which no exclusive one gets past ("File Locking And Concurrency", 3).
    db.exec('BEGIN; SELECT count(*) FROM sqlite_schema');
    return { release: () => db.close() };
  } catch (error) {
    db.close();
    if ((error as { code?: string }).code === 'SQLITE_BUSY') throw new Problem('data-in-use', dataDir);
    return null;
  }
}

function take(file: string, dataDir: string): { release(): void } {
  const db = new Database(file, { timeout: WAIT_MS });
  try {
    db.pragma('locking_mode = EXCLUSIVE');
    db.pragma('journal_mode = MEMORY');
    db.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    db.close();
    if ((error as { code?: string }).code === 'SQLITE_BUSY') throw new Problem('data-in-use', dataDir);
    throw error;
  }
  return { release: () => db.close() };
}
