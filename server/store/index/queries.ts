import type { Delivery, DeliverySummary } from '../../contract/delivery.ts';
import { Problem } from '../../contract/problem.ts';
import { publicUrlOf, type StoredDelivery, toCapturedRequest } from '../../inbox/describe.ts';
import { findProvider } from '../../providers/index.ts';
import { deliveryTunnel } from '../../tunnel/delivery-tunnel.ts';
import { decodeHead } from '../head.ts';
import { decodeMeta } from '../meta.ts';
import type { Connections } from './connections.ts';
import type { LookThrough } from './functions.ts';
import { createIntact, type Intact } from './intact.ts';
import type { Progress } from './progress.ts';
import type { ListPage, ListRequest } from './protocol.ts';
import { createPrunable } from './prunable.ts';
import { type Condition, compileSearch, VISIBLE } from './search-sql.ts';
import { SUMMARY_COLUMNS, SUMMARY_JOINS, type SummaryRow, toSummary } from './summary-rows.ts';
import { createTextHits } from './text-hits.ts';
import type { Totals } from './totals.ts';
import { isDamage } from './walk-rows.ts';

/** Counting stops here; more than this many matches are "very many". */
const COUNTED = 200_000;

interface QueryContext {
  readonly connections: Connections;
  readonly progress: Progress;
  readonly lookThrough: LookThrough;
  readonly totals: Totals;
  readonly intact?: Intact;
  readonly nowMs: () => number;
}

export type Queries = ReturnType<typeof createQueries>;

/** Everything the control API reads of deliveries. Runs in the indexer's thread, never in the one that captures. */
export function createQueries({
  connections,
  progress,
  lookThrough,
  totals,
  intact = createIntact(connections, () => undefined),
  nowMs,
}: QueryContext) {
  const { index, truth } = connections;
  const hits = createTextHits(index, progress);
  const one = index.prepare<[number], SummaryRow>(
    `SELECT ${SUMMARY_COLUMNS} FROM ${SUMMARY_JOINS} WHERE s.id = ? AND ${VISIBLE.sql}`,
  );
  const range = index.prepare<[number, number, number], SummaryRow>(
    `SELECT ${SUMMARY_COLUMNS} FROM ${SUMMARY_JOINS} WHERE s.id BETWEEN ? AND ? AND ${VISIBLE.sql} ORDER BY s.id LIMIT ?`,
  );
  const stored = truth.prepare<[number], StoredDelivery & { endpointId: number }>(
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

  const where = (request: ListRequest, search: Condition | null): Condition => {
    const parts = [VISIBLE, ...(search === null ? [] : [search])];
    const bounds = [
      ...(request.before === undefined ? [] : [{ sql: 's.id < ?', values: [request.before] }]),
      ...(request.after === undefined ? [] : [{ sql: 's.id > ?', values: [request.after] }]),
    ];
    const all = [...bounds, ...parts];
    return { sql: all.map(({ sql }) => `(${sql})`).join(' AND '), values: all.flatMap(({ values }) => values) };
  };
  const namedEndpoints = truth
    .prepare<[string, string, string], number>(
      'SELECT id FROM endpoint WHERE slug = ? OR name = ? COLLATE NOCASE OR CAST(id AS TEXT) = ?',
    )
    .pluck();
  const endpointIds = (word: string): number[] => namedEndpoints.all(word, word, word);
  const compile = (query: string): Condition | null =>
    compileSearch(query, { nowMs: nowMs(), indexedId: progress.indexedId, endpointIds, hits });

  /** The rows that came before the time for looking through was over. */
  const untilRanOut = <T>(rows: Iterable<T>): T[] => {
    const seen: T[] = [];
    try {
      for (const row of rows) seen.push(row);
    } catch (error) {
      if (!lookThrough.ranOut) throw error;
    }
    return seen;
  };
  const count = (search: Condition | null): number | null => {
    if (search === null) return totals.read().total;
    lookThrough.start();
    const sql = `SELECT count(*) FROM (SELECT 1 FROM summary AS s WHERE (${search.sql}) AND ${VISIBLE.sql} LIMIT ${COUNTED})`;
    const [found = COUNTED] = untilRanOut(
      index
        .prepare<unknown[], number>(sql)
        .pluck()
        .iterate(...search.values),
    );
    return found === COUNTED ? null : found;
  };

  /** Refuse to hand out bytes that are not those that were captured. */
  const assertIntact = (id: number): void => {
    if (!intact.check(id)) throw new Problem('damaged-delivery', `delivery ${id}`);
  };
  /** What a set-up request wants to be confirmed: read from its body, for the few providers that ask for it. */
  const confirmationOf = ({ id, provider, flags }: DeliverySummary): Delivery['confirmation'] => {
    const asked = flags.length > 0 || provider === null ? undefined : findProvider(provider)?.confirmation;
    const delivery = asked === undefined ? undefined : stored.get(id);
    return asked === undefined || delivery === undefined ? null : asked(toCapturedRequest(delivery));
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
    /** Newest first; with `after` alone still the newest of them. */
    list(request: ListRequest): ListPage {
      const search = compile(request.query);
      const condition = where(request, search);
      const sql = `SELECT ${SUMMARY_COLUMNS} FROM ${SUMMARY_JOINS} WHERE ${condition.sql} ORDER BY s.id DESC LIMIT ?`;
      lookThrough.start();
      const rows = untilRanOut(
        index.prepare<unknown[], SummaryRow>(sql).iterate(...condition.values, request.limit + 1),
      );
      const more = rows.length > request.limit || lookThrough.ranOut;
      return {
        deliveries: rows.slice(0, request.limit).map(toSummary),
        matching: count(search),
        total: totals.read().total,
        more,
      };
    },
    /** Ids only, newest first, for acting on a whole search. Nothing is left out for lack of time. */
    find({ query, limit }: { query: string; limit: number }): number[] {
      const condition = where({ query, limit }, compile(query));
      lookThrough.start(Number.POSITIVE_INFINITY);
      return index
        .prepare<unknown[], number>(`SELECT s.id FROM summary AS s WHERE ${condition.sql} ORDER BY s.id DESC LIMIT ?`)
        .pluck()
        .all(...condition.values, limit);
    },
    get(id: number): Delivery | null {
      const isIntact = intact.check(id);
      const row = one.get(id);
      const raw = row === undefined ? undefined : readHead(id, isIntact);
      if (row === undefined || raw === undefined) return null;
      const summary = toSummary(row);
      return { ...toDelivery(summary, raw), confirmation: confirmationOf(summary) };
    },
    /** Throws Problem `damaged-delivery`. */
    stored(id: number): (StoredDelivery & { endpointId: number }) | null {
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
): Omit<Delivery, 'confirmation'> {
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
    tunnel:
      meta.via === undefined || meta.tunnel === undefined
        ? null
        : deliveryTunnel({ target, headers }, meta.via, meta.tunnel),
    challenge: meta.challenge ?? null,
    malformedReason: meta.malformed ?? null,
    incompleteReason: meta.incomplete ?? null,
    receivedSizeBytes: meta.receivedBytes ?? summary.sizeBytes,
    surplus: meta.surplus ?? null,
  };
}
