import { type FocusEvent, type KeyboardEvent, type RefObject, useEffect, useLayoutEffect, useRef } from 'react';

/**
 * Makes all buttons in a place one stop of the Tab key (APG, roving tabindex and toolbar): Home, End and the arrow keys move
 * among them, in a `row` those to the sides alone, and Tab comes back to the one that was left, at first to the one that is
 * current.
 */
export function useRoving(
  place: RefObject<HTMLElement | null>,
  lie: 'column' | 'row',
): {
  readonly focus: (event: FocusEvent) => void;
  readonly press: (event: KeyboardEvent) => void;
} {
  const stops = (): readonly HTMLElement[] => [...(place.current?.querySelectorAll<HTMLElement>('button') ?? [])];
  const make = (stop: HTMLElement | undefined): void => {
    for (const one of stops()) one.tabIndex = one === stop ? 0 : -1;
  };
  const left = useRef<HTMLElement>(null);
  const settle = (): void => {
    const all = stops();
    make(
      all.find((one) => one === document.activeElement) ??
        all.find((one) => one === left.current && one.ariaCurrent === 'true') ??
        all.find(({ ariaCurrent }) => ariaCurrent === 'true') ??
        all.find((one) => one === left.current) ??
        all[0],
    );
  };
  // After every change of what is in there: a stop may have gone, or come.
  useLayoutEffect(settle);
  const settleNow = useRef(settle);
  settleNow.current = settle;
  useEffect(() => {
    if (place.current === null) return;
    const watch = new MutationObserver(() => settleNow.current());
    watch.observe(place.current, { childList: true, subtree: true });
    return () => watch.disconnect();
  }, [place]);
  return {
    focus: ({ target }) => {
      // What a menu or a panel of a button brings up is not in here, though React tells of it here.
      const stop = stops().find((one) => one === target);
      if (stop === undefined) return;
      left.current = stop;
      make(stop);
    },
    press: (event) => {
      const { activeElement } = document;
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
      const all = stops();
      const at = all.indexOf(activeElement as HTMLElement);
      if (at < 0) return;
      // Down on a button that opens a menu opens it; so up and down pass those by, left and right reach them.
      const isMenu = ({ ariaHasPopup }: Element): boolean => ariaHasPopup !== null;
      const next: Readonly<Record<string, HTMLElement | undefined>> = {
        ...(lie === 'column' && {
          ArrowDown: all.slice(at + 1).find((one) => !isMenu(one)),
          ArrowUp: all.slice(0, at).findLast((one) => !isMenu(one)),
        }),
        ArrowRight: all[at + 1],
        ArrowLeft: all[at - 1],
        Home: all[0],
        End: all.at(-1),
      };
      const stop = next[event.key];
      if (stop === undefined) return;
      event.preventDefault();
      stop.focus();
    },
  };
}
