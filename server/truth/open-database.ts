import { chmodSync, closeSync, existsSync, openSync, statSync } from 'node:fs';
import Database from 'better-sqlite3';
import { Problem, type ProblemCode } from '../contract/problem.ts';
import { bytesAt } from './wal-pages.ts';

export type Db = Database.Database;

interface OpenOptions {
  readonly file: string;
  /** One step a version; the last leads to `version`. */
  readonly migrations: readonly string[];
  /** Their number, where there are steps from the first version on. */
  readonly version?: number;
  /** FULL syncs the log at every commit (SQLite, "pragma synchronous"); NORMAL only at checkpoints. */
  readonly synchronous: 'FULL' | 'NORMAL';
}

type AtRestOptions = Omit<OpenOptions, 'synchronous'>;

/** How long an opening waits for another program's lock. */
const WAIT_MS = 5_000;

/**
 * Open a database in WAL mode, bring its schema up to date and verify that the settings stuck.
 * Files are 0600; what is deleted is overwritten with zeros. Throws Problem `data-too-new`, `data-broken` (also where a table
 * is missing), `data-locked` or `bad-data-folder`; the file is left as it was.
 */
export function openDatabase({ file, migrations, version = migrations.length, synchronous }: OpenOptions): Db {
  const schema = { migrations, version };
  let db: Db | undefined;
  try {
    if (!existsSync(file)) closeSync(openSync(file, 'a', 0o600));
    // Closing a connection that may write moves the log into the database, so a look comes first.
    if (hasLog(file)) look(file, schema);
    db = new Database(file, { timeout: WAIT_MS });
    // Before anything that writes to the file: what a newer version or another program made stays as it is.
    assertSchema(db, file, schema);
    db.pragma('page_size = 8192');
    db.pragma('journal_mode = WAL');
    db.pragma(`synchronous = ${synchronous}`);
    db.pragma('foreign_keys = ON');
    db.pragma('cache_size = -16384');
    db.pragma('temp_store = MEMORY');
    db.pragma('secure_delete = ON');
    verifyPragmas(db, file, synchronous);
    migrate(db, schema);
    chmodSync(file, 0o600);
    return db;
  } catch (error) {
    db?.close();
    throw toProblem(error, file);
  }
}

/**
 * Open a database that is at rest for reading, without writing anything; null where it has to be opened for writing first: it
 * has a log, its last writer did not come to its end, or its schema is older. Throws like `openDatabase`.
 */
export function openAtRest({ file, migrations, version = migrations.length }: AtRestOptions): Db | null {
  if (!isAtRest(file)) return null;
  const db = new Database(file, { readonly: true, timeout: WAIT_MS });
  try {
    assertSchema(db, file, { migrations, version });
    if (versionOf(db) === version) {
      db.pragma('cache_size = -16384');
      db.pragma('temp_store = MEMORY');
      return db;
    }
  } catch (error) {
    db.close();
    throw toProblem(error, file);
  }
  db.close();
  return null;
}

/**
 * Leave a database so that it can be read without writing: in WAL mode even reading makes two files beside it (SQLite,
 * "Write-Ahead Logging", 5). To be called last on its last connection. Where that cannot be done (somebody else reads it, the disk is
 * full, a page is damaged) it stays as it is, and is opened for writing first the next time.
 */
export function layToRest(db: Db): void {
  try {
    db.pragma('main.journal_mode = DELETE');
  } catch {
    // Nothing is lost by it, and a server must come to its end.
  }
}

/** No log, no journal, and by its header not in WAL mode (SQLite, "Database File Format", 1.3.3). */
function isAtRest(file: string): boolean {
  if (hasLog(file) || existsSync(`${file}-journal`)) return false;
  const handle = openSync(file, 'r');
  try {
    const versions = bytesAt(handle, 18, 2);
    return versions[0] === 1 && versions[1] === 1;
  } finally {
    closeSync(handle);
  }
}

const hasLog = (file: string): boolean => (statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0) > 0;

