import type { AppState } from './app-state.ts';

/** Below this width the side bar is a drawer over the list. */
export const ROOM_FOR_SIDE_BAR = '(min-width: 820px)';

/** Show or hide the side bar: beside the list where there is room, else as a drawer. */
export function turnSideBar({ drawer, preferences }: Pick<AppState, 'drawer' | 'preferences'>, hasRoom: boolean): void {
  if (hasRoom) preferences.update((now) => ({ ...now, rail: !now.rail }));
  else drawer.update((isOpen) => !isOpen);
}
