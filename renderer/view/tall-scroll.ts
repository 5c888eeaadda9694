/** Tallest element that every browser still draws and scrolls: Firefox ends near 17.9 million px, Chromium near 33.5. */
export const TALLEST_PX = 8_000_000;
/** Scrolling by hand moves the true distance within a page; only between two pages is the scroll bar put right. */
const PAGE_PX = 80_000;

/** A place in rows that are taller than an element can be: the element's `scrollTop`, and px left out above what it holds. */
export interface TallPlace {
  readonly scrollTop: number;
  readonly hidden: number;
}

export interface TallSize {
  /** How far the element itself scrolls. */
  readonly maxTop: number;
  /** Px by which the rows are taller than the element. 0: nothing is left out anywhere. */
  readonly extra: number;
  /** Height of what is seen at once. */
  readonly viewPx: number;
}

/** The place `top` px below the first row, or as near as there is one. */
export function placeAt(top: number, { maxTop, extra }: TallSize): TallPlace {
  const furthest = maxTop + extra;
  const real = Math.max(0, Math.min(furthest, top));
  if (extra === 0) return { scrollTop: real, hidden: 0 };
  const pages = Math.max(2, Math.ceil(furthest / PAGE_PX), Math.ceil(extra / Math.max(1, maxTop)) + 1);
  const page = Math.min(pages - 1, Math.floor((real / furthest) * pages));
  const hidden = Math.round((page / (pages - 1)) * extra);
  return { scrollTop: Math.max(0, Math.min(maxTop, real - hidden)), hidden };
}

/**
 * The place after the element was scrolled from `before` to `scrollTop`: by hand the same distance further, by a jump of the
 * scroll bar the same share of the whole. Both ends of the bar are the ends of the rows.
 */
export function placeAfter(before: TallPlace, scrollTop: number, size: TallSize): TallPlace {
  const { maxTop, extra, viewPx } = size;
  if (extra === 0) return { scrollTop, hidden: 0 };
  if (scrollTop <= 0) return { scrollTop: 0, hidden: 0 };
  if (scrollTop >= maxTop - 1) return { scrollTop, hidden: extra };
  if (Math.abs(scrollTop - before.scrollTop) < viewPx) return placeAt(scrollTop + before.hidden, size);
  return { scrollTop, hidden: placeAt((scrollTop / maxTop) * (maxTop + extra), size).hidden };
}
