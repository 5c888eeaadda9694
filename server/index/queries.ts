import type { Delivery, DeliverySummary } from '../contract/delivery.ts';
import { Problem } from '../contract/problem.ts';
import { deliveryTunnel } from '../describe/delivery-tunnel.ts';
import { decodeHead } from '../describe/head.ts';
import { decodeMeta } from '../describe/meta.ts';
import { publicUrlOf } from '../describe/public-url.ts';
import { type StoredRequest, toCapturedRequest } from '../describe/stored-request.ts';
import { CONFIRMATIONS } from '../providers/confirmations.ts';
import { setupRequestOf } from '../providers/setup-requests.ts';
import type { Connections } from './connections.ts';
import { createFlagKeeper, createIntact, type Intact } from './intact.ts';
import { createPrunable } from './prunable.ts';
import { VISIBLE } from './search-sql.ts';
import { SUMMARY_COLUMNS, SUMMARY_JOINS, type SummaryRow, toSummary } from './summary-rows.ts';
import type { Totals } from './totals.ts';
import { isDamage } from './walk-rows.ts';

interface QueryContext {
  readonly connections: Connections;
  readonly totals: Totals;
  readonly intact?: Intact;
}

export type Queries = ReturnType<typeof createQueries>;

/** Bytes of body above which nothing is taken for a set-up request: they hold a token. */
const SETUP_BYTES = 65_536;

