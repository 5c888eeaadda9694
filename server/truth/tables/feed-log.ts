import type { Db } from '../open-database.ts';
import { runsOf } from '../runs-of.ts';

export type ChangeKind =
  | 'arrived'
  | 'changed'
  | 'deleted'
  | 'attempt'
  | 'endpoint'
  | 'destination'
  | 'tunnel'
  | 'status';

/** One change: which things, from `first` to `last` (inclusive ids). */
export interface Change {
  readonly seq: number;
  readonly kind: ChangeKind;
  readonly first: number;
  readonly last: number;
}

/** A message carries at most this many deliveries, so that one change is one message. */
export const DELIVERIES_A_CHANGE = 500;

export type FeedLog = ReturnType<typeof createFeedLog>;

/** The ordered log behind the live feed. `append` runs inside a write of the group commit. */
export function createFeedLog(db: Db) {
  const insert = db.prepare('INSERT INTO feed(kind, first, last) VALUES (?, ?, ?)');
  const after = db.prepare<[number, number], Change>(
    'SELECT seq, kind, first, last FROM feed WHERE seq > ? ORDER BY seq LIMIT ?',
  );
  const announced = db.prepare<[], number | null>("SELECT max(last) FROM feed WHERE kind = 'arrived'").pluck();
  const lastSeq = db.prepare<[], number>("SELECT seq FROM sqlite_sequence WHERE name = 'feed'").pluck();
  const oldest = db.prepare<[], number | null>('SELECT min(seq) FROM feed').pluck();
  return {
    append(kind: ChangeKind, first: number, last: number = first): void {
      for (let from = first; from <= last; from += DELIVERIES_A_CHANGE)
        insert.run(kind, from, Math.min(last, from + DELIVERIES_A_CHANGE - 1));
    },
    /** Append ids as runs of neighbours. */
    appendIds(kind: ChangeKind, ids: readonly number[]): void {
      for (const [first, last] of runsOf(ids)) this.append(kind, first, last);
    },
    after: (seq: number, limit: number): Change[] => after.all(seq, limit),
    announcedId: (): number => Number(announced.get() ?? 0),
    lastSeq: (): number => Number(lastSeq.get() ?? 0),
    oldestSeq: (): number => Number(oldest.get() ?? 0),
    /** Keep the newest `count` changes. */
    trim: (count: number) =>
      void db.prepare('DELETE FROM feed WHERE seq <= (SELECT max(seq) FROM feed) - ?').run(count),
  };
}
