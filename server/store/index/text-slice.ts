import type { Connections } from './connections.ts';
import type { Progress } from './progress.ts';
import { type StoredText, searchableText } from './searchable-text.ts';
import { createWalk } from './walk-rows.ts';

const ROWS_A_SLICE = 64;
const BYTES_A_SLICE = 2_097_152;

/**
 * Returns a function that puts the next described deliveries into the text index, for about `budgetMs`, and tells how many.
 * Small slices keep the merges of FTS5 small too.
 */
export function createTextIndexer({ index, truth }: Connections, progress: Progress): (budgetMs: number) => number {
  const walk = createWalk<StoredText & { readonly id: number }>(truth, 'id, head, body, meta');
  const insert = index.prepare('INSERT INTO text(rowid, head, more) VALUES (?, ?, ?)');
  const insertPartly = index.prepare('INSERT OR IGNORE INTO partly VALUES (?)');
  return (budgetMs) => {
    if (progress.indexedId >= progress.describedId) return 0;
    const until = performance.now() + budgetMs;
    let done = 0;
    let bytes = 0;
    let last = progress.indexedId;
    let exhausted = true;
    index.transaction(() => {
      for (const { id, row } of walk(progress.indexedId, progress.describedId, ROWS_A_SLICE)) {
        const text = row === null ? null : searchableText(row);
        if (text !== null) insert.run(id, text.head, text.more);
        if (text?.cut === true) insertPartly.run(id);
        last = id;
        done++;
        bytes += text === null ? 0 : text.head.length + text.more.length;
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
