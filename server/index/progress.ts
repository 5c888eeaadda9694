import type { Db } from '../truth/open-database.ts';

/** The two marks of the derived database, kept in memory and written with the work they stand for. */
export interface Progress {
  readonly describedId: number;
  readonly indexedId: number;
  setDescribed(id: number): void;
  setIndexed(id: number): void;
  /** Take the marks from the database again: a write that they were part of was undone. */
  reload(): void;
}

export function loadProgress(index: Db): Progress {
  const read = (key: string): number =>
    Number(index.prepare('SELECT value FROM progress WHERE key = ?').pluck().get(key) ?? 0);
  const write = index.prepare('UPDATE progress SET value = ? WHERE key = ?');
  let describedId = read('described');
  let indexedId = read('indexed');
  return {
    get describedId() {
      return describedId;
    },
    get indexedId() {
      return indexedId;
    },
    reload() {
      describedId = read('described');
      indexedId = read('indexed');
    },
    setDescribed(id) {
      write.run(id, 'described');
      describedId = id;
    },
    setIndexed(id) {
      write.run(id, 'indexed');
      indexedId = id;
    },
  };
}
