import type { Judging } from '../contract/verification.ts';
import { describe } from '../describe/describe.ts';
import type { StoredRequest } from '../describe/stored-request.ts';
import type { Provider } from '../providers/provider.ts';
import { checkValueOf } from '../truth/check-value.ts';
import type { Connections } from './connections.ts';
import type { Judge } from './describe-slice.ts';
import { isDamage } from './walk-rows.ts';

const ROWS_A_SLICE = 128;

interface JudgingRow {
  readonly endpoint_id: number;
  readonly next_id: number;
  readonly last_id: number;
  readonly done: number;
  readonly total: number;
}

interface SummaryRow {
  readonly id: number;
  readonly verdict: string;
  readonly stale: number;
  readonly code: string;
  readonly sentence: string;
  readonly provider: string | null;
}

interface StoredRow extends StoredRequest {
  readonly crc: number | null;
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
  { index, truth }: Connections,
  judge: Judge,
  providerOf: (endpointId: number) => Provider | null,
): Rejudging {
  const rows = index.prepare<[], JudgingRow>('SELECT * FROM judging ORDER BY endpoint_id');
  const older = index.prepare<[number, number, number], SummaryRow>(
    `SELECT id, verdict, stale, code, sentence, provider FROM summary
     WHERE endpoint_id = ? AND id < ? ORDER BY id DESC LIMIT ?`,
  );
  const stored = truth.prepare<[number], StoredRow>('SELECT at, head, body, meta, crc FROM delivery WHERE id = ?');
  /** null: there is nothing to judge, because it is gone or damaged. */
  const read = (id: number): StoredRow | null => {
    try {
      const row = stored.get(id);
      return row === undefined || (row.crc !== null && checkValueOf(row) !== row.crc) ? null : row;
    } catch (error) {
      if (isDamage(error)) return null;
      throw error;
    }
  };
  const update = index.prepare(
    `UPDATE summary SET verdict = ?, stale = ?, code = ?, sentence = ?, cause = NULL, diagnosed = 0,
       provider = ?, event = ?, resource = ?, delivery_key = ?, attempt = ?, group_key = ? WHERE id = ?`,
  );
  // Groups are counted from their oldest member, which is judged last: so when all are.
  const recount = index
    .prepare<[number, number], number>(
      `UPDATE summary SET duplicate = counted.n FROM (
         SELECT id, CASE WHEN group_key IS NULL THEN 1 ELSE row_number() OVER (PARTITION BY group_key ORDER BY id) END AS n
         FROM summary WHERE endpoint_id = ? AND group_key IS NULL
           OR group_key IN (SELECT group_key FROM summary WHERE endpoint_id = ?)
       ) AS counted WHERE summary.id = counted.id AND summary.duplicate <> counted.n RETURNING id`,
    )
    .pluck();
  const remove = index.prepare('DELETE FROM judging WHERE endpoint_id = ?');
  const advance = index.prepare('UPDATE judging SET next_id = ?, done = done + ? WHERE endpoint_id = ?');
  const toJudging = ({ endpoint_id, done, total }: JudgingRow): Judging => ({ endpointId: endpoint_id, done, total });

  /** The new columns of a row, for `update`; null where its verdict is what it was. */
  const judgeAgain = (row: SummaryRow, endpointId: number, setProvider: Provider | null): Columns | null => {
    const kept = read(row.id);
    if (kept === null) return null;
    const described = describe(kept, setProvider);
    const verdict = judge(described, endpointId);
    const { kind, code, sentence } = verdict;
    const stale = verdict.stale ? 1 : 0;
    const { provider, event, resource, deliveryKey, attempt, groupKey } = described;
    const same = row.verdict === kind && row.stale === stale && row.provider === provider;
    if (same && kind !== 'invalid' && row.code === code && row.sentence === sentence) return null;
    return [kind, stale, code, sentence, provider, event, resource, deliveryKey, attempt, groupKey, row.id];
  };

  /** Bodies are read one by one, since they may be large; a connection that reads cannot write, so that comes after. */
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
      let recounted: number[] = [];
      index.transaction(() => {
        for (const columns of changed) update.run(...columns);
        if (done === 0) remove.run(work.endpoint_id);
        else advance.run(last, done, work.endpoint_id);
        if (done === 0) recounted = recount.all(work.endpoint_id, work.endpoint_id) as unknown as number[];
      })();
      return [...changed.map((columns) => columns[columns.length - 1] as number), ...recounted];
    },
  };
}
