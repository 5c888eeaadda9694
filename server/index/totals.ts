import type { Db } from '../truth/open-database.ts';
import { VISIBLE } from './search-sql.ts';

export interface EndpointTotal {
  readonly count: number;
  readonly lastAt: number;
}

/** How many visible deliveries there are, in all and by endpoint. */
export interface Totals {
  read(): { readonly total: number; readonly byEndpoint: Record<number, EndpointTotal> };
  /** Something was described, deleted or restored. */
  invalidate(): void;
}

/** Counted from the index on (endpoint_id, id) when asked for after a change; never on the capture path. */
export function createTotals(index: Db): Totals {
  const select = index.prepare<[], { endpoint_id: number; count: number; last: number }>(
    `SELECT s.endpoint_id, count(*) AS count, max(s.id) AS last FROM summary AS s WHERE ${VISIBLE.sql} GROUP BY s.endpoint_id`,
  );
  const atOf = index.prepare<[number], number>('SELECT at FROM summary WHERE id = ?').pluck();
  let cached: ReturnType<Totals['read']> | null = null;
  return {
    read() {
      if (cached !== null) return cached;
      const byEndpoint: Record<number, EndpointTotal> = {};
      let total = 0;
      for (const row of select.all()) {
        byEndpoint[row.endpoint_id] = { count: row.count, lastAt: Number(atOf.get(row.last) ?? 0) };
        total += row.count;
      }
      cached = { total, byEndpoint };
      return cached;
    },
    invalidate() {
      cached = null;
    },
  };
}
