import type { Connections } from './connections.ts';
import type { Progress } from './progress.ts';
import { searchableText } from './searchable-text.ts';
import { createWalk } from './walk-rows.ts';

const ROWS_A_SLICE = 64;
const BYTES_A_SLICE = 2_097_152;

/**
 * Returns a function that puts the next described deliveries into the text index, for about `budgetMs`, and tells how many.
 * Small slices keep the merges of FTS5 small too.
 */
export function createTextIndexer({ index, truth }: Connections, progress: Progress): (budgetMs: number) => number {
  const walk = createWalk<{ id: number; head: string; body: Buffer }>(truth, 'id, head, body');
  const insert = index.prepare('INSERT INTO text(rowid, content) VALUES (?, ?)');
  return (budgetMs) => {
    if (progress.indexedId >= progress.describedId) return 0;
    const until = performance.now() + budgetMs;
    let done = 0;
    let bytes = 0;
    let last = progress.indexedId;
    let exhausted = true;
    index.transaction(() => {
      for (const { id, row } of walk(progress.indexedId, progress.describedId, ROWS_A_SLICE)) {
        const text = row === null ? '' : searchableText(row.head, row.body);
        if (row !== null) insert.run(id, text);
        last = id;
        done++;
        bytes += text.length;
        if (done === ROWS_A_SLICE || bytes > BYTES_A_SLICE || performance.now() > until) {
          exhausted = false;
          break;
        }
      }
      progress.setIndexed(exhausted ? progress.describedId : last);
    })();
    return done;
  };
}
