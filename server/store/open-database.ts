import { chmodSync, closeSync, existsSync, openSync } from 'node:fs';
import Database from 'better-sqlite3';
import { Problem } from '../contract/problem.ts';

export type Db = Database.Database;

interface OpenOptions {
  readonly file: string;
  readonly migrations: readonly string[];
  /** FULL syncs the log at every commit (SQLite, "pragma synchronous"); NORMAL only at checkpoints. */
  readonly synchronous: 'FULL' | 'NORMAL';
}

/**
 * Open a database in WAL mode, bring its schema up to date and verify that the settings stuck.
 * Files are 0600. Throws Problem `data-too-new` or `data-broken`; the file is left as it was.
 */
export function openDatabase({ file, migrations, synchronous }: OpenOptions): Db {
  if (!existsSync(file)) closeSync(openSync(file, 'a', 0o600));
  let db: Db | undefined;
  try {
    db = new Database(file, { timeout: 5_000 });
    // Before anything that writes to the file: what a newer version made stays as it is.
    if (versionOf(db) > migrations.length) throw new Problem('data-too-new', file);
    db.pragma('page_size = 8192');
    db.pragma('journal_mode = WAL');
    db.pragma(`synchronous = ${synchronous}`);
    db.pragma('foreign_keys = ON');
    db.pragma('cache_size = -16384');
    db.pragma('temp_store = MEMORY');
    verifyPragmas(db, file, synchronous);
    migrate(db, migrations);
    chmodSync(file, 0o600);
    return db;
  } catch (error) {
    db?.close();
    if (error instanceof Problem) throw error;
    throw new Problem('data-broken', `${file}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function verifyPragmas(db: Db, file: string, synchronous: 'FULL' | 'NORMAL'): void {
  const mode = db.pragma('journal_mode', { simple: true });
  const level = db.pragma('synchronous', { simple: true });
  if (mode !== 'wal' || level !== (synchronous === 'FULL' ? 2 : 1)) {
    throw new Problem('data-broken', `${file}: journal_mode is ${String(mode)}, synchronous is ${String(level)}`);
  }
}

const versionOf = (db: Db): number => Number(db.pragma('user_version', { simple: true }));

function migrate(db: Db, migrations: readonly string[]): void {
  for (let step = versionOf(db); step < migrations.length; step++) {
    db.transaction(() => {
      db.exec(migrations[step] as string);
      db.pragma(`user_version = ${step + 1}`);
    })();
  }
}
