import { createContext, use } from 'react';
import type { Actions } from '../state/actions.ts';
import type { AppState } from '../state/app-state.ts';

export interface Shared {
  readonly app: AppState;
  readonly actions: Actions;
}

export const AppContext = createContext<Shared | null>(null);

/** State and actions of the session. Only below the shell. */
export function useShared(): Shared {
  const shared = use(AppContext);
  if (shared === null) throw new Error('There is no session above this component.');
  return shared;
}
