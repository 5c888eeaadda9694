import type { DeliverySummary } from '../../server/contract/delivery.ts';
import type { RouteOutput } from '../../server/contract/routes.ts';

/**
 * The list of deliveries as far as it is loaded: one gapless run from the newest downwards. While the user looks at
 * something (`following` false), arrivals wait in `held`, so that nothing moves under the pointer.
 */
export interface ListModel {
  /** Newest first, without repeats. */
  readonly rows: readonly DeliverySummary[];
  readonly held: readonly DeliverySummary[];
  readonly following: boolean;
  /** Older ones exist that are not loaded. */
  readonly more: boolean;
  /** Everything from this id on was looked at, and what fits is loaded; infinite before the first page, 0 at the end. */
  readonly floor: number;
  /** How many fit the search; null when nobody counted. */
  readonly matching: number | null;
  readonly total: number;
  /** The server reads deliveries one by one for this search, and has read so many of `total`; null where it need not. */
  readonly looked: number | null;
  /** Of so many, words are looked for in the beginning of the body alone. */
  readonly partly: number;
  /** Deleted while this list is shown: a page that was under way must not bring them back. */
  readonly gone: ReadonlySet<number>;
}

/** An answer to a search, as the contract has it. */
export type Page = Omit<RouteOutput<'listDeliveries'>, 'deliveries'> & {
  readonly deliveries: readonly DeliverySummary[];
};

/** A list of which nothing is known yet. */
export function emptyList(following = true): ListModel {
  return {
    rows: [],
    held: [],
    following,
    more: true,
    floor: Number.POSITIVE_INFINITY,
    matching: null,
    total: 0,
    looked: null,
    partly: 0,
    gone: new Set(),
  };
}

/** Add the next older page. Rows that the feed brought meanwhile are kept, being newer than the page's copy. */
export function addPage(model: ListModel, page: Page): ListModel {
  const older = page.deliveries.filter(({ id }) => !model.gone.has(id) && !isHeld(model, id));
  const rows = mergeNewestFirst(older, model.rows);
  const looked = (model.looked ?? 0) + page.looked;
  return {
    ...model,
    rows,
    more: page.more,
    floor: page.more ? Math.min(model.floor, page.lookedTo) : 0,
    matching: page.matching ?? (page.more ? null : rows.length + model.held.length),
    total: page.total,
    looked: page.uncounted === 'not-looked-through' ? looked : null,
    partly: page.partly,
  };
}

/**
 * Deliveries that arrived, were restored or changed: known ones are replaced, new ones enter in their place; what lies
 * below the loaded run is only counted and comes with its page.
 */
export function putDeliveries(
  model: ListModel,
  kind: 'arrived' | 'changed',
  deliveries: readonly DeliverySummary[],
): ListModel {
  const newest = model.rows[0]?.id ?? 0;
  const known: DeliverySummary[] = [];
  const heldNow: DeliverySummary[] = [];
  let fresh = 0;
  for (const delivery of deliveries) {
    const isKnown = indexOfId(model.rows, delivery.id) >= 0;
    const wasHeld = !isKnown && isHeld(model, delivery.id);
    const above = delivery.id >= model.floor;
    if (!isKnown && !wasHeld && (kind === 'arrived' || above || model.gone.has(delivery.id))) fresh++;
    if (wasHeld || (!isKnown && !model.following && delivery.id > newest)) heldNow.push(delivery);
    else if (isKnown || above) known.push(delivery);
  }
  const back = deliveries.filter(({ id }) => model.gone.has(id)).map(({ id }) => id);
  return {
    ...model,
    rows: mergeNewestFirst(model.rows, known),
    held: mergeNewestFirst(model.held, heldNow),
    matching: model.matching === null ? null : model.matching + fresh,
    total: model.total + fresh,
    gone: back.length === 0 ? model.gone : model.gone.difference(new Set(back)),
  };
}

/** Take deliveries out: they were deleted, or they no longer fit the search. */
export function dropDeliveries(model: ListModel, ids: readonly number[], why: 'deleted' | 'unfit'): ListModel {
  const remember = why === 'deleted';
  const out = new Set(ids);
  const rows = model.rows.filter(({ id }) => !out.has(id));
  const held = model.held.filter(({ id }) => !out.has(id));
  const lost = model.rows.length - rows.length + model.held.length - held.length;
  const fallen = remember ? out.difference(model.gone).size : 0;
  return {
    ...model,
    rows: lost === 0 ? model.rows : rows,
    held,
    matching: model.matching === null ? null : Math.max(0, model.matching - lost),
    total: Math.max(0, model.total - fallen),
    gone: remember ? model.gone.union(out) : model.gone,
  };
}

/** Show what was held and let arrivals in as they come. */
export function follow(model: ListModel): ListModel {
  if (model.following && model.held.length === 0) return model;
  return { ...model, following: true, rows: mergeNewestFirst(model.rows, model.held), held: [] };
}

/** Let arrivals wait from now on. */
export function hold(model: ListModel): ListModel {
  return model.following ? { ...model, following: false } : model;
}

/** Where `id` is in rows that are sorted newest first, or -1. */
export function indexOfId(rows: readonly DeliverySummary[], id: number): number {
  let low = 0;
  let high = rows.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const here = rows[middle]?.id ?? 0;
    if (here === id) return middle;
    if (here > id) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}

/** Two runs, newest first, as one without repeats; where both have an id, the one of `over` stays. */
export function mergeNewestFirst(
  under: readonly DeliverySummary[],
  over: readonly DeliverySummary[],
): readonly DeliverySummary[] {
  if (over.length === 0) return under;
  const sorted = [...over].sort((a, b) => b.id - a.id);
  const merged: DeliverySummary[] = [];
  let at = 0;
  for (const row of sorted) {
    while (at < under.length && (under[at] as DeliverySummary).id > row.id) merged.push(under[at++] as DeliverySummary);
    if (under[at]?.id === row.id) at++;
    if (merged.at(-1)?.id === row.id) continue;
    merged.push(row);
  }
  while (at < under.length) merged.push(under[at++] as DeliverySummary);
  return merged;
}

const isHeld = (model: ListModel, id: number): boolean => indexOfId(model.held, id) >= 0;
