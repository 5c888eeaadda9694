import { useSyncExternalStore } from 'react';
import type { Store } from '../state/store.ts';

/** The value of a store; the component draws again when it changes. */
export function useStore<T>(store: Store<T>): T {
  return useSyncExternalStore(store.subscribe, store.get);
}

/** A part of a store's value. `pick` must return the same thing while nothing of interest changed. */
export function useStorePart<T, P>(store: Store<T>, pick: (value: T) => P): P {
  return useSyncExternalStore(store.subscribe, () => pick(store.get()));
}
