import type { DeliverySummary, Flag, LastAttempt } from '../contract/delivery.ts';
import type { Verdict } from '../contract/verdict.ts';

/** A row of `summary`, joined with its mark and its last attempt. */
export interface SummaryRow {
  readonly id: number;
  readonly endpoint_id: number;
  readonly at: number;
  readonly method: string;
  readonly target: string;
  readonly content_type: string | null;
  readonly size: number;
  readonly sha256: Uint8Array;
  readonly reply_status: number | null;
  readonly flags: number;
  readonly provider: string | null;
  readonly event: string | null;
  readonly resource: string | null;
  readonly delivery_key: string | null;
  readonly attempt: number | null;
  readonly duplicate: number;
  readonly verdict: Verdict['kind'];
  readonly stale: number;
  readonly code: string;
  readonly sentence: string;
  readonly cause: string | null;
  readonly pinned: number | null;
  readonly note: string | null;
  readonly attempt_id: number | null;
  readonly attempt_kind: LastAttempt['outcome'] | null;
  readonly attempt_status: number | null;
}

/** What follows SELECT to get `SummaryRow`s from `summary AS s` with the truth database attached as `truth`. */
export const SUMMARY_COLUMNS = `s.id, s.endpoint_id, s.at, s.method, s.target, s.content_type, s.size, s.sha256, s.reply_status, s.flags,
  s.provider, s.event, s.resource, s.delivery_key, s.attempt, s.duplicate, s.verdict, s.stale, s.code, s.sentence, s.cause,
  m.pinned, m.note, a.id AS attempt_id, a.kind AS attempt_kind, a.status AS attempt_status`;
export const SUMMARY_JOINS = `summary AS s
  LEFT JOIN truth.mark AS m ON m.delivery_id = s.id
  LEFT JOIN truth.attempt AS a ON a.id = (SELECT max(id) FROM truth.attempt WHERE delivery_id = s.id)`;

export const FLAG_BITS: Readonly<Record<Flag, number>> = {
  truncated: 1,
  aborted: 2,
  malformed: 4,
  surplus: 8,
  damaged: 16,
};

/** The flags of a bit set, in a fixed order. */
export function flagsOf(bits: number): Flag[] {
  return (Object.keys(FLAG_BITS) as Flag[]).filter((flag) => (bits & FLAG_BITS[flag]) !== 0);
}

/** One row as the contract's summary. */
export function toSummary(row: SummaryRow): DeliverySummary {
  return {
    id: row.id,
    endpointId: row.endpoint_id,
    at: row.at,
    method: row.method,
    target: row.target,
    contentType: row.content_type,
    sizeBytes: row.size,
    sha256: Buffer.from(row.sha256).toString('hex'),
    provider: row.provider,
    event: row.event,
    resource: row.resource,
    deliveryKey: row.delivery_key,
    attempt: row.attempt,
    duplicate: row.duplicate,
    verdict: { kind: row.verdict, stale: row.stale === 1, code: row.code, sentence: row.sentence, cause: row.cause },
    flags: flagsOf(row.flags),
    replyStatus: row.reply_status,
    pinned: row.pinned === 1,
    note: row.note ?? '',
    lastAttempt:
      row.attempt_id === null || row.attempt_kind === null
        ? null
        : { id: row.attempt_id, outcome: row.attempt_kind, status: row.attempt_status },
  };
}
