import { setImmediate as nextTurn } from 'node:timers/promises';
import { Problem } from '../contract/problem.ts';
import { parseSearch, unfinishedTerm } from '../contract/search-grammar.ts';
import type { Connections } from './connections.ts';
import type { Progress } from './progress.ts';
import type { ListPage, ListRequest } from './protocol.ts';
import { compileSearch, VISIBLE } from './search-sql.ts';
import { createSearchWalks, type Walk, type WalkRequest } from './search-walk.ts';
import { SEARCHED_BODY_BYTES } from './searchable-text.ts';
import { SUMMARY_COLUMNS, SUMMARY_JOINS, type SummaryRow, toSummary } from './summary-rows.ts';
import { foldText } from './text/fold-text.ts';
import { createTextHits } from './text-hits.ts';
import type { Totals } from './totals.ts';

/** Work that an answer may cost when deliveries must be looked through; the next one goes on from there. */
const LOOK_MS = 150;
/** Work that counting may cost where the summaries answer by themselves. */
const COUNT_MS = 600;

interface SearchesContext {
  readonly connections: Connections;
  readonly progress: Progress;
  readonly totals: Totals;
  readonly nowMs: () => number;
  /** See the two bounds above; for tests. */
  readonly lookMs?: number;
}

/**
 * Lists and searches of deliveries. They walk in steps of some milliseconds and let everything else that was asked come
 * between two of them, so that opening a delivery never waits for a search.
 */
export function createSearches({ connections, progress, totals, nowMs, lookMs = LOOK_MS }: SearchesContext) {
  const { index, truth } = connections;
  const endpoints = truth.prepare<[], { id: number; slug: string; name: string }>(
    'SELECT id, slug, name FROM endpoint',
  );
  const endpointIds = (word: string): number[] => {
    const folded = foldText(word);
    const isIt = (one: { id: number; slug: string; name: string }): boolean =>
      one.slug === word || String(one.id) === word || foldText(one.name) === folded;
    return endpoints.all().flatMap((one) => (isIt(one) ? one.id : []));
  };
  const hits = createTextHits(index, progress);
  const begin = createSearchWalks({ connections, progress, endpointIds, hits });
  const one = index.prepare<[number], SummaryRow>(`SELECT ${SUMMARY_COLUMNS} FROM ${SUMMARY_JOINS} WHERE s.id = ?`);
  const between = index
    .prepare<[number, number], number>(
      `SELECT count(*) FROM summary AS s WHERE s.id >= ? AND s.id < ? AND ${VISIBLE.sql}`,
    )
    .pluck();

  /** Steps of a walk until `enough`, or until its work has cost `budgetMs`; at least one. */
  const steps = async (walk: Walk, budgetMs: () => number, step: () => boolean): Promise<void> => {
    let worked = 0;
    for (let enough = false; !enough && !walk.isDone && worked < budgetMs(); ) {
      const started = performance.now();
      enough = step();
      worked += performance.now() - started;
      if (!enough && !walk.isDone) await nextTurn();
    }
  };
  const budgetOf = (walk: Walk) => () => (walk.hasLooked ? lookMs : COUNT_MS);

  /** How many fit in all, given a walk that stands somewhere and what it has found above; null when that takes too long. */
  const countOn = async (walk: Walk, found: number): Promise<number | null> => {
    let count = found;
    await steps(walk, budgetOf(walk), () => {
      count += walk.count();
      return false;
    });
    return walk.isDone ? count : null;
  };

  /** Visible deliveries of whose body only the beginning was searched, among those that fit the rest of a search by words. */
  const partly = (query: string): number => {
    const terms = parseSearch(query);
    if (terms.every(({ key }) => key !== null)) return 0;
    const others = terms.filter(({ key }) => key !== null && key !== 'header');
    const { condition } = compileSearch(others, {
      nowMs: nowMs(),
      endpointIds,
      window: { from: 0, to: 0 },
      hits: null,
    });
    const long = `(s.id IN (SELECT id FROM partly) OR (s.id > ${progress.indexedId} AND s.size > ${SEARCHED_BODY_BYTES}))`;
    const sql = `SELECT count(*) FROM summary AS s WHERE ${long} AND ${VISIBLE.sql} AND (${condition?.sql ?? '1'})`;
    return Number(
      index
        .prepare(sql)
        .pluck()
        .get(...(condition?.values ?? [])),
    );
  };

  return {
    /** The text of indexed deliveries changed. */
    forgetHits: hits.forget,
    /** Newest first; with `after` alone still the newest of them. */
    async list(request: ListRequest): Promise<ListPage> {
      const isSearch = parseSearch(request.query).length > 0;
      const walk = begin(request, nowMs());
      const ids: number[] = [];
      await steps(walk, budgetOf(walk), () => {
        ids.push(...walk.next(request.limit + 1 - ids.length));
        return ids.length > request.limit;
      });
      const isCut = ids.length > request.limit;
      const shown = ids.slice(0, request.limit);
      const end = request.after === undefined ? 0 : request.after + 1;
      const lookedTo = isCut ? (shown.at(-1) as number) : walk.isDone ? end : walk.lookedTo;
      const more = isCut || !walk.isDone;
      const isWhole = request.before === undefined && request.after === undefined;
      const counting = isWhole || walk.hasLooked ? walk : begin({ query: request.query }, nowMs());
      const matching = !isSearch
        ? totals.read().total
        : isWhole || !walk.hasLooked
          ? await countOn(counting, isWhole ? ids.length : 0)
          : null;
      return {
        deliveries: shown.flatMap((id) => {
          const row = one.get(id);
          return row === undefined ? [] : [toSummary(row)];
        }),
        matching,
        uncounted: matching !== null ? null : counting.hasLooked ? 'not-looked-through' : 'too-many',
        total: totals.read().total,
        more,
        lookedTo,
        looked: isSearch ? Number(between.get(lookedTo, request.before ?? Number.MAX_SAFE_INTEGER)) : shown.length,
        partly: partly(request.query),
      };
    },
    /** Ids of all that fit, for acting on a whole search: the very walk that `list` makes, to its end. */
    async find({ query, limit, upTo }: { query: string; limit: number; upTo: number }): Promise<number[]> {
      const open = unfinishedTerm(query);
      if (open !== null)
        throw new Problem('bad-query', `${open} has no value; write it without a blank after the colon`);
      const walk = begin({ query, before: upTo + 1 } satisfies WalkRequest, nowMs());
      const ids: number[] = [];
      await steps(
        walk,
        () => Number.POSITIVE_INFINITY,
        () => {
          ids.push(...walk.next(limit - ids.length));
          return ids.length >= limit;
        },
      );
      return ids;
    },
  };
}
