import { parseSearch } from '../contract/search-grammar.ts';
import type { Connections } from './connections.ts';
import { createOpener } from './look-through.ts';
import type { Progress } from './progress.ts';
import { allOf, type CompiledSearch, type Condition, compileSearch } from './search-sql.ts';
import { foldText } from './text/fold-text.ts';
import type { IdWindow, TextHits } from './text-hits.ts';

/** Ids that one step asks the summaries for, so that it stays short however many rows there are. */
const IDS_A_STEP = 16_384;
/** What one step looks through at most: deliveries, what was read of them, and for how long. */
const LOOKS_A_STEP = 256;
const BYTES_A_STEP = 2_097_152;
const LOOK_STEP_MS = 8;

export interface WalkRequest {
  readonly query: string;
  /** Exclusive bounds. */
  readonly before?: number | undefined;
  readonly after?: number | undefined;
}

/** A walk from the newest delivery to the oldest, in steps of some milliseconds, over those that fit a search. */
export interface Walk {
  /** Everything from this id on was looked at. */
  readonly lookedTo: number;
  readonly isDone: boolean;
  /** A step had to read deliveries themselves. */
  readonly hasLooked: boolean;
  /** The next that fit, newest first; none, when this step found none. At most `limit`. */
  next(limit: number): number[];
  /** How many fit in the next step. */
  count(): number;
}

interface WalkContext {
  readonly connections: Connections;
  readonly progress: Progress;
  readonly endpointIds: (word: string) => readonly number[];
  readonly hits: TextHits;
}

/** Returns a function that begins a walk. It throws Problem `bad-query` for a search that makes no sense. */
export function createSearchWalks({ connections: { index, truth }, progress, endpointIds, hits }: WalkContext) {
  index.function('folded', { deterministic: true }, (text) => (text === null ? null : foldText(String(text))));
  const open = createOpener(truth);
  const newest = index.prepare<[], number | null>('SELECT max(id) FROM summary').pluck();

  return (request: WalkRequest, nowMs: number): Walk => {
    const lowest = (request.after ?? 0) + 1;
    let to = Math.max(lowest, Math.min(request.before ?? Number.MAX_SAFE_INTEGER, Number(newest.get() ?? 0) + 1));
    let hasLooked = false;

    const terms = parseSearch(request.query);
    const compile = (window: IdWindow): CompiledSearch =>
      compileSearch(terms, {
        nowMs,
        endpointIds,
        window,
        hits: window.to - 1 <= progress.indexedId ? hits : null,
      });
    compile({ from: lowest, to });

    /** What is not in the text index yet comes by itself: above it other conditions hold than below. */
    const begin = (): { search: CompiledSearch; window: IdWindow } => {
      const floor = to - 1 > progress.indexedId ? Math.max(lowest, progress.indexedId + 1) : lowest;
      const whole = compile({ from: floor, to });
      if (whole.isRare) return { search: whole, window: { from: floor, to } };
      const window = { from: Math.max(floor, to - IDS_A_STEP), to };
      return { search: compile(window), window };
    };
    const select = (what: string, search: CompiledSearch, window: IdWindow, rest: string) => {
      const { sql, values } = selectIn(what, search, window, rest);
      return index
        .prepare<unknown[], number>(sql)
        .pluck()
        .all(...values) as unknown as number[];
    };
    const lookThrough = (search: CompiledSearch, window: IdWindow, limit: number): number[] => {
      hasLooked = true;
      const until = performance.now() + LOOK_STEP_MS;
      const found: number[] = [];
      let bytes = 0;
      const ids = select('s.id', search, window, `ORDER BY s.id DESC LIMIT ${LOOKS_A_STEP}`);
      for (const id of ids) {
        const delivery = open(id);
        if (search.looks.every((look) => look(delivery))) found.push(id);
        to = id;
        bytes += delivery.readBytes;
        if (found.length >= limit || bytes >= BYTES_A_STEP || performance.now() > until) return found;
      }
      if (ids.length < LOOKS_A_STEP) to = window.from;
      return found;
    };

    return {
      get lookedTo() {
        return to;
      },
      get isDone() {
        return to <= lowest;
      },
      get hasLooked() {
        return hasLooked;
      },
      next(limit) {
        if (to <= lowest) return [];
        const { search, window } = begin();
        if (search.looks.length > 0) return lookThrough(search, window, limit);
        const ids = select('s.id', search, window, `ORDER BY s.id DESC LIMIT ${Math.min(limit, IDS_A_STEP)}`);
        to = ids.length === Math.min(limit, IDS_A_STEP) ? (ids.at(-1) as number) : window.from;
        return ids;
      },
      count() {
        if (to <= lowest) return 0;
        const { search, window } = begin();
        if (search.looks.length > 0) return lookThrough(search, window, LOOKS_A_STEP).length;
        to = window.from;
        return select('count(*)', search, window, '')[0] ?? 0;
      },
    };
  };
}

/** The statement of a step: `what` of the visible rows of a window that fit, then `rest`. */
export function selectIn(what: string, search: CompiledSearch, window: IdWindow, rest: string): Condition {
  const { sql, values } = allOf([within(window), visibleIn(window), search.condition ?? []].flat());
  const by = search.isOfEndpoint && !search.isRare ? 'INDEXED BY summary_endpoint' : '';
  return { sql: `SELECT ${what} FROM summary AS s ${by} WHERE ${sql} ${rest}`, values };
}

const within = ({ from, to }: IdWindow): Condition => ({ sql: 's.id >= ? AND s.id < ?', values: [from, to] });

/** Neither deleted nor of a deleted endpoint. Marks of other ids are not read. */
const visibleIn = ({ from, to }: IdWindow): Condition => ({
  sql: `+s.endpoint_id IN (SELECT id FROM truth.endpoint WHERE deleted_at IS NULL) AND +s.id NOT IN
    (SELECT delivery_id FROM truth.mark WHERE deleted_at IS NOT NULL AND delivery_id >= ? AND delivery_id < ?)`,
  values: [from, to],
});
