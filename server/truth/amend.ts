import type { SurplusBytes } from '../contract/delivery.ts';
import { decodeMeta, encodeMeta } from '../describe/meta.ts';
import type { Db } from './open-database.ts';

/** What is learned of a request after it was stored: what its sender got in the end (null: nothing), and what followed it on its connection. */
export interface Amendment {
  readonly status?: number | null;
  readonly surplus?: SurplusBytes;
}

/** Amends the record of a delivery: its bytes and header lines stay as they are. Run it in a write; false when there is no such row. */
export function createAmendments(db: Db): (id: number, amendment: Amendment) => boolean {
  const read = db.prepare<[number], { status: number | null; meta: string | null }>(
    'SELECT status, meta FROM delivery WHERE id = ?',
  );
  const update = db.prepare('UPDATE delivery SET status = ?, meta = ? WHERE id = ?');
  return (id, { status, surplus }) => {
    const row = read.get(id);
    if (row === undefined) return false;
    const meta = surplus === undefined ? row.meta : encodeMeta({ ...decodeMeta(row.meta), surplus });
    return update.run(status === undefined ? row.status : status, meta, id).changes > 0;
  };
}
