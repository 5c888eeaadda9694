import { type FocusEvent, type KeyboardEvent, type RefObject, useLayoutEffect } from 'react';

/**
 * Makes all buttons in a place one stop of the Tab key (APG, roving tabindex): the arrow keys, Home and End move among them,
 * and Tab comes back to the one that was left, at first to the one that is current.
 */
export function useRoving(place: RefObject<HTMLElement | null>): {
  readonly focus: (event: FocusEvent) => void;
  readonly press: (event: KeyboardEvent) => void;
} {
  const stops = (): readonly HTMLElement[] => [...(place.current?.querySelectorAll<HTMLElement>('button') ?? [])];
  const make = (stop: HTMLElement | undefined): void => {
    for (const one of stops()) one.tabIndex = one === stop ? 0 : -1;
  };
  // After every change of what is in there: a stop may have gone, or come.
  useLayoutEffect(() => {
    const all = stops();
    make(
      all.find((one) => one === document.activeElement) ??
        all.find(({ tabIndex, ariaCurrent }) => tabIndex === 0 && ariaCurrent === 'true') ??
        all.find(({ ariaCurrent }) => ariaCurrent === 'true') ??
        all[0],
    );
  });
  return {
    focus: ({ target }) => {
      if (target instanceof HTMLElement && target.matches('button')) make(target);
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
        ArrowDown: all.slice(at + 1).find((one) => !isMenu(one)),
        ArrowUp: all.slice(0, at).findLast((one) => !isMenu(one)),
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
