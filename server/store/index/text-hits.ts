import type { Db } from '../open-database.ts';
import type { Progress } from './progress.ts';

/** Needles whose hits are kept, the latest ones: the next page and the count ask for the same again. */
const KEPT = 4;
/** More hits than this are not copied: a text that stands nearly everywhere is found at once anyway. */
const MOST_HITS = 200_000;

/** The deliveries that contain a text, looked up once and kept as rows of `temp.hit(term, id)`. */
export interface TextHits {
  /** The number under which the hits of `needle` (three characters or more) stand; null when they are too many to keep. */
  termFor(needle: string): number | null;
}

/** A text as FTS5 matches it: one phrase, whatever it contains. */
export const toPhrase = (needle: string): string => `"${needle.replaceAll('"', '""')}"`;

export function createTextHits(index: Db, progress: Pick<Progress, 'indexedId'>): TextHits {
  index.exec(
    'CREATE TEMP TABLE hit (term INTEGER NOT NULL, id INTEGER NOT NULL, PRIMARY KEY (term, id)) WITHOUT ROWID',
  );
  const fill = index.prepare(`INSERT INTO temp.hit SELECT ?, rowid FROM text WHERE text MATCH ? LIMIT ${MOST_HITS}`);
  const drop = index.prepare('DELETE FROM temp.hit WHERE term = ?');
  const kept = new Map<string, { readonly term: number | null; readonly indexedId: number }>();
  let lastTerm = 0;
  return {
    termFor(needle) {
      const known = kept.get(needle);
      if (known?.indexedId === progress.indexedId) return known.term;
      const old = known === undefined && kept.size >= KEPT ? kept.entries().next().value : undefined;
      if (old !== undefined) kept.delete(old[0]);
      for (const gone of [known, old?.[1]]) if (gone !== undefined && gone.term !== null) drop.run(gone.term);
      lastTerm++;
      const tooMany = fill.run(lastTerm, toPhrase(needle)).changes === MOST_HITS;
      if (tooMany) drop.run(lastTerm);
      const term = tooMany ? null : lastTerm;
      kept.delete(needle);
      kept.set(needle, { term, indexedId: progress.indexedId });
      return term;
    },
  };
}
