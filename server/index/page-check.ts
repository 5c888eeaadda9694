import Database from 'better-sqlite3';
import type { Db } from '../truth/open-database.ts';
import { isDamage } from './walk-rows.ts';

/** Up to this size SQLite's own check, which is one call, takes no longer than a moment. */
const ONE_CALL_BYTES = 67_108_864;
/** The page that SQLite leaves out lies at this offset ("Database File Format", 1.4). */
const LOCK_BYTE = 1_073_741_824;

/** What a check of a database's pages found: the first thing that is wrong, or null. */
export interface PageVerdict {
  readonly broken: string | null;
}

/** A check of all pages in steps of about `budgetMs`: the verdict at its end, null before. */
export type PageCheck = (budgetMs: number) => PageVerdict | null;

interface Page {
  readonly name: string;
  readonly pageno: number;
  readonly pagetype: string;
}

/**
 * Check the pages of a database on a connection of its own. A large one is walked page by page (SQLite, "The DBSTAT Virtual
 * Table"), because nothing can interrupt `PRAGMA quick_check` and a server that is told to end would wait for it: each page must
 * make sense and belong to one thing, and none may be missing. What that leaves out is the order of keys.
 */
export function createPageCheck(file: string, oneCallBytes = ONE_CALL_BYTES): PageCheck {
  const steps = checkPages(file, oneCallBytes);
  return (budgetMs) => {
    const until = performance.now() + budgetMs;
    try {
      do {
        const { done, value } = steps.next();
        if (done) return { broken: value };
      } while (performance.now() < until);
      return null;
    } catch (error) {
      if (isDamage(error)) return { broken: (error as Error).message };
      throw error;
    }
  };
}

function* checkPages(file: string, oneCallBytes: number): Generator<undefined, string | null> {
  const db = new Database(file, { readonly: true, timeout: 1_000 });
  try {
    const sizeBytes = numberOf(db, 'page_count') * numberOf(db, 'page_size');
    return sizeBytes <= oneCallBytes ? quickCheck(db) : yield* walkPages(db);
  } finally {
    db.close();
  }
}

const numberOf = (db: Db, pragma: string): number => Number(db.pragma(pragma, { simple: true }));

function quickCheck(db: Db): string | null {
  const found = String(db.pragma('main.quick_check(1)', { simple: true }));
  return found === 'ok' ? null : found.replace(/\s+/g, ' ');
}

/** One step a page. */
function* walkPages(db: Db): Generator<undefined, string | null> {
  const pages = db.prepare<[], Page>('SELECT name, pageno, pagetype FROM dbstat');
  db.exec('BEGIN');
  const pageCount = numberOf(db, 'page_count');
  const free = numberOf(db, 'freelist_count');
  const left = pageCount > LOCK_BYTE / numberOf(db, 'page_size') ? 1 : 0;
  const seen = new Uint8Array(pageCount + 1);
  let count = 0;
  for (const { name, pageno, pagetype } of pages.iterate()) {
    if (pagetype === 'corrupted' || pageno > pageCount) return `page ${pageno} of ${name} makes no sense`;
    if (seen[pageno] === 1) return `page ${pageno} belongs to ${name} and to something else`;
    seen[pageno] = 1;
    count++;
    yield;
  }
  return count + free + left === pageCount ? null : `${pageCount - count - free - left} pages belong to nothing`;
}
