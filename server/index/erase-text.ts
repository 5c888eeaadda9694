import type { Db } from '../truth/open-database.ts';

const PAGES_A_STEP = 16;

/** Takes the text of deleted deliveries out of the text index. */
export interface TextEraser {
  /** Rows are deleted in the transaction that runs: their text is to go, also where this thread ends before. */
  note(): void;
  /** The text of what was deleted so far is to go now. */
  begin(): void;
  /** Work for about `budgetMs`; false when nothing is left to do. */
  slice(budgetMs: number): boolean;
}

/**
 * FTS5 only notes a deletion; the words stand in the index until its segments are merged. A merge with a negative number takes
 * all of them into one, a step at a time (SQLite, "FTS5", 6.8 and 6.9). `onErased` is called when none is left.
 */
export function createTextEraser(index: Db, onErased: () => void): TextEraser {
  const merge = index.prepare("INSERT INTO text(text, rank) VALUES ('merge', ?)");
  const written = index.prepare<[], number>('SELECT total_changes()').pluck();
  const left = index.prepare<[], number>("SELECT value FROM progress WHERE key = 'unmerged'").pluck();
  const setLeft = index.prepare("UPDATE progress SET value = ? WHERE key = 'unmerged'");
  let state: 'idle' | 'due' | 'going' = left.get() === 0 ? 'idle' : 'due';
  /** More was deleted since the merging began. */
  let isMoreNoted = false;

  const step = (pages: number): boolean => {
    const before = Number(written.get());
    merge.run(pages);
    return Number(written.get()) - before >= 2;
  };
  return {
    note() {
      isMoreNoted = true;
      setLeft.run(1);
    },
    begin() {
      state = 'due';
    },
    slice(budgetMs) {
      if (state === 'idle') return false;
      const until = performance.now() + budgetMs;
      if (state === 'due') isMoreNoted = false;
      let more = step(state === 'due' ? -PAGES_A_STEP : PAGES_A_STEP);
      state = 'going';
      while (more && performance.now() < until) more = step(PAGES_A_STEP);
      if (more) return true;
      state = 'idle';
      if (!isMoreNoted) setLeft.run(0);
      onErased();
      return true;
    },
  };
}
