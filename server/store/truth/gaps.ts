import type { TunnelGap } from '../../contract/tunnel.ts';
import type { Db } from '../open-database.ts';

interface Row {
  readonly id: number;
  readonly began: number;
  readonly ended: number | null;
  readonly reason: string;
}

const toGap = ({ id, began, ended, reason }: Row): TunnelGap => ({ id, from: began, to: ended, reason });

export type GapStore = ReturnType<typeof createGaps>;

/** Times when an open tunnel did not work. `put` and `endLasting` run inside a write of the group commit. */
export function createGaps(db: Db) {
  const put = db.prepare(
    `INSERT INTO tunnel_gap(id, began, ended, reason) VALUES (?, ?, ?, ?)
     ON CONFLICT(id) DO UPDATE SET began = excluded.began, ended = excluded.ended, reason = excluded.reason`,
  );
  const touching = db.prepare<[number, number], Row>(
    'SELECT id, began, ended, reason FROM tunnel_gap WHERE began <= ? AND (ended IS NULL OR ended >= ?) ORDER BY id',
  );
  return {
    put: ({ id, from, to, reason }: TunnelGap) => void put.run(id, from, to, reason),
    /** Gaps with a moment between `from` and `to` (Unix milliseconds, inclusive), oldest first. */
    between: (from: number, to: number): TunnelGap[] => touching.all(to, from).map(toGap),
    /** A gap that a server left behind when it died was still lasting when this one started. */
    endLasting: (nowMs: number) =>
      void db.prepare('UPDATE tunnel_gap SET ended = max(began, ?) WHERE ended IS NULL').run(nowMs),
  };
}
