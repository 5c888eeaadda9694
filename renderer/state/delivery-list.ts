import type { DeliverySummary } from '../../server/contract/delivery.ts';
import type { FeedMessage } from '../../server/contract/feed.ts';
import { sentenceOf } from './api.ts';
import type { Later } from './feed.ts';
import {
  addPage,
  dropDeliveries,
  emptyList,
  follow,
  hold,
  indexOfId,
  type ListModel,
  type Page,
  putDeliveries,
} from './list-model.ts';
import { createStore, type Store } from './store.ts';

export const FIRST_PAGE = 200;
export const NEXT_PAGE = 1_000;
/** Rows kept in this page at most; older ones are reached by searching. */
export const MOST_ROWS = 200_000;
/** Rows loaded below what is shown while nobody knows how many there are: scrolling would not ask for more. */
const AHEAD = 100;
const RECHECK_MS = 120;
const RECHECK_IDS = 200;

/** What the list shows: `text` is the search box, `endpoint` the choice of the rail. */
export interface Scope {
  readonly text: string;
  readonly endpoint: { readonly id: number; readonly slug: string } | null;
}

export interface ListView {
  readonly scope: Scope;
  readonly model: ListModel;
  readonly loading: 'first' | 'more' | null;
  readonly problem: string | null;
  /** The user has stopped a search that looks through the deliveries. */
  readonly stopped: boolean;
}

export interface DeliveryList {
  readonly view: Store<ListView>;
  /** Show another scope, from its newest delivery on. */
  show(scope: Scope): void;
  /** Load pages until the row at `index` is there. */
  need(index: number): void;
  /** Take messages of the live feed, in order. */
  receive(messages: readonly FeedMessage[]): void;
  follow(): void;
  hold(): void;
  reload(): void;
  /** Let a search that looks through the deliveries end where it is, or go on from there. */
  stop(): void;
  goOn(): void;
}

interface PageQuery {
  readonly query?: string;
  readonly limit: number;
  readonly before?: number;
}

/** The search of a scope as the server understands it. */
export function scopeQuery(scope: Scope): string {
  const text = scope.text.trim();
  return scope.endpoint === null ? text : `endpoint:${scope.endpoint.slug}${text === '' ? '' : ` ${text}`}`;
}

/**
 * Keeps the list of deliveries true: pages on demand, and the feed merged in. With a search text the server decides what
 * fits: deliveries that arrived or changed are asked for again, restricted to their ids.
 */
