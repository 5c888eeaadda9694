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

/** A row of the log: `arrived` is the newest delivery that comes before it in the feed. */
interface Row extends Change {
  readonly arrived: number;
}

/** A message carries at most this many deliveries, so that one change is one message. */
export const DELIVERIES_A_CHANGE = 500;

export type FeedLog = ReturnType<typeof createFeedLog>;

/**
 * The order behind the live feed: arrivals and changes, each with its number. An arrival needs no row, since the deliveries are
 * rows already: a change counts one, an arrival counts one, and a row says how many had arrived before it. So the number of a
 * delivery is that of the last row before it plus its distance from that row's `arrived`, and any number can be read back. After
 * an unclean end that the index came out of behind what was told, an arrival may be told once more; none is left out.
 * `append` runs inside a write of the group commit.
 */
export function createFeedLog(db: Db) {
  const COLUMNS = 'seq, kind, first, last, arrived';
  const insert = db.prepare(`INSERT INTO feed(${COLUMNS}) VALUES (?, ?, ?, ?, ?)`);
  const newest = db.prepare<[], Row>(`SELECT ${COLUMNS} FROM feed ORDER BY seq DESC LIMIT 1`);
  const oldest = db.prepare<[], Row>(`SELECT ${COLUMNS} FROM feed ORDER BY seq LIMIT 1`);
  const before = db.prepare<[number], Row>(`SELECT ${COLUMNS} FROM feed WHERE seq <= ? ORDER BY seq DESC LIMIT 1`);
  const after = db.prepare<[number, number], Row>(`SELECT ${COLUMNS} FROM feed WHERE seq > ? ORDER BY seq LIMIT ?`);
  const edge = (found: Row | undefined) => found ?? { seq: 0, arrived: 0 };
  const atOpening = edge(newest.get());
  /** No number up to here is given again: an earlier server may have told of all deliveries that it had. */
  const givenSeq =
    atOpening.seq +
    Math.max(0, Number(db.prepare('SELECT max(id) FROM delivery').pluck().get() ?? 0) - atOpening.arrived);
  let arrived = atOpening.arrived;
  const seqOfNewest = (): number => {
    const last = edge(newest.get());
    return last.seq + arrived - last.arrived;
  };

  return {
    /** Deliveries up to this id are described, so they can be told of. */
    arrive(upTo: number): void {
      arrived = Math.max(arrived, upTo);
    },
    arrived: (): number => arrived,
    append(kind: ChangeKind, first: number, last: number = first): void {
      for (let from = first; from <= last; from += DELIVERIES_A_CHANGE) {
        const end = Math.min(last, from + DELIVERIES_A_CHANGE - 1);
        const isFirst = edge(newest.get()).seq === atOpening.seq;
        insert.run((isFirst ? Math.max(givenSeq, seqOfNewest()) : seqOfNewest()) + 1, kind, from, end, arrived);
      }
    },
    /** Append ids as runs of neighbours. */
    appendIds(kind: ChangeKind, ids: readonly number[]): void {
      for (const [first, last] of runsOf(ids)) this.append(kind, first, last);
    },
    /** What comes after `seq`, in order: at most `limit` rows, with the arrivals before and between them, or all after the last. */
    after(seq: number, limit: number): Change[] {
      const found: Change[] = [];
      let at: Pick<Row, 'seq' | 'arrived'> = edge(before.get(seq) ?? oldest.get());
      at = { seq: Math.max(seq, at.seq), arrived: at.arrived + Math.max(0, seq - at.seq) };
      const walk = (upTo: number): void => {
        while (at.arrived < upTo) {
          const last = Math.min(upTo, at.arrived + DELIVERIES_A_CHANGE);
          const told = { seq: at.seq + last - at.arrived, arrived: last };
          found.push({ seq: told.seq, kind: 'arrived', first: at.arrived + 1, last });
          at = told;
        }
      };
      const rows = after.all(at.seq, limit);
      for (const row of rows) {
        walk(row.arrived);
        found.push(row);
        at = { seq: row.seq, arrived: Math.max(at.arrived, row.arrived) };
      }
      if (rows.length < limit) walk(arrived);
      return found;
    },
    lastSeq: seqOfNewest,
    /** Whether a number can be gone on from: 0, or one that was given (an earlier server's too) and is not cut off. */
    knows: (seq: number): boolean =>
      seq === 0 || (seq >= edge(oldest.get()).seq && seq <= Math.max(givenSeq, seqOfNewest())),
    /** Whether there is more than a tenth to cut off. */
    isLongerThan: (count: number): boolean => edge(newest.get()).seq - edge(oldest.get()).seq > count * 1.1,
    /** Keep the newest `count` changes. */
    trim: (count: number) =>
      void db.prepare('DELETE FROM feed WHERE seq <= (SELECT max(seq) FROM feed) - ?').run(count),
  };
}
