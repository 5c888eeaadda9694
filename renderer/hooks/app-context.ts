import { createContext, use } from 'react';
import type { Actions } from '../state/actions.ts';
import type { AppState } from '../state/app-state.ts';
import type { Command } from './command.ts';

export interface Shared {
  readonly app: AppState;
  readonly actions: Actions;
  /** Every command there is, for what walks through them. */
  readonly commands: readonly Command[];
}

export const AppContext = createContext<Shared | null>(null);

/** State, actions and commands of the session. Only below the shell. */
export function useShared(): Shared {
  const shared = use(AppContext);
  if (shared === null) throw new Error('There is no session above this component.');
  return shared;
}
