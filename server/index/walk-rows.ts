import type { Db } from '../truth/open-database.ts';

/** A row of the walk; `row` is null where the database is damaged at this place. */
export interface Walked<T> {
  readonly id: number;
  readonly row: T | null;
}

/** Returns a walk over deliveries by id, from `after` (exclusive) to `upTo`, at most `limit` of them. */
export type Walk<T> = (after: number, upTo: number, limit: number) => Iterable<Walked<T>>;

/**
 * A walk over `columns` of the deliveries that a damaged page does not end: from there on it goes id by id, so that the rows
 * beside are found, and each id that cannot be read is named.
 */
export function createWalk<T extends { readonly id: number }>(truth: Db, columns: string): Walk<T> {
  const range = truth.prepare<[number, number, number], T>(
    `SELECT ${columns} FROM delivery WHERE id > ? AND id <= ? ORDER BY id LIMIT ?`,
  );
  const one = truth.prepare<[number], T>(`SELECT ${columns} FROM delivery WHERE id = ?`);
  return function* walk(after, upTo, limit) {
    let last = after;
    let left = limit;
    try {
      for (const row of range.iterate(after, upTo, limit)) {
        last = row.id;
        left--;
        yield { id: row.id, row };
      }
      return;
    } catch (error) {
      if (!isDamage(error)) throw error;
    }
    for (let id = last + 1; id <= upTo && left > 0; id++, left--) {
      const row = readOne(one, id);
      if (row !== undefined) yield { id, row };
    }
  };
}

/** undefined: there is no such row. null: it cannot be read. */
function readOne<T>(one: { get(id: number): T | undefined }, id: number): T | null | undefined {
  try {
    return one.get(id);
  } catch (error) {
    if (isDamage(error)) return null;
    throw error;
  }
}

/** What SQLite says of a page that is not as it was written. */
export function isDamage(error: unknown): boolean {
  const { code } = error as { code?: unknown };
  return typeof code === 'string' && (code.startsWith('SQLITE_CORRUPT') || code.startsWith('SQLITE_IOERR'));
}
