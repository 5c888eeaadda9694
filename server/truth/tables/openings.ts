import type { TunnelOpening } from '../../contract/tunnel.ts';
import type { Db } from '../open-database.ts';

interface Row {
  readonly id: number;
  readonly began: number;
  readonly ended: number | null;
}

const toOpening = ({ id, began, ended }: Row): TunnelOpening => ({ id, from: began, to: ended });

/** The newest that are kept. */
export const MOST_OPENINGS = 10_000;

export type OpeningStore = ReturnType<typeof createOpenings>;

/** Times for which the tunnel was open. `put`, `endLasting` and `trim` run inside a write of the group commit. */
export function createOpenings(db: Db) {
  const put = db.prepare(
    `INSERT INTO tunnel_opening(id, began, seen, ended) VALUES (?, ?, ?, ?)
     ON CONFLICT(id) DO UPDATE SET seen = excluded.seen, ended = excluded.ended`,
  );
  const touching = db.prepare<[number, number], Row>(
    'SELECT id, began, ended FROM tunnel_opening WHERE began <= ? AND (ended IS NULL OR ended >= ?) ORDER BY id',
  );
  return {
    /** `seenAt`: the last moment at which it is known to have been open. */
    put: ({ id, from, to }: TunnelOpening, seenAt: number) => void put.run(id, from, seenAt, to),
    /** Openings with a moment between `from` and `to` (Unix milliseconds, inclusive), oldest first. */
    between: (from: number, to: number): TunnelOpening[] => touching.all(to, from).map(toOpening),
    /** An opening that a server left behind when it died is known up to the last moment it was seen; returns that, or null. */
    endLasting(): number | null {
      const seen = db
        .prepare<[], number | null>('SELECT max(seen) FROM tunnel_opening WHERE ended IS NULL')
        .pluck()
        .get();
      db.prepare('UPDATE tunnel_opening SET ended = seen WHERE ended IS NULL').run();
      return seen ?? null;
    },
    /** Keep the newest `count`. */
    trim: (count: number) =>
      void db
        .prepare('DELETE FROM tunnel_opening WHERE id NOT IN (SELECT id FROM tunnel_opening ORDER BY id DESC LIMIT ?)')
        .run(count),
  };
}
