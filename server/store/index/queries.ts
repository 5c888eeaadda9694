import type { Delivery, DeliverySummary } from '../../contract/delivery.ts';
import type { Settings } from '../../contract/status.ts';
import { publicUrlOf, type StoredDelivery, toCapturedRequest } from '../../inbox/describe.ts';
import { findProvider } from '../../providers/index.ts';
import { deliveryTunnel } from '../../tunnel/delivery-tunnel.ts';
import { decodeHead } from '../head.ts';
import { decodeMeta } from '../meta.ts';
import type { Connections } from './connections.ts';
import type { LookThrough } from './functions.ts';
import type { Progress } from './progress.ts';
import type { ListPage, ListRequest } from './protocol.ts';
import { type Condition, compileSearch, VISIBLE } from './search-sql.ts';
import { SUMMARY_COLUMNS, SUMMARY_JOINS, type SummaryRow, toSummary } from './summary-rows.ts';
import { createTextHits } from './text-hits.ts';
import type { Totals } from './totals.ts';

/** Counting stops here; more than this many matches are "very many". */
const COUNTED = 200_000;

interface QueryContext {
  readonly connections: Connections;
  readonly progress: Progress;
  readonly lookThrough: LookThrough;
  readonly totals: Totals;
  readonly nowMs: () => number;
}

export type Queries = ReturnType<typeof createQueries>;

/** Everything the control API reads of deliveries. Runs in the indexer's thread, never in the one that captures. */
export function createQueries({ connections: { index, truth }, progress, lookThrough, totals, nowMs }: QueryContext) {
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

  /** What a set-up request wants to be confirmed: read from its body, for the few providers that ask for it. */
  const confirmationOf = ({ id, provider, flags }: DeliverySummary): Delivery['confirmation'] => {
    const asked = flags.length > 0 || provider === null ? undefined : findProvider(provider)?.confirmation;
    const delivery = asked === undefined ? undefined : stored.get(id);
    return asked === undefined || delivery === undefined ? null : asked(toCapturedRequest(delivery));
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
      const row = one.get(id);
      const raw = row === undefined ? undefined : headOf.get(id);
      if (row === undefined || raw === undefined) return null;
      const summary = toSummary(row);
      return { ...toDelivery(summary, raw), confirmation: confirmationOf(summary) };
    },
    stored: (id: number) => (one.get(id) === undefined ? null : (stored.get(id) ?? null)),
    body({
      id,
      from,
      to,
    }: {
      id: number;
      from: number;
      to: number | null;
    }): { bytes: Uint8Array; size: number } | null {
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
    /** Deliveries that retention lets go of, oldest first; pinned ones never. */
    prunable({ settings, nowMs: now, limit }: { settings: Settings; nowMs: number; limit: number }): number[] {
      const kept = 's.id NOT IN (SELECT delivery_id FROM truth.mark WHERE pinned = 1)';
      const ids = new Set<number>();
      const add = (sql: string, ...values: number[]): void => {
        for (const id of index
          .prepare<unknown[], number>(sql)
          .pluck()
          .all(...values))
          if (ids.size < limit) ids.add(id);
      };
      if (settings.keepDays !== null) {
        add(
          `SELECT s.id FROM summary AS s WHERE s.at < ? AND ${kept} ORDER BY s.id LIMIT ?`,
          now - settings.keepDays * 86_400_000,
          limit,
        );
      }
      if (settings.keepCount !== null) {
        const over = Number(index.prepare('SELECT count(*) FROM summary').pluck().get()) - settings.keepCount;
        if (over > 0) add(`SELECT s.id FROM summary AS s WHERE ${kept} ORDER BY s.id LIMIT ?`, Math.min(over, limit));
      }
      if (settings.keepBytes !== null) {
        const over =
          Number(index.prepare('SELECT coalesce(sum(size), 0) FROM summary').pluck().get()) - settings.keepBytes;
        if (over > 0) {
          add(
            `SELECT id FROM (SELECT s.id AS id, sum(s.size) OVER (ORDER BY s.id) - s.size AS before FROM summary AS s WHERE ${kept})
             WHERE before < ? LIMIT ?`,
            over,
            limit,
          );
        }
      }
      return [...ids];
    },
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