export function createDeliveryList({
  fetchPage,
  later,
}: {
  readonly fetchPage: (query: PageQuery) => Promise<Page>;
  readonly later: Later;
}): DeliveryList {
  const scope: Scope = { text: '', endpoint: null };
  const view = createStore<ListView>({ scope, model: emptyList(), loading: null, problem: null, stopped: false });
  let round = 0;
  let wanted = 0;
  let early: FeedMessage[] = [];
  let recheckIds = new Set<number>();
  let recheckArrived = new Set<number>();
  let cancelRecheck: (() => void) | null = null;

  const change = (part: Partial<ListView>): void => view.update((now) => ({ ...now, ...part }));
  const changeModel = (step: (model: ListModel) => ListModel): void =>
    view.update((now) => {
      const model = step(now.model);
      return model === now.model ? now : { ...now, model };
    });

  const pageQuery = (limit: number, before?: number): PageQuery => {
    const query = scopeQuery(view.get().scope);
    return { limit, ...(query === '' ? {} : { query }), ...(before === undefined ? {} : { before }) };
  };

  const load = async (kind: 'first' | 'more'): Promise<void> => {
    const mine = round;
    change({ loading: kind, problem: null });
    try {
      while (mine === round) {
        const { model } = view.get();
        const isFirst = model.floor === Number.POSITIVE_INFINITY;
        const enough = model.matching === null ? wanted + AHEAD : wanted;
        if (!model.more || model.rows.length >= MOST_ROWS || (!isFirst && model.rows.length > enough)) break;
        if (view.get().stopped) break;
        const page = await fetchPage(isFirst ? pageQuery(FIRST_PAGE) : pageQuery(NEXT_PAGE, model.floor));
        if (mine !== round) return;
        changeModel((now) => addPage(now, page));
        if (isFirst) {
          const waiting = early;
          early = [];
          receive(waiting);
        }
      }
      if (mine === round) change({ loading: null });
    } catch (error) {
      if (mine === round) change({ loading: null, problem: sentenceOf(error) });
    }
  };

  const start = (next: Scope, following: boolean): void => {
    round++;
    wanted = 0;
    early = [];
    recheckIds = new Set();
    recheckArrived = new Set();
    cancelRecheck?.();
    cancelRecheck = null;
    view.set({ scope: next, model: emptyList(following), loading: 'first', problem: null, stopped: false });
    void load('first');
  };

  /** All that fit, of few; nothing is left out because looking through them took long. */
  const fetchWhole = async (query: string): Promise<{ deliveries: DeliverySummary[]; total: number }> => {
    const deliveries: DeliverySummary[] = [];
    for (let before: number | undefined; ; ) {
      const page = await fetchPage({ query, limit: RECHECK_IDS, ...(before === undefined ? {} : { before }) });
      deliveries.push(...page.deliveries);
      if (!page.more) return { deliveries, total: page.total };
      before = page.lookedTo;
    }
  };

  const recheck = async (): Promise<void> => {
    cancelRecheck = null;
    const mine = round;
    const ids = [...recheckIds];
    const arrived = recheckArrived;
    recheckIds = new Set();
    recheckArrived = new Set();
    const query = scopeQuery(view.get().scope);
    try {
      for (let at = 0; at < ids.length; at += RECHECK_IDS) {
        const some = ids.slice(at, at + RECHECK_IDS);
        const { deliveries, total } = await fetchWhole(`${query} id:${some.join(',')}`);
        if (mine !== round) return;
        const fits = new Set(deliveries.map(({ id }) => id));
        const news = deliveries.filter(({ id }) => arrived.has(id));
        const changes = deliveries.filter(({ id }) => !arrived.has(id));
        const unfit = some.filter((id) => !fits.has(id));
        changeModel((model) => ({
          ...putDeliveries(putDeliveries(dropDeliveries(model, unfit, 'unfit'), 'changed', changes), 'arrived', news),
          total,
        }));
      }
    } catch (error) {
      if (mine === round) change({ problem: sentenceOf(error) });
    }
  };

  const take = (kind: 'arrived' | 'changed', deliveries: readonly DeliverySummary[]): void => {
    const { endpoint, text } = view.get().scope;
    const mine = endpoint === null ? deliveries : deliveries.filter(({ endpointId }) => endpointId === endpoint.id);
    if (text.trim() === '') {
      changeModel((model) => putDeliveries(model, kind, mine));
      return;
    }
    if (kind === 'changed') {
      const { model } = view.get();
      const shown = mine.filter(({ id }) => indexOfId(model.rows, id) >= 0 || indexOfId(model.held, id) >= 0);
      if (shown.length > 0) changeModel((now) => putDeliveries(now, 'changed', shown));
    }
    for (const { id } of mine) {
      recheckIds.add(id);
      if (kind === 'arrived') recheckArrived.add(id);
    }
    if (recheckIds.size > 0) cancelRecheck ??= later(RECHECK_MS, () => void recheck());
  };

  const receive = (messages: readonly FeedMessage[]): void => {
    for (const message of messages) {
      if (message.kind === 'reset') {
        start(view.get().scope, view.get().model.following);
        return;
      }
      if (view.get().model.floor === Number.POSITIVE_INFINITY) early.push(message);
      else if (message.kind === 'arrived' || message.kind === 'changed') take(message.kind, message.deliveries);
      else if (message.kind === 'deleted') changeModel((model) => dropDeliveries(model, message.ids, 'deleted'));
    }
  };

  return {
    view,
    show: (next) => start(next, true),
    need(index) {
      if (index <= wanted && view.get().model.rows.length > index) return;
      wanted = Math.max(wanted, index);
      const { loading, problem, stopped } = view.get();
      if (loading === null && problem === null && !stopped) void load('more');
    },
    receive,
    follow: () => changeModel(follow),
    hold: () => changeModel(hold),
    reload: () => start(view.get().scope, view.get().model.following),
    stop: () => change({ stopped: true }),
    goOn() {
      change({ stopped: false });
      if (view.get().loading === null) void load('more');
    },
  };
}
