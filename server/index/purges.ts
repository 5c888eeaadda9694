import { createPurged } from '../truth/tables/purged.ts';
import type { Connections } from './connections.ts';

/** Rows of the log that one transaction takes up. */
const ROWS_A_SLICE = 200;

export interface Purges {
  /** Take up everything that was purged so far, and tell whether there was any. Asked again, it finds nothing to do. */
  takeUp(): boolean;
}

interface PurgesOptions {
  readonly connections: Connections;
  /** Take these out of the index, in the transaction that runs. */
  readonly forget: (ids: readonly number[]) => void;
}

/**
 * Follows the truth's log of what is gone for good. The mark moves in the transaction that forgets, so after any end of this thread,
 * this process or the power, the rest is taken up from where the index stands.
 */
export function createPurges({ connections: { index, truth }, forget }: PurgesOptions): Purges {
  const purged = createPurged(truth);
  const read = index.prepare<[], number>("SELECT value FROM progress WHERE key = 'purged'").pluck();
  const write = index.prepare("UPDATE progress SET value = ? WHERE key = 'purged'");
  let mark = Number(read.get() ?? 0);
  const slice = index.transaction((): number => {
    const rows = purged.after(mark, ROWS_A_SLICE);
    for (const { first, last } of rows) forget(idsFrom(first, last));
    const newest = rows.at(-1)?.seq ?? mark;
    write.run(newest);
    return newest;
  });
  return {
    takeUp() {
      const before = mark;
      while (purged.after(mark, 1).length > 0) mark = slice();
      return mark > before;
    },
  };
}

const idsFrom = (first: number, last: number): number[] =>
  Array.from({ length: last - first + 1 }, (_, at) => first + at);
