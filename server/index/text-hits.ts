import type { Db } from '../truth/open-database.ts';
import type { Progress } from './progress.ts';
import type { Condition } from './search-sql.ts';

/** Questions whose hits are kept, the latest ones: the next page and the count ask for the same again. */
const KEPT = 8;
/** More hits than this are not kept: what stands nearly everywhere is found at once where it is looked for. */
const MOST_HITS = 20_000;

/** Delivery ids from `from` on and below `to`. */
export interface IdWindow {
  readonly from: number;
  readonly to: number;
}

/** The deliveries that answer a question to the text index (an expression of FTS5), looked up once where they are few. */
export interface TextHits {
  /** So few hits that they are kept as a list of ids. */
  isRare(expression: string): boolean;
  /** The condition over `summary AS s` within a window of indexed deliveries. */
  condition(expression: string, window: IdWindow): Condition;
  /** The text of indexed deliveries changed: what was looked up is no longer so. */
  forget(): void;
}

/** A text as FTS5 matches it: one phrase, whatever it contains. */
export const toPhrase = (folded: string): string => `"${folded.replaceAll('"', '""')}"`;

/** The hits of a kept question, in the table under `term`; null when they are too many. They are whole up to `upTo`. */
interface Kept {
  readonly term: number | null;
  readonly upTo: number;
  readonly count: number;
}

interface HitsOptions {
  /** Name of the temporary table of the hits. */
  readonly table?: string;
  readonly mostHits?: number;
}

export function createTextHits(
  index: Db,
  progress: Pick<Progress, 'indexedId'>,
  { table = 'hit', mostHits = MOST_HITS }: HitsOptions = {},
): TextHits {
  index.exec(
    `CREATE TEMP TABLE ${table} (term INTEGER NOT NULL, id INTEGER NOT NULL, PRIMARY KEY (term, id)) WITHOUT ROWID`,
  );
  const fill = index.prepare(
    `INSERT INTO temp.${table} SELECT ?, rowid FROM text WHERE text MATCH ? AND rowid > ? LIMIT ${mostHits}`,
  );
  const drop = index.prepare(`DELETE FROM temp.${table} WHERE term = ?`);
  const kept = new Map<string, Kept>();
  let lastTerm = 0;

  const extend = (expression: string, { term, upTo, count }: Kept): Kept => {
    if (term === null || upTo >= progress.indexedId) return { term, upTo, count };
    const now = count + fill.run(term, expression, upTo).changes;
    if (now < mostHits) return { term, upTo: progress.indexedId, count: now };
    drop.run(term);
    return { term: null, upTo: progress.indexedId, count: now };
  };
  const lookUp = (expression: string): Kept => {
    const known = kept.get(expression);
    const oldest = known === undefined && kept.size >= KEPT ? kept.entries().next().value : undefined;
    if (oldest !== undefined) {
      kept.delete(oldest[0]);
      if (oldest[1].term !== null) drop.run(oldest[1].term);
    }
    const found = extend(expression, known ?? { term: ++lastTerm, upTo: 0, count: 0 });
    kept.delete(expression);
    kept.set(expression, found);
    return found;
  };

  return {
    forget() {
      for (const { term } of kept.values()) if (term !== null) drop.run(term);
      kept.clear();
    },
    isRare: (expression) => lookUp(expression).term !== null,
    condition(expression, { from, to }) {
      const { term } = lookUp(expression);
      return term === null
        ? {
            sql: '+s.id IN (SELECT rowid FROM text WHERE text MATCH ? AND rowid >= ? AND rowid < ?)',
            values: [expression, from, to],
          }
        : {
            sql: `s.id IN (SELECT id FROM temp.${table} WHERE term = ${term} AND id >= ? AND id < ?)`,
            values: [from, to],
          };
    },
  };
}
