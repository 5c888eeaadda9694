import type { DeliverySummary } from '../../server/contract/delivery.ts';
import { indexOfId } from './list-model.ts';

/** Chosen deliveries. `focus` is the one the detail shows and the keyboard moves from; ranges grow from `anchor`. */
export interface Selection {
  readonly ids: ReadonlySet<number>;
  readonly focus: number | null;
  readonly anchor: number | null;
}

export const NOTHING_SELECTED: Selection = { ids: new Set(), focus: null, anchor: null };

/** Choose one delivery and nothing else. */
export function selectOne(id: number): Selection {
  return { ids: new Set([id]), focus: id, anchor: id };
}

/** Add a delivery to the chosen ones, or take it out. */
export function toggle(selection: Selection, id: number): Selection {
  const ids = new Set(selection.ids);
  if (!ids.delete(id)) ids.add(id);
  if (ids.size === 0) return NOTHING_SELECTED;
  return { ids, focus: ids.has(id) ? id : ([...ids].at(-1) ?? null), anchor: id };
}

/** Choose everything between the anchor and `id`, both included. */
export function extendTo(selection: Selection, rows: readonly DeliverySummary[], id: number): Selection {
  const from = selection.anchor === null ? -1 : indexOfId(rows, selection.anchor);
  const to = indexOfId(rows, id);
  if (from < 0 || to < 0) return selectOne(id);
  const range = rows.slice(Math.min(from, to), Math.max(from, to) + 1);
  return { ids: new Set(range.map((row) => row.id)), focus: id, anchor: selection.anchor };
}

/** The id `step` rows below (negative: above) the focus, kept inside the list; without a focus, the newest. */
export function neighbour(selection: Selection, rows: readonly DeliverySummary[], step: number): number | null {
  if (rows.length === 0) return null;
  const at = selection.focus === null ? -1 : indexOfId(rows, selection.focus);
  if (at < 0) return rows[0]?.id ?? null;
  return rows[Math.max(0, Math.min(rows.length - 1, at + step))]?.id ?? null;
}

/** Forget deliveries that are gone. When the focus goes, it moves to the row that took its place. */
export function forget(selection: Selection, before: readonly DeliverySummary[], gone: readonly number[]): Selection {
  const out = new Set(gone);
  if (![...selection.ids].some((id) => out.has(id))) return selection;
  const ids = selection.ids.difference(out);
  if (selection.focus !== null && !out.has(selection.focus)) return { ...selection, ids };
  const at = selection.focus === null ? -1 : indexOfId(before, selection.focus);
  const next =
    before.slice(at + 1).find(({ id }) => !out.has(id)) ??
    before.slice(0, Math.max(0, at)).findLast(({ id }) => !out.has(id));
  return at < 0 || next === undefined ? NOTHING_SELECTED : selectOne(next.id);
}