/** Everything the control API reads of deliveries. Runs in the indexer's thread, never in the one that captures. */
export function createQueries({
  connections,
  totals,
  intact = createIntact(
    connections,
    createFlagKeeper(connections.index, () => undefined),
  ),
}: QueryContext) {
  const { index, truth } = connections;
  const one = index.prepare<[number], SummaryRow>(
    `SELECT ${SUMMARY_COLUMNS} FROM ${SUMMARY_JOINS} WHERE s.id = ? AND ${VISIBLE.sql}`,
  );
  const range = index.prepare<[number, number, number], SummaryRow>(
    `SELECT ${SUMMARY_COLUMNS} FROM ${SUMMARY_JOINS} WHERE s.id BETWEEN ? AND ? AND ${VISIBLE.sql} ORDER BY s.id LIMIT ?`,
  );
  const stored = truth.prepare<[number], StoredRequest & { endpointId: number }>(
    'SELECT endpoint_id AS endpointId, at, head, body, meta FROM delivery WHERE id = ?',
  );
  const headOf = truth.prepare<[number], { head: string; meta: string | null }>(
    'SELECT head, meta FROM delivery WHERE id = ?',
  );
  const sizeOf = truth.prepare<[number], number>('SELECT length(body) FROM delivery WHERE id = ?').pluck();
  const whole = truth.prepare<[number], Buffer>('SELECT body FROM delivery WHERE id = ?').pluck();
  const part = truth
    .prepare<[number, number, number], Buffer>('SELECT substr(body, ?, ?) FROM delivery WHERE id = ?')
    .pluck();

  /** Refuse to hand out bytes that are not those that were captured. */
  const assertIntact = (id: number): void => {
    if (!intact.check(id)) throw new Problem('damaged-delivery', `delivery ${id}`);
  };
  /** What a set-up request wants to be confirmed: read from its body, for the few providers that ask for it. */
  const confirmationOf = ({ id, provider, flags }: DeliverySummary): Delivery['confirmation'] => {
    const asked = flags.length > 0 || provider === null ? undefined : CONFIRMATIONS.get(provider);
    const delivery = asked === undefined ? undefined : stored.get(id);
    return asked === undefined || delivery === undefined ? null : asked(toCapturedRequest(delivery));
  };

  const setupProviderOf = ({ id, verdict, flags, sizeBytes }: DeliverySummary): string | null => {
    if (verdict.kind !== 'unchecked' || flags.length > 0 || sizeBytes > SETUP_BYTES) return null;
    const delivery = stored.get(id);
    return delivery === undefined ? null : (setupRequestOf(toCapturedRequest(delivery))?.providers[0] ?? null);
  };

  /** What of a damaged head cannot be read is shown as nothing. */
  const readHead = (id: number, isIntact: boolean): { head: string; meta: string | null } | undefined => {
    try {
      return headOf.get(id);
    } catch (error) {
      if (isIntact || !isDamage(error)) throw error;
      return { head: '', meta: null };
    }
  };

  return {
    get(id: number): Delivery | null {
      const isIntact = intact.check(id);
      const row = one.get(id);
      const raw = row === undefined ? undefined : readHead(id, isIntact);
      if (row === undefined || raw === undefined) return null;
      const summary = toSummary(row);
      return {
        ...toDelivery(summary, raw),
        confirmation: confirmationOf(summary),
        setupProvider: setupProviderOf(summary),
      };
    },
    /** Throws Problem `damaged-delivery`. */
    stored(id: number): (StoredRequest & { endpointId: number }) | null {
      if (one.get(id) === undefined) return null;
      assertIntact(id);
      return stored.get(id) ?? null;
    },
    /** Throws Problem `damaged-delivery`, unless damaged bytes are asked for. */
    body({
      id,
      from,
      to,
      damaged = false,
    }: {
      id: number;
      from: number;
      to: number | null;
      damaged?: boolean;
    }): { bytes: Uint8Array; size: number } | null {
      if (!damaged && one.get(id) !== undefined) assertIntact(id);
      const size = one.get(id) === undefined ? undefined : sizeOf.get(id);
      if (size === undefined) return null;
      if (from === 0 && (to === null || to >= size)) return { bytes: whole.get(id) ?? Buffer.alloc(0), size };
      const length = Math.max(0, Math.min(to ?? size, size) - from);
      return { bytes: length === 0 ? Buffer.alloc(0) : (part.get(from + 1, length, id) ?? Buffer.alloc(0)), size };
    },
    summaries: ({ first, last, limit }: { first: number; last: number; limit: number }): DeliverySummary[] =>
      range.all(first, last, limit).map(toSummary),
    summariesOf: (ids: readonly number[]): DeliverySummary[] =>
      ids.flatMap((id) => {
        const row = one.get(id);
        return row === undefined ? [] : [toSummary(row)];
      }),
    prunable: createPrunable(connections),
    /** All of them, also those that are not visible any more. */
    idsOfEndpoint: ({ endpointId, limit }: { endpointId: number; limit: number }): number[] =>
      index
        .prepare<[number, number], number>('SELECT id FROM summary WHERE endpoint_id = ? ORDER BY id LIMIT ?')
        .pluck()
        .all(endpointId, limit),
    totals: () => totals.read(),
  };
}

function toDelivery(
  summary: DeliverySummary,
  raw: { head: string; meta: string | null },
): Omit<Delivery, 'confirmation' | 'setupProvider'> {
  const { target, httpVersion, headers } = decodeHead(raw.head);
  const meta = decodeMeta(raw.meta);
  return {
    ...summary,
    fullTarget: target,
    httpVersion,
    headers: [...headers],
    trailers: [...(meta.trailers ?? [])],
    remoteAddress: meta.remote ?? '127.0.0.1',
    declaredSizeBytes: meta.declaredBytes ?? null,
    publicUrl: meta.malformed === undefined ? publicUrlOf(target, headers, meta.via) : '',
    tunnel: meta.via === undefined || meta.tunnel === undefined ? null : deliveryTunnel(headers, meta.via, meta.tunnel),
    challenge: meta.challenge ?? null,
    malformedReason: meta.malformed ?? null,
    incompleteReason: meta.incomplete ?? null,
    receivedSizeBytes: meta.receivedBytes ?? summary.sizeBytes,
    surplus: meta.surplus ?? null,
  };
}
