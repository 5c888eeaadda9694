import type { Verdict } from '../../contract/verdict.ts';
import type { Judging } from '../../contract/verification.ts';
import { describe, withoutCheck } from '../../inbox/describe.ts';
import type { Provider } from '../../providers/provider.ts';
import type { Connections } from './connections.ts';
import type { Judge } from './describe-slice.ts';

const ROWS_A_SLICE = 128;

interface JudgingRow {
  readonly endpoint_id: number;
  readonly next_id: number;
  readonly last_id: number;
  readonly done: number;
  readonly total: number;
}

interface TruthRow {
  readonly id: number;
  readonly at: number;
  readonly head: string;
  readonly body: Buffer;
  readonly meta: string | null;
}

/** The deliveries of endpoints whose secrets or provider changed, judged again from the newest to the oldest. */
export interface Rejudging {
  start(endpointId: number): Judging;
  cancel(endpointId: number): void;
  active(): Judging[];
  /** Work for about `budgetMs`; null when there is nothing to do, else the ids whose verdict changed. */
  slice(budgetMs: number): number[] | null;
}

/** Where the work stands is part of the database, so that a restart goes on with it. */
export function createRejudging(
  { index, truth }: Connections,
  judge: Judge,
  providerOf: (endpointId: number) => Provider | null,
): Rejudging {
  const rows = index.prepare<[], JudgingRow>('SELECT * FROM judging ORDER BY endpoint_id');
  const older = index
    .prepare<[number, number, number], number>(
      'SELECT id FROM summary WHERE endpoint_id = ? AND id < ? ORDER BY id DESC LIMIT ?',
    )
    .pluck();
  const stored = truth.prepare<[number], TruthRow>('SELECT id, at, head, body, meta FROM delivery WHERE id = ?');
  const present = index.prepare<
    [number],
    { verdict: string; stale: number; code: string; sentence: string; provider: string | null }
  >('SELECT verdict, stale, code, sentence, provider FROM summary WHERE id = ?');
  const update = index.prepare(
    `UPDATE summary SET verdict = ?, stale = ?, code = ?, sentence = ?, cause = NULL, diagnosed = 0,
       provider = ?, event = ?, resource = ?, delivery_key = ?, attempt = ?, group_key = ? WHERE id = ?`,
  );
  const toJudging = ({ endpoint_id, done, total }: JudgingRow): Judging => ({ endpointId: endpoint_id, done, total });

  const judgeAgain = (id: number, endpointId: number, setProvider: Provider | null): boolean => {
    const row = stored.get(id);
    const before = present.get(id);
    if (row === undefined || before === undefined) return false;
    const described = describe(row, setProvider);
    const verdict: Verdict = withoutCheck(described) ?? judge(described, endpointId);
    const same =
      before.verdict === verdict.kind &&
      before.stale === (verdict.stale ? 1 : 0) &&
      before.provider === described.provider;
    if (same && verdict.kind !== 'invalid' && before.code === verdict.code && before.sentence === verdict.sentence)
      return false;
    const { provider, event, resource, deliveryKey, attempt, groupKey } = described;
    update.run(
      verdict.kind,
      verdict.stale ? 1 : 0,
      verdict.code,
      verdict.sentence,
      provider,
      event,
      resource,
      deliveryKey,
      attempt,
      groupKey,
      id,
    );
    return true;
  };

  return {
    start(endpointId) {
      const total = Number(index.prepare('SELECT count(*) FROM summary WHERE endpoint_id = ?').pluck().get(endpointId));
      const newest = Number(
        index.prepare('SELECT max(id) FROM summary WHERE endpoint_id = ?').pluck().get(endpointId) ?? 0,
      );
      index.prepare('DELETE FROM judging WHERE endpoint_id = ?').run(endpointId);
      if (total > 0) index.prepare('INSERT INTO judging VALUES (?, ?, ?, 0, ?)').run(endpointId, newest + 1, 0, total);
      return { endpointId, done: 0, total };
    },
    cancel: (endpointId) => void index.prepare('DELETE FROM judging WHERE endpoint_id = ?').run(endpointId),
    active: () => rows.all().map(toJudging),
    slice(budgetMs) {
      const [work] = rows.all();
      if (work === undefined) return null;
      const until = performance.now() + budgetMs;
      const changed: number[] = [];
      const setProvider = providerOf(work.endpoint_id);
      index.transaction(() => {
        const ids = older.all(work.endpoint_id, work.next_id, ROWS_A_SLICE) as unknown as number[];
        let done = 0;
        let last = work.next_id;
        for (const id of ids) {
          if (judgeAgain(id, work.endpoint_id, setProvider)) changed.push(id);
          last = id;
          done++;
          if (performance.now() > until) break;
        }
        if (ids.length === 0) index.prepare('DELETE FROM judging WHERE endpoint_id = ?').run(work.endpoint_id);
        else
          index
            .prepare('UPDATE judging SET next_id = ?, done = done + ? WHERE endpoint_id = ?')
            .run(last, done, work.endpoint_id);
      })();
      return changed;
    },
  };
}
