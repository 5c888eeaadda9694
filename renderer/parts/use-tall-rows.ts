import { type KeyboardEvent, type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { placeAfter, placeAt, TALLEST_PX, type TallPlace, type TallSize } from '../view/tall-scroll.ts';

export interface TallRows {
  /** Height of the element that holds the rows. */
  readonly heightPx: number;
  /** The rows to draw, each with its place in that element. */
  readonly rows: readonly { readonly index: number; readonly topPx: number }[];
  /** Scroll as little as it takes to have a row in view. */
  readonly show: (index: number) => void;
  /** Arrows, Page Up and Down, the space bar, Home and End; whether it was one of them. */
  readonly press: (event: KeyboardEvent) => boolean;
}

/** Rows drawn beyond what is seen, above and below. */
const MORE = 20;

/** The rows of a scroller that are in view, of any number of rows of one height: more than an element can be tall, too. */
export function useTallRows(scroller: RefObject<HTMLElement | null>, count: number, rowHeight: number): TallRows {
  const heightPx = Math.min(count * rowHeight, TALLEST_PX);
  const extra = count * rowHeight - heightPx;
  const [place, setPlace] = useState<TallPlace>({ scrollTop: 0, hidden: 0 });
  const [viewPx, setViewPx] = useState(0);
  const now = useRef(place);

  const measure = useCallback((): TallSize => {
    const { scrollHeight = 0, clientHeight = 0 } = scroller.current ?? {};
    return { maxTop: Math.max(0, scrollHeight - clientHeight), extra, viewPx: clientHeight };
  }, [scroller, extra]);
  const put = useCallback(
    (next: TallPlace): void => {
      const { current: element } = scroller;
      if (element !== null && Math.abs(element.scrollTop - next.scrollTop) >= 1) element.scrollTop = next.scrollTop;
      now.current = next;
      setPlace(next);
    },
    [scroller],
  );
  // Drawn before the browser paints what it has scrolled to.
  const go = useCallback((next: TallPlace): void => flushSync(() => put(next)), [put]);

  useLayoutEffect(() => {
    const { current: element } = scroller;
    if (element === null) return;
    setViewPx(element.clientHeight);
    const watch = new ResizeObserver(() => setViewPx(element.clientHeight));
    watch.observe(element);
    return () => watch.disconnect();
  }, [scroller]);
  // Other rows: the same distance from their first one, as far as there are as many.
  useLayoutEffect(() => put(placeAt(now.current.scrollTop + now.current.hidden, measure())), [put, measure]);
  useEffect(() => {
    const { current: element } = scroller;
    if (element === null) return;
    const follow = (): void => go(placeAfter(now.current, element.scrollTop, measure()));
    element.addEventListener('scroll', follow, { passive: true });
    return () => element.removeEventListener('scroll', follow);
  }, [scroller, go, measure]);

  const move = (byPx: number): void => go(placeAt(now.current.scrollTop + now.current.hidden + byPx, measure()));
  const real = place.scrollTop + place.hidden;
  const first = Math.max(0, Math.min(count, Math.floor(real / rowHeight)) - MORE);
  const end = Math.min(count, Math.ceil((real + viewPx) / rowHeight) + MORE);
  return {
    heightPx,
    rows: Array.from({ length: Math.max(0, end - first) }, (_, at) => ({
      index: first + at,
      topPx: (first + at) * rowHeight - place.hidden,
    })),
    show: (index) => {
      const size = measure();
      const top = now.current.scrollTop + now.current.hidden;
      const rest = size.maxTop + extra + size.viewPx - count * rowHeight;
      if (index * rowHeight < top) go(placeAt(index * rowHeight, size));
      else if ((index + 1) * rowHeight + rest > top + size.viewPx)
        go(placeAt((index + 1) * rowHeight + rest - size.viewPx, size));
    },
    press: (event) => {
      if (event.altKey || event.metaKey || event.shiftKey) return false;
      const page = Math.max(rowHeight, Math.floor(viewPx / rowHeight - 1) * rowHeight);
      const steps: Readonly<Record<string, number>> = {
        ArrowDown: rowHeight,
        ArrowUp: -rowHeight,
        PageDown: page,
        ' ': page,
        PageUp: -page,
        Home: Number.NEGATIVE_INFINITY,
        End: Number.POSITIVE_INFINITY,
      };
      const step = steps[event.key];
      if (step === undefined) return false;
      event.preventDefault();
      move(step);
      return true;
    },
  };
}
