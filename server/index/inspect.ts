import { decodeMeta } from '../describe/meta.ts';
import type { Connections } from './connections.ts';
import type { Intact } from './intact.ts';
import type { PageCheck } from './page-check.ts';
import { FLAG_BITS } from './summary-rows.ts';
import { isDamage } from './walk-rows.ts';

/** What a look at every page and every delivery found. */
export interface Inspection {
  /** What SQLite says of the pages of the truth; null where they are whole. */
  readonly truth: string | null;
  /** The same of the index. It is built anew then, and the deliveries are looked at as they are described. */
  readonly index: string | null;
  /** Deliveries whose bytes are no longer those that were captured, or that cannot be read. */
  readonly damaged: readonly number[];
  /** Entries of the list whose deliveries had been removed for good when the end came; they are taken out. */
  readonly removed: readonly number[];
}

/** What of a delivery's row is amended after it was stored. */
interface Recorded {
  readonly status: number | null;
  readonly meta: string | null;
}

/** One step of the way, of about `budgetMs`; the result at its end, null before. */
export type InspectionStep = (budgetMs: number) => Inspection | null;

interface Parts {
  readonly connections: Connections;
  readonly intact: Intact;
  readonly forget: (ids: readonly number[]) => void;
  /** Describe deliveries anew whose record was amended, which the index had not heard of when the end came. */
  readonly again: (ids: readonly number[]) => void;
  /** A new check of the pages of either database. */
  readonly checkPages: (name: 'truth' | 'index') => PageCheck;
}

/** Look at both databases in steps, so that questions are answered in between, and the end is not waited for. */
export function createInspection({ connections, intact, forget, again, checkPages }: Parts): InspectionStep {
  const { index, truth } = connections;
  const next = index.prepare<[number], number>('SELECT id FROM summary WHERE id > ? ORDER BY id LIMIT 1').pluck();
  const recordOf = truth.prepare<[number], Recorded>('SELECT status, meta FROM delivery WHERE id = ?');
  const describedAs = index.prepare<[number], { reply_status: number | null; flags: number }>(
    'SELECT reply_status, flags FROM summary WHERE id = ?',
  );
  const damaged: number[] = [];
  const removed: number[] = [];
  let pages: { readonly truth: string | null } | null = null;
  let isIndexWhole = false;
  let check = checkPages('truth');
  let id = 0;

  /** undefined: it is gone. null: it cannot be read. */
  const record = (): Recorded | null | undefined => {
    try {
      return recordOf.get(id);
    } catch (error) {
      if (isDamage(error)) return null;
      throw error;
    }
  };
  const isOutdated = ({ status, meta }: Recorded): boolean => {
    const described = describedAs.get(id);
    const isSurplusKnown = ((described?.flags ?? 0) & FLAG_BITS.surplus) !== 0;
    return described?.reply_status !== status || isSurplusKnown !== (decodeMeta(meta).surplus !== undefined);
  };
  return (budgetMs) => {
    if (pages === null) {
      const verdict = check(budgetMs);
      if (verdict === null) return null;
      pages = { truth: verdict.broken };
      check = checkPages('index');
      return null;
    }
    if (!isIndexWhole) {
      const verdict = check(budgetMs);
      if (verdict !== null && verdict.broken !== null) return { ...pages, index: verdict.broken, damaged, removed };
      isIndexWhole = verdict !== null;
      return null;
    }
    const until = performance.now() + budgetMs;
    do {
      const found = next.get(id) as number | undefined;
      if (found === undefined) {
        forget(removed);
        return { ...pages, index: null, damaged, removed };
      }
      id = found;
      const recorded = record();
      if (recorded === undefined) {
        if (pages.truth === null) removed.push(id);
      } else if (recorded === null || !intact.check(id)) damaged.push(id);
      else if (isOutdated(recorded)) again([id]);
    } while (performance.now() < until);
    return null;
  };
}
