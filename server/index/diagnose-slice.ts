import { Problem } from '../contract/problem.ts';
import type { Verification } from '../contract/verification.ts';
import { type Budget, DEFAULT_BUDGET, QUICK_BUDGET } from '../doctor/case.ts';
import type { Connections } from './connections.ts';

/** With more than this many verdicts left to explain, each gets the quick budget: a wrong secret may concern thousands. */
const FEW = 32;

export interface Diagnoser {
  /** Look for the causes of invalid verdicts, newest first, for about `budgetMs`: the ids looked at, or null when none is left. */
  slice(budgetMs: number): number[] | null;
  /** Keep the cause that a check in full has found; true where the list did not have it. */
  keep(id: number, verification: Verification): boolean;
}

/** Causes are looked for behind, never in the way of describing: each may take some ten milliseconds to find. */
export function createDiagnoser(
  { index }: Connections,
  check: (id: number, budget: Budget) => Verification | null,
): Diagnoser {
  const next = index
    .prepare<[number], number>(
      "SELECT id FROM summary WHERE verdict = 'invalid' AND diagnosed = 0 ORDER BY id DESC LIMIT ?",
    )
    .pluck();
  const update = index.prepare(
    'UPDATE summary SET cause = ?, sentence = coalesce(?, sentence), diagnosed = 1 WHERE id = ?',
  );
  const explain = index.prepare(
    "UPDATE summary SET cause = ?, sentence = ?, diagnosed = 1 WHERE id = ? AND verdict = 'invalid' AND cause IS NOT ?",
  );
  /** A delivery that is damaged meanwhile keeps its verdict without a cause. */
  const causeOf = (id: number, budget: Budget): readonly [cause: string | null, sentence: string | null] => {
    try {
      const verdict = check(id, budget)?.verdict;
      return [verdict?.cause ?? null, verdict?.sentence ?? ''];
    } catch (error) {
      if (error instanceof Problem) return [null, null];
      throw error;
    }
  };
  return {
    slice(budgetMs) {
      const ids = next.all(FEW + 1) as unknown as number[];
      if (ids.length === 0) return null;
      const budget = ids.length > FEW ? QUICK_BUDGET : DEFAULT_BUDGET;
      const until = performance.now() + budgetMs;
      const looked: number[] = [];
      const found: (readonly [cause: string | null, sentence: string | null, id: number])[] = [];
      for (const id of ids) {
        looked.push(id);
        found.push([...causeOf(id, budget), id]);
        if (performance.now() > until) break;
      }
      index.transaction(() => {
        for (const row of found) update.run(...row);
      })();
      return looked;
    },
    keep: (id, { verdict: { kind, cause, sentence } }) =>
      kind === 'invalid' && cause !== null && explain.run(cause, sentence, id, cause).changes > 0,
  };
}
