import { rmSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { Problem } from '../contract/problem.ts';
import { INDEX_FILE, TRUTH_FILE } from '../truth/data-folder.ts';
import { type Db, openDatabase } from '../truth/open-database.ts';
import { createPurged } from '../truth/tables/purged.ts';
import { INDEX_SCHEMA, INDEX_VERSION } from './schema.ts';
import { isDamage } from './walk-rows.ts';

const INDEX_WAIT_MS = 50;

/** The two connections of the reading side. */
export interface Connections {
  /** The derived database, written here alone, with the truth attached for joins. */
  readonly index: Db;
  /** The truth, read only, for walking through rows while `index` is written. */
  readonly truth: Db;
  close(): void;
  /** Close both and throw the derived database away. */
  removeIndex(): void;
}

/** Open both. The truth must exist. A derived database that claims more than the truth has is emptied; one that is of no use is told of. */
export function openConnections(dataDir: string, log: (message: string) => void = () => undefined): Connections {
  const truthFile = join(dataDir, TRUTH_FILE);
  const truth = new Database(truthFile, { readonly: true, timeout: 5_000 });
  const indexFile = join(dataDir, INDEX_FILE);
  const index = openUsable(indexFile, truthFile, truth, log);
  const close = (): void => {
    index.close();
    truth.close();
  };
  return {
    index,
    truth,
    close,
    removeIndex() {
      close();
      removeIndex(indexFile);
    },
  };
}

/** A damaged page may show only in the first reads and writes: then, too, the derived database is built anew. */
function openUsable(file: string, truthFile: string, truth: Db, log: (message: string) => void): Db {
  const index = openIndex(file, log);
  try {
    prepareIndex(index, truthFile, truth);
    return index;
  } catch (error) {
    index.close();
    if (!isDamage(error)) throw error;
    log(damagedIndex((error as Error).message));
    removeIndex(file);
    const fresh = openIndex(file, log);
    prepareIndex(fresh, truthFile, truth);
    return fresh;
  }
}

function prepareIndex(index: Db, truthFile: string, truth: Db): void {
  index.prepare('ATTACH DATABASE ? AS truth').run(truthFile);
  // A checkpoint of the index syncs the disk that captures wait for: eight times rarer than SQLite's own 1,000 pages.
  index.pragma('wal_autocheckpoint = 8000');
  // Somebody else's lock on the index delays describing alone: this thread also answers every question.
  index.pragma(`busy_timeout = ${INDEX_WAIT_MS}`);
  index.exec("INSERT INTO text(text, rank) VALUES('automerge', 2)");
  index.exec("INSERT INTO text(text, rank) VALUES('crisismerge', 64)");
  dropIfForeign(index, truth);
}

/** Said where the pages of the derived database are found damaged. */
export const damagedIndex = (what: string): string =>
  `The index is damaged and is built anew from the deliveries: ${what}`;

/**
 * A derived database that is damaged, or that another version of Hookglass wrote, is thrown away and built anew. One that cannot
 * be opened for another reason (somebody holds it, the disk is full) stays.
 */
function openIndex(file: string, log: (message: string) => void): Db {
  const options = { file, migrations: [INDEX_SCHEMA], version: INDEX_VERSION, synchronous: 'NORMAL' } as const;
  try {
    return openDatabase(options);
  } catch (error) {
    const isUseless = error instanceof Problem && (error.code === 'data-broken' || error.code === 'data-too-new');
    if (!isUseless) throw error;
    log(`The index is built anew from the deliveries; none is lost by that. (${error.detail ?? file})`);
    removeIndex(file);
    return openDatabase(options);
  }
}

const removeIndex = (file: string): void => {
  for (const ending of ['', '-wal', '-shm']) rmSync(file + ending, { force: true });
};

/**
 * Whether an index was made from this truth and can follow it: one of another (a restored or replaced `hookglass.db`) has another
 * epoch, and one that is too old misses purges that the truth has no row of any more.
 */
export function isOfTruth(index: Db, truth: Db): boolean {
  const known = Number(index.prepare("SELECT value FROM progress WHERE key = 'epoch'").pluck().get());
  const described = Number(index.prepare("SELECT value FROM progress WHERE key = 'described'").pluck().get());
  const newest = Number(truth.prepare('SELECT max(id) FROM delivery').pluck().get() ?? 0);
  const highest = Number(truth.prepare("SELECT value FROM setting WHERE key = 'highest-id'").pluck().get() ?? 0);
  const taken = Number(index.prepare("SELECT value FROM progress WHERE key = 'purged'").pluck().get());
  const { oldestMark, newestSeq } = createPurged(truth).range();
  return (
    known === epochOf(truth) &&
    described <= Math.max(newest, highest) &&
    taken >= oldestMark &&
    taken <= newestSeq &&
    isOfThisLife(index, truth)
  );
}

function dropIfForeign(index: Db, truth: Db): void {
  if (isOfTruth(index, truth)) return;
  index.transaction(() => {
    index.exec(
      "DELETE FROM summary; DELETE FROM judging; DELETE FROM partly; INSERT INTO text(text) VALUES('delete-all');",
    );
    index.exec("UPDATE progress SET value = 0 WHERE key IN ('described', 'indexed')");
    index.prepare("UPDATE progress SET value = ? WHERE key = 'epoch'").run(epochOf(truth));
    index.prepare("UPDATE progress SET value = ? WHERE key = 'purged'").run(createPurged(truth).range().newestSeq);
  })();
}

const epochOf = (truth: Db): number =>
  Number(truth.prepare("SELECT value FROM setting WHERE key = 'epoch'").pluck().get() ?? 0);

/** A truth that was rolled back and has grown since gives its ids again: the newest delivery that both know must be the same. */
function isOfThisLife(index: Db, truth: Db): boolean {
  const last = index
    .prepare<[], { id: number; at: number }>('SELECT id, at FROM summary ORDER BY id DESC LIMIT 1')
    .get();
  if (last === undefined) return true;
  const at = truth.prepare<[number], number>('SELECT at FROM delivery WHERE id = ?').pluck().get(last.id);
  return at === undefined || at === last.at;
}
