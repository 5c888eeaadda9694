import type { Db } from '../open-database.ts';
import { runsOf } from '../runs-of.ts';

/** Deliveries that are gone for good, from `first` to `last` (inclusive ids). */
export interface Purge {
  readonly seq: number;
  readonly first: number;
  readonly last: number;
}

/** What an index must have taken up: rows after its mark. One whose mark is not from `oldestMark` to `newestSeq` cannot. */
export interface PurgedRange {
  readonly oldestMark: number;
  readonly newestSeq: number;
}

export type Purged = ReturnType<typeof createPurged>;

/** The ordered log of what was purged, written in the commit that removes the rows; the index follows it with a mark of its own. */
export function createPurged(db: Db) {
  const insert = db.prepare('INSERT INTO purged(first, last) VALUES (?, ?)');
  const after = db.prepare<[number, number], Purge>(
    'SELECT seq, first, last FROM purged WHERE seq > ? ORDER BY seq LIMIT ?',
  );
  const newest = db.prepare<[], number>("SELECT seq FROM sqlite_sequence WHERE name = 'purged'").pluck();
  const oldest = db.prepare<[], number | null>('SELECT min(seq) FROM purged').pluck();
  const newestSeq = (): number => Number(newest.get() ?? 0);
  return {
    append(ids: readonly number[]): void {
      for (const [first, last] of runsOf(ids)) insert.run(first, last);
    },
    after: (seq: number, limit: number): Purge[] => after.all(seq, limit),
    range: (): PurgedRange => ({ oldestMark: (oldest.get() ?? newestSeq() + 1) - 1, newestSeq: newestSeq() }),
    /** Keep the newest `count` rows. */
    trim: (count: number) => void db.prepare('DELETE FROM purged WHERE seq <= ?').run(newestSeq() - count),
  };
}
