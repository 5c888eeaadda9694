import type { Db } from '../open-database.ts';

const PAGES_A_STEP = 16;

/** Takes the text of deleted deliveries out of the text index. */
export interface TextEraser {
  /** Rows were deleted: their text is to go. */
  begin(): void;
  /** Work for about `budgetMs`; false when nothing is left to do. */
  slice(budgetMs: number): boolean;
}

/**
 * FTS5 only notes a deletion; the words stand in the index until its segments are merged. A merge with a negative number takes
 * all of them into one, a step at a time (SQLite, "FTS5", 6.8 and 6.9).
 */
export function createTextEraser(index: Db): TextEraser {
  const merge = index.prepare("INSERT INTO text(text, rank) VALUES ('merge', ?)");
  const written = index.prepare<[], number>('SELECT total_changes()').pluck();
  let state: 'idle' | 'due' | 'going' = 'idle';
  const step = (pages: number): boolean => {
    const before = Number(written.get());
    merge.run(pages);
    return Number(written.get()) - before >= 2;
  };
  return {
    begin() {
      state = 'due';
    },
    slice(budgetMs) {
      if (state === 'idle') return false;
      const until = performance.now() + budgetMs;
      let more = step(state === 'due' ? -PAGES_A_STEP : PAGES_A_STEP);
      state = 'going';
      while (more && performance.now() < until) more = step(PAGES_A_STEP);
      if (!more) state = 'idle';
      return true;
    },
  };
}
