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

interface KeptRow {
  readonly id: number;
  readonly verdict: string;
  readonly stale: number;
  readonly code: string;
  readonly sentence: string;
  readonly provider: string | null;
  readonly at: number;
  readonly head: string;
  readonly body: Buffer;
  readonly meta: string | null;
}

/** What an update sets, in its order; the id comes last. */
type Columns = readonly (string | number | null)[];

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
  { index }: Connections,
  judge: Judge,
  providerOf: (endpointId: number) => Provider | null,
): Rejudging {
  const rows = index.prepare<[], JudgingRow>('SELECT * FROM judging ORDER BY endpoint_id');
  const older = index.prepare<[number, number, number], KeptRow>(
    `SELECT s.id, s.verdict, s.stale, s.code, s.sentence, s.provider, d.at, d.head, d.body, d.meta
     FROM summary AS s JOIN truth.delivery AS d ON d.id = s.id
     WHERE s.endpoint_id = ? AND s.id < ? ORDER BY s.id DESC LIMIT ?`,
  );
  const update = index.prepare(
    `UPDATE summary SET verdict = ?, stale = ?, code = ?, sentence = ?, cause = NULL, diagnosed = 0,
       provider = ?, event = ?, resource = ?, delivery_key = ?, attempt = ?, group_key = ? WHERE id = ?`,
  );
  const remove = index.prepare('DELETE FROM judging WHERE endpoint_id = ?');
  const advance = index.prepare('UPDATE judging SET next_id = ?, done = done + ? WHERE endpoint_id = ?');
  const toJudging = ({ endpoint_id, done, total }: JudgingRow): Judging => ({ endpointId: endpoint_id, done, total });

  /** The new columns of a row, for `update`; null where its verdict is what it was. */
  const judgeAgain = (row: KeptRow, endpointId: number, setProvider: Provider | null): Columns | null => {
    const described = describe(row, setProvider);
    const verdict: Verdict = withoutCheck(described) ?? judge(described, endpointId);
    const { kind, code, sentence } = verdict;
    const stale = verdict.stale ? 1 : 0;
    const { provider, event, resource, deliveryKey, attempt, groupKey } = described;
    const same = row.verdict === kind && row.stale === stale && row.provider === provider;
    if (same && kind !== 'invalid' && row.code === code && row.sentence === sentence) return null;
    return [kind, stale, code, sentence, provider, event, resource, deliveryKey, attempt, groupKey, row.id];
  };

  /** Rows are read one by one, since bodies may be large; a connection that reads cannot write, so that comes after. */
  const judgeSome = (work: JudgingRow, until: number): { done: number; last: number; changed: Columns[] } => {
    const setProvider = providerOf(work.endpoint_id);
    const changed: Columns[] = [];
    let done = 0;
    let last = work.next_id;
    for (const row of older.iterate(work.endpoint_id, work.next_id, ROWS_A_SLICE)) {
      const columns = judgeAgain(row, work.endpoint_id, setProvider);
      if (columns !== null) changed.push(columns);
      last = row.id;
      done++;
      if (performance.now() > until) break;
    }
    return { done, last, changed };
  };

  return {
    start(endpointId) {
      const total = Number(index.prepare('SELECT count(*) FROM summary WHERE endpoint_id = ?').pluck().get(endpointId));
      const newest = Number(
        index.prepare('SELECT max(id) FROM summary WHERE endpoint_id = ?').pluck().get(endpointId) ?? 0,
      );
      remove.run(endpointId);
      if (total > 0) index.prepare('INSERT INTO judging VALUES (?, ?, ?, 0, ?)').run(endpointId, newest + 1, 0, total);
      return { endpointId, done: 0, total };
    },
    cancel: (endpointId) => void remove.run(endpointId),
    active: () => rows.all().map(toJudging),
    slice(budgetMs) {
      const [work] = rows.all();
      if (work === undefined) return null;
      const { done, last, changed } = judgeSome(work, performance.now() + budgetMs);
      index.transaction(() => {
        for (const columns of changed) update.run(...columns);
        if (done === 0) remove.run(work.endpoint_id);
        else advance.run(last, done, work.endpoint_id);
      })();
      return changed.map((columns) => columns[columns.length - 1] as number);
    },
  };
}
