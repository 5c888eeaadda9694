import { describe, expect, test } from 'vitest';
import { placeAfter, placeAt, TALLEST_PX, type TallPlace, type TallSize } from '../renderer/view/tall-scroll.ts';

const VIEW = 700;
const sizeOf = (rowsPx: number): TallSize => ({
  maxTop: Math.min(rowsPx, TALLEST_PX) - VIEW,
  extra: Math.max(0, rowsPx - TALLEST_PX),
  viewPx: VIEW,
});
const real = ({ scrollTop, hidden }: TallPlace): number => scrollTop + hidden;
const START: TallPlace = { scrollTop: 0, hidden: 0 };

/** Hex of 100 bytes, just below and above the tallest element, of 26, 40 and 1,024 MB. */
const HEIGHTS = [140, TALLEST_PX, TALLEST_PX + 20, 32_500_000, 50_000_000, 1_342_177_280];

describe.each(HEIGHTS)('rows of %i px', (rowsPx) => {
  const size = sizeOf(Math.max(VIEW, rowsPx));
  const furthest = size.maxTop + size.extra;

  test('every distance is a place within the element, and is that distance', () => {
    for (let at = 0; at <= 2_000; at++) {
      const top = Math.round((furthest * at) / 2_000);
      const place = placeAt(top, size);
      expect(real(place)).toBe(top);
      expect(place.scrollTop).toBeGreaterThanOrEqual(0);
      expect(place.scrollTop).toBeLessThanOrEqual(size.maxTop);
    }
    expect(real(placeAt(Number.POSITIVE_INFINITY, size))).toBe(furthest);
    expect(placeAt(Number.NEGATIVE_INFINITY, size)).toEqual(START);
  });

  test('both ends of the scroll bar are the ends of the rows, wherever it comes from', () => {
    for (const from of [START, placeAt(furthest / 3, size), placeAt(furthest - 300, size)]) {
      expect(real(placeAfter(from, size.maxTop, size))).toBe(furthest);
      expect(real(placeAfter(from, 0, size))).toBe(0);
    }
  });

  test('a jump of the bar is the same share of the whole, within a thousandth', () => {
    for (const share of [0.25, 0.5, 0.9]) {
      const place = placeAfter(START, Math.round(size.maxTop * share), size);
      expect(Math.abs(real(place) - furthest * share)).toBeLessThanOrEqual(Math.max(1, furthest * 0.01));
    }
  });
});

test('scrolled by hand, every pixel is passed: down to the last row and back to the first', () => {
  const size = sizeOf(50_000_000);
  const furthest = size.maxTop + size.extra;
  const step = VIEW - 60;
  let place = placeAt(furthest - 3_000_000, size);
  for (let steps = 0; real(place) < furthest; steps++) {
    const next = placeAfter(place, Math.min(size.maxTop, place.scrollTop + step), size);
    expect(real(next) - real(place)).toBeLessThanOrEqual(step + 1);
    expect(steps).toBeLessThan(5_000);
    place = next;
  }
  place = placeAt(3_000_000, size);
  for (let steps = 0; real(place) > 0; steps++) {
    const next = placeAfter(place, Math.max(0, place.scrollTop - step), size);
    expect(real(place) - real(next)).toBeLessThanOrEqual(step + 1);
    expect(steps).toBeLessThan(5_000);
    place = next;
  }
});
