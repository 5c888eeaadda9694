import { createHash } from 'node:crypto';
import { header } from '../../contract/delivery.ts';
import { unchecked, type Verdict } from '../../contract/verdict.ts';
import { type Described, describe, withoutCheck } from '../../inbox/describe.ts';
import type { Provider } from '../../providers/provider.ts';
import { decodeHead } from '../head.ts';
import type { Connections } from './connections.ts';
import type { Progress } from './progress.ts';
import { FLAG_BITS } from './summary-rows.ts';

const SHOWN_TARGET = 512;
const ROWS_A_SLICE = 256;
const BYTES_A_SLICE = 16_777_216;

interface TruthRow {
  readonly id: number;
  readonly endpoint_id: number;
  readonly at: number;
  readonly status: number | null;
  readonly head: string;
  readonly body: Buffer;
  readonly meta: string | null;
}

/** Judges a described delivery against the secrets of its endpoint. */
export type Judge = (described: Described, endpointId: number) => Verdict;

export interface Describer {
  /** Describe the next deliveries, for about `budgetMs`, in one transaction, and tell how many. */
  slice(budgetMs: number): number;
  /** Describe anew those of `ids` that were described: their record was amended. */
  again(ids: readonly number[]): void;
}

/** Each delivery is described once; one that cannot be keeps what its bytes say, with the error logged. */
export function createDescriber(
  { index, truth }: Connections,
  progress: Progress,
  judge: Judge,
  providerOf: (endpointId: number) => Provider | null,
  log: (message: string) => void,
): Describer {
  const next = truth.prepare<[number, number], TruthRow>(
    'SELECT id, endpoint_id, at, status, head, body, meta FROM delivery WHERE id > ? ORDER BY id LIMIT ?',
  );
  const one = truth.prepare<[number], TruthRow>(
    'SELECT id, endpoint_id, at, status, head, body, meta FROM delivery WHERE id = ?',
  );
  const insert = index.prepare(`INSERT OR REPLACE INTO summary
    (id, endpoint_id, at, method, target, content_type, size, sha256, reply_status, flags, provider, event, resource,
     delivery_key, attempt, group_key, duplicate, verdict, stale, code, sentence, cause)
    VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)`);
  const countGroup = index
    .prepare<[string, number]>('SELECT count(*) FROM summary WHERE group_key = ? AND id < ?')
    .pluck();

  const describeRow = (row: TruthRow): void => {
    const described = describe(row, providerOf(row.endpoint_id));
    const verdict = withoutCheck(described) ?? judge(described, row.endpoint_id);
    const duplicate = described.groupKey === null ? 1 : Number(countGroup.get(described.groupKey, row.id)) + 1;
    const { meta } = described;
    const flags =
      (meta.truncated ? FLAG_BITS.truncated : 0) |
      (meta.aborted ? FLAG_BITS.aborted : 0) |
      (meta.malformed === undefined ? 0 : FLAG_BITS.malformed) |
      (meta.surplus === undefined ? 0 : FLAG_BITS.surplus);
    insert.run(
      row.id,
      row.endpoint_id,
      row.at,
      described.method,
      described.target.slice(0, SHOWN_TARGET),
      described.contentType,
      row.body.length,
      described.sha256,
      row.status,
      flags,
      described.provider,
      described.event,
      described.resource,
      described.deliveryKey,
      described.attempt,
      described.groupKey,
      duplicate,
      verdict.kind,
      verdict.stale ? 1 : 0,
      verdict.code,
      verdict.sentence,
      verdict.cause,
    );
  };

  const keepUndescribed = (row: TruthRow, error: unknown): void => {
    log(
      `Delivery ${row.id} could not be described: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
    );
    const verdict = unchecked('unknown-provider');
    const { method, target, headers } = decodeHead(row.head);
    insert.run(
      row.id,
      row.endpoint_id,
      row.at,
      method,
      target.slice(0, SHOWN_TARGET),
      header(headers, 'content-type') ?? null,
      row.body.length,
      createHash('sha256').update(row.body).digest(),
      row.status,
      0,
      null,
      null,
      null,
      null,
      null,
      null,
      1,
      verdict.kind,
      0,
      verdict.code,
      verdict.sentence,
      null,
    );
  };

  const describeOrKeep = (row: TruthRow): void => {
    try {
      describeRow(row);
    } catch (error) {
      keepUndescribed(row, error);
    }
  };

  const slice = (budgetMs: number): number => {
    const until = performance.now() + budgetMs;
    let done = 0;
    let bytes = 0;
    index.exec('BEGIN');
    try {
      let last = progress.describedId;
      for (const row of next.iterate(last, ROWS_A_SLICE)) {
        describeOrKeep(row);
        last = row.id;
        done++;
        bytes += row.body.length;
        if (bytes > BYTES_A_SLICE || performance.now() > until) break;
      }
      if (done > 0) progress.setDescribed(last);
      index.exec('COMMIT');
    } catch (error) {
      if (index.inTransaction) index.exec('ROLLBACK');
      throw error;
    }
    return done;
  };

  return {
    slice,
    again: (ids) => {
      index.transaction(() => {
        for (const id of ids) {
          const row = id > progress.describedId ? undefined : one.get(id);
          if (row !== undefined) describeOrKeep(row);
        }
      })();
    },
  };
}
