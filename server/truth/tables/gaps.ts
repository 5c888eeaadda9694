import type { TunnelGap } from '../../contract/tunnel.ts';
import type { Db } from '../open-database.ts';

interface Row {
  readonly id: number;
  readonly began: number;
  readonly ended: number | null;
  readonly reason: string;
}

const toGap = ({ id, began, ended, reason }: Row): TunnelGap => ({ id, from: began, to: ended, reason });

/** The newest that are kept. */
export const MOST_GAPS = 10_000;

export type GapStore = ReturnType<typeof createGaps>;

/** Times when an open tunnel did not work. `put`, `add`, `endLasting` and `trim` run inside a write of the group commit. */
export function createGaps(db: Db) {
  const put = db.prepare(
    `INSERT INTO tunnel_gap(id, began, ended, reason) VALUES (?, ?, ?, ?)
     ON CONFLICT(id) DO UPDATE SET began = excluded.began, ended = excluded.ended, reason = excluded.reason`,
  );
  const touching = db.prepare<[number, number, number], Row>(
    `SELECT id, began, ended, reason FROM tunnel_gap
     WHERE began <= ? AND (ended IS NULL OR ended >= ?) ORDER BY id DESC LIMIT ?`,
  );
  const end = db.prepare('UPDATE tunnel_gap SET ended = max(began, ?) WHERE ended IS NULL');
  const add = db.prepare(
    `INSERT INTO tunnel_gap(id, began, ended, reason)
     SELECT max(?, coalesce(max(id) + 1, 0)), ?, max(?, ?), ? FROM tunnel_gap`,
  );
  return {
    put: ({ id, from, to, reason }: TunnelGap) => void put.run(id, from, to, reason),
    /** A gap of which both ends are known, after all others. */
    add: (from: number, to: number, reason: string) => void add.run(from, from, from, to, reason),
    /** The newest `limit` gaps with a moment between `from` and `to` (Unix milliseconds, inclusive), oldest first. */
    between: (from: number, to: number, limit: number): TunnelGap[] =>
      touching.all(to, from, limit).map(toGap).reverse(),
    /** End gaps that a server left behind when it died; returns how many there were. */
    endLasting: (nowMs: number): number => end.run(nowMs).changes,
    /** Keep the newest `count`. */
    trim: (count: number) =>
      void db
        .prepare('DELETE FROM tunnel_gap WHERE id NOT IN (SELECT id FROM tunnel_gap ORDER BY id DESC LIMIT ?)')
        .run(count),
  };
}
