import type { Verification } from '../../contract/verification.ts';
import type { Connections } from './connections.ts';

const ROWS_A_SLICE = 16;

/**
 * Returns a function that looks for the cause of invalid verdicts, newest first, for about `budgetMs`. It tells the ids it
 * looked at, or null when none is left. Never in the way of describing: a cause may take some milliseconds to find.
 */
export function createDiagnoser(
  { index }: Connections,
  verification: (id: number) => Verification | null,
): (budgetMs: number) => number[] | null {
  const next = index
    .prepare<[number], number>(
      "SELECT id FROM summary WHERE verdict = 'invalid' AND diagnosed = 0 ORDER BY id DESC LIMIT ?",
    )
    .pluck();
  const update = index.prepare('UPDATE summary SET cause = ?, sentence = ?, diagnosed = 1 WHERE id = ?');
  return (budgetMs) => {
    const ids = next.all(ROWS_A_SLICE) as unknown as number[];
    if (ids.length === 0) return null;
    const until = performance.now() + budgetMs;
    const looked: number[] = [];
    const found: (readonly [cause: string | null, sentence: string, id: number])[] = [];
    for (const id of ids) {
      const verdict = verification(id)?.verdict;
      found.push([verdict?.cause ?? null, verdict?.sentence ?? '', id]);
      looked.push(id);
      if (performance.now() > until) break;
    }
    index.transaction(() => {
      for (const row of found) update.run(...row);
    })();
    return looked;
  };
}
