import type { LucideIcon } from 'lucide-react';
import type { Destination } from '../../server/contract/replay.ts';
import type { Actions } from '../state/actions.ts';
import type { AppState } from '../state/app-state.ts';

/** What a command works on. */
export interface Situation {
  readonly app: AppState;
  readonly actions: Actions;
  readonly destination: Destination | undefined;
  /** Ids of the chosen deliveries, ascending. */
  readonly chosen: readonly number[];
  /** The delivery in focus, else the first of the chosen; 0 where none is. */
  readonly first: number;
}

/** How many deliveries must be chosen. */
interface Choice {
  isPossible(chosen: number): boolean;
  /** What to do where it is not possible. */
  missing(chosen: number): string;
}

/** Something that the page can do, whole: a key, a menu, a button and the palette all walk or name these objects. */
export interface Command extends Choice {
  readonly id: string;
  readonly name: string;
  /** Its key as it is shown, for example `Shift+R`; `Mod` is Ctrl, or ⌘ on a Mac. */
  readonly key: string | null;
  readonly icon: LucideIcon | null;
  /** Its heading in the palette. */
  readonly group: 'Delivery' | 'Go' | 'Hookglass' | 'Theme';
  /** Its part of the list's context menu; a line parts them. */
  readonly menu?: 'send' | 'take' | 'keep';
  readonly danger?: true;
  /** Does something to what is stored, or opens a dialog that saves or asks. */
  readonly needsServer: boolean;
  run(on: Situation): void;
}

export const NONE: Choice = { isPossible: () => true, missing: () => '' };
export const SOME: Choice = { isPossible: (chosen) => chosen > 0, missing: () => 'Choose a delivery first.' };
export const ONE: Choice = {
  isPossible: (chosen) => chosen === 1,
  missing: (chosen) => (chosen === 0 ? SOME.missing(0) : 'Choose a single delivery for this.'),
};
export const TWO: Choice = {
  isPossible: (chosen) => chosen === 2,
  missing: () => 'Choose two deliveries to compare: hold Shift or Ctrl and click.',
};