function look(file: string, schema: Schema): void {
  const db = new Database(file, { readonly: true, timeout: WAIT_MS });
  try {
    assertSchema(db, file, schema);
  } finally {
    db.close();
  }
}

type Schema = Required<Pick<OpenOptions, 'migrations' | 'version'>>;

/** The tables that its version stands for must be there, and a way from it to the newest one. */
function assertSchema(db: Db, file: string, schema: Schema): void {
  const version = versionOf(db);
  if (version > schema.version) throw new Problem('data-too-new', file);
  const present = new Set(
    db.prepare<[], string>("SELECT name FROM sqlite_schema WHERE type = 'table'").pluck().all() as unknown as string[],
  );
  if (version === 0) {
    if (present.size > 0) throw new Problem('data-broken', `${file} is the database of another program`);
    return;
  }
  const taken = stepsTaken(version, schema);
  if (taken <= 0) throw new Problem('data-broken', `${file} was made by an earlier Hookglass`);
  for (const name of tablesOf(schema.migrations.slice(0, taken)))
    if (!present.has(name)) throw new Problem('data-broken', `${file} has no table ${name}`);
}

function tablesOf(migrations: readonly string[]): string[] {
  return migrations.flatMap((step) =>
    [...step.matchAll(/CREATE (?:VIRTUAL )?TABLE (\w+)/g)].map(([, name]) => name ?? ''),
  );
}

const BLOCKED: Readonly<Record<string, ProblemCode>> = {
  SQLITE_BUSY: 'data-locked',
  SQLITE_LOCKED: 'data-locked',
  SQLITE_CANTOPEN: 'bad-data-folder',
  SQLITE_READONLY: 'bad-data-folder',
  SQLITE_PERM: 'bad-data-folder',
  SQLITE_AUTH: 'bad-data-folder',
  SQLITE_IOERR: 'bad-data-folder',
  SQLITE_FULL: 'bad-data-folder',
  SQLITE_NOLFS: 'bad-data-folder',
};

/** SQLITE_BUSY in all its forms: another connection has the lock. */
export function isLocked(error: unknown): boolean {
  const { code } = error as { code?: unknown };
  return typeof code === 'string' && (code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED'));
}

/** What keeps a whole database from being opened is told apart from a broken one. */
function toProblem(error: unknown, file: string): Problem {
  if (error instanceof Problem) return error;
  const { code = '', message = String(error), syscall } = error as NodeJS.ErrnoException;
  const family = code.split('_').slice(0, 2).join('_');
  return new Problem(
    BLOCKED[family] ?? (syscall === undefined ? 'data-broken' : 'bad-data-folder'),
    `${file}: ${message}`,
  );
}

function verifyPragmas(db: Db, file: string, synchronous: 'FULL' | 'NORMAL'): void {
  const mode = db.pragma('journal_mode', { simple: true });
  const level = db.pragma('synchronous', { simple: true });
  if (mode !== 'wal' || level !== (synchronous === 'FULL' ? 2 : 1)) {
    throw new Problem('data-broken', `${file}: journal_mode is ${String(mode)}, synchronous is ${String(level)}`);
  }
}

/** Bytes of a database on disk. */
export const databaseBytes = (db: Db): number =>
  Number(db.pragma('page_count', { simple: true })) * Number(db.pragma('page_size', { simple: true }));

const versionOf = (db: Db): number => Number(db.pragma('user_version', { simple: true }));

/** Of a database that is not new; none or fewer where no way leads from its version. */
const stepsTaken = (version: number, schema: Schema): number => schema.migrations.length - (schema.version - version);

function migrate(db: Db, schema: Schema): void {
  const { migrations, version } = schema;
  const current = versionOf(db);
  for (let step = current === 0 ? 0 : stepsTaken(current, schema); step < migrations.length; step++) {
    db.transaction(() => {
      db.exec(migrations[step] as string);
      db.pragma(`user_version = ${version - migrations.length + step + 1}`);
    })();
  }
}
