import { createHash } from 'node:crypto';
import { header } from '../contract/header.ts';
import { unchecked } from '../contract/unchecked.ts';
import type { Verdict } from '../contract/verdict.ts';
import { type Described, describe } from '../describe/describe.ts';
import { decodeHead } from '../describe/head.ts';
import type { StoredRequest } from '../describe/stored-request.ts';
import type { Provider } from '../providers/provider.ts';
import { checkValueOf } from '../truth/check-value.ts';
import type { Connections } from './connections.ts';
import type { Progress } from './progress.ts';
import { FLAG_BITS } from './summary-rows.ts';
import { createWalk } from './walk-rows.ts';

/** Of a target or a type, in the list. */
const SHOWN_CHARACTERS = 512;
const ROWS_A_SLICE = 256;
const BYTES_A_SLICE = 16_777_216;

const COLUMNS = 'id, endpoint_id, at, status, head, body, meta, crc';

interface TruthRow extends StoredRequest {
  readonly id: number;
  readonly endpoint_id: number;
  readonly status: number | null;
  readonly crc: number | null;
}

/** Judges a described delivery against the secrets of its endpoint. */
export type Judge = (described: Described, endpointId: number) => Verdict;

export interface Describer {
  /** Describe the next deliveries up to an id, for about `budgetMs`, in one transaction, and tell how many. */
  slice(budgetMs: number, upTo: number): number;
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
  const walk = createWalk<TruthRow>(truth, COLUMNS);
  const one = truth.prepare<[number], TruthRow>(`SELECT ${COLUMNS} FROM delivery WHERE id = ?`);
  const insert = index.prepare(`INSERT OR REPLACE INTO summary
    (id, endpoint_id, at, method, target, content_type, size, sha256, reply_status, flags, provider, event, resource,
     delivery_key, attempt, group_key, duplicate, verdict, stale, code, sentence, cause)
    VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)`);
  const lastOfGroup = index
    .prepare<[string, number], number>(
      'SELECT duplicate FROM summary WHERE group_key = ? AND id < ? ORDER BY id DESC LIMIT 1',
    )
    .pluck();

  const tellDamage = (id: number): void =>
    log(`Delivery ${id} is damaged: its stored bytes are no longer those that were captured.`);

  const describeRow = (row: TruthRow): void => {
    const described = describe(row, providerOf(row.endpoint_id));
    const isDamaged = row.crc !== null && checkValueOf(row) !== row.crc;
    if (isDamaged) tellDamage(row.id);
    const verdict = isDamaged ? unchecked('damaged') : judge(described, row.endpoint_id);
    const duplicate = described.groupKey === null ? 1 : Number(lastOfGroup.get(described.groupKey, row.id) ?? 0) + 1;
    const { meta } = described;
    const flags =
      (meta.truncated ? FLAG_BITS.truncated : 0) |
      (meta.aborted ? FLAG_BITS.aborted : 0) |
      (meta.malformed === undefined ? 0 : FLAG_BITS.malformed) |
      (meta.surplus === undefined ? 0 : FLAG_BITS.surplus) |
      (isDamaged ? FLAG_BITS.damaged : 0);
    insert.run(
      row.id,
      row.endpoint_id,
      row.at,
      described.request.method,
      described.request.target.slice(0, SHOWN_CHARACTERS),
      described.contentType?.slice(0, SHOWN_CHARACTERS) ?? null,
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
      target.slice(0, SHOWN_CHARACTERS),
      header(headers, 'content-type')?.slice(0, SHOWN_CHARACTERS) ?? null,
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

  /** A row that cannot be read any more keeps its place in the list, so that its loss is seen. */
  const keepUnreadable = (id: number): void => {
    tellDamage(id);
    const { kind, code, sentence } = unchecked('damaged');
    index
      .prepare(
        `INSERT OR REPLACE INTO summary
           (id, endpoint_id, at, method, target, size, sha256, flags, duplicate, verdict, stale, code, sentence)
         SELECT ?, coalesce(max(endpoint_id), 1), coalesce(max(at), 0), '', '', 0, zeroblob(32), ?, 1, ?, 0, ?, ?
         FROM (SELECT endpoint_id, at FROM summary WHERE id < ? ORDER BY id DESC LIMIT 1)`,
      )
      .run(id, FLAG_BITS.damaged, kind, code, sentence, id);
  };

  const slice = (budgetMs: number, upTo: number): number => {
    const until = performance.now() + budgetMs;
    let done = 0;
    let bytes = 0;
    index.exec('BEGIN');
    try {
      // Whether the index can be written is known before anything is described.
      progress.setDescribed(progress.describedId);
      let last = progress.describedId;
      for (const { id, row } of walk(last, upTo, ROWS_A_SLICE)) {
        if (row === null) keepUnreadable(id);
        else describeOrKeep(row);
        last = id;
        done++;
        bytes += row?.body.length ?? 0;
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
