import type { Connections } from './connections.ts';
import type { Progress } from './progress.ts';
import { STORED_TEXT_COLUMNS, type StoredText, searchableText } from './searchable-text.ts';
import { createWalk } from './walk-rows.ts';

const ROWS_A_SLICE = 64;
const BYTES_A_SLICE = 2_097_152;

export interface TextIndexer {
  /** Put the next described deliveries into the text index, for about `budgetMs`, and tell how many. */
  slice(budgetMs: number): number;
  /** Put those of `ids` that are in it in anew: their record was amended. */
  again(ids: readonly number[]): void;
}

/** The filling of the text index. Small slices keep the merges of FTS5 small too. */
export function createTextIndexer({ index, truth }: Connections, progress: Progress): TextIndexer {
  const walk = createWalk<StoredText & { readonly id: number }>(truth, `id, ${STORED_TEXT_COLUMNS}`);
  const remove = index.prepare('DELETE FROM text WHERE rowid = ?');
  const insert = index.prepare('INSERT INTO text(rowid, head, more) VALUES (?, ?, ?)');
  const insertPartly = index.prepare('INSERT OR IGNORE INTO partly VALUES (?)');
  const put = (id: number, row: StoredText): number => {
    const { head, more, cut } = searchableText(row);
    insert.run(id, head, more);
    if (cut) insertPartly.run(id);
    return head.length + more.length;
  };
  const slice = (budgetMs: number): number => {
    if (progress.indexedId >= progress.describedId) return 0;
    const until = performance.now() + budgetMs;
    let done = 0;
    let bytes = 0;
    let last = progress.indexedId;
    let exhausted = true;
    index.transaction(() => {
      for (const { id, row } of walk(progress.indexedId, progress.describedId, ROWS_A_SLICE)) {
        bytes += row === null ? 0 : row.body.length + put(id, row);
        last = id;
        done++;
        if (done === ROWS_A_SLICE || bytes > BYTES_A_SLICE || performance.now() > until) {
          exhausted = false;
          break;
        }
      }
      progress.setIndexed(exhausted ? progress.describedId : last);
    })();
    return done;
  };
  return {
    slice,
    again: (ids) => {
      index.transaction(() => {
        for (const id of ids.filter((one) => one <= progress.indexedId))
          for (const { row } of walk(id - 1, id, 1)) {
            remove.run(id);
            if (row !== null) put(id, row);
          }
      })();
    },
  };
}
