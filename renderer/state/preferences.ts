import type { BodyMode } from '../view/body-modes.ts';
import { DEFAULT_DRAFT, draftFrom, type TunnelDraft } from '../view/tunnel-draft.ts';
import { createStore, type Store } from './store.ts';

export type Theme = 'system' | 'light' | 'dark';
export type { BodyMode };
export type DetailTab = 'overview' | 'headers' | 'body' | 'signature' | 'sends' | 'notes';

/** What this browser remembers of its user. Nothing of it is known to the server. */
export interface Preferences {
  readonly theme: Theme;
  readonly search: string;
  readonly endpointId: number | null;
  readonly destinationId: number | null;
  readonly tab: DetailTab;
  readonly bodyMode: BodyMode;
  readonly wrap: boolean;
  readonly rail: boolean;
  /** How the tunnel was opened last; never a secret. */
  readonly tunnel: TunnelDraft;
  readonly layouts: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

export const DEFAULT_PREFERENCES: Preferences = {
  theme: 'system',
  search: '',
  endpointId: null,
  destinationId: null,
  tab: 'overview',
  bodyMode: 'pretty',
  wrap: true,
  rail: true,
  tunnel: DEFAULT_DRAFT,
  layouts: {},
};

const KEY = 'hookglass.preferences';

/** Preferences kept in `storage`; what cannot be read there counts as the default. */
export function createPreferences(storage: Pick<Storage, 'getItem' | 'setItem'>): Store<Preferences> {
  const store = createStore<Preferences>({ ...DEFAULT_PREFERENCES, ...readKept(storage) });
  store.subscribe(() => {
    try {
      storage.setItem(KEY, JSON.stringify(store.get()));
    } catch {
      // A full or forbidden storage only means that nothing is remembered.
    }
  });
  return store;
}

function readKept(storage: Pick<Storage, 'getItem'>): Partial<Preferences> {
  try {
    const kept: unknown = JSON.parse(storage.getItem(KEY) ?? '{}');
    if (typeof kept !== 'object' || kept === null) return {};
    const known = Object.entries(kept).filter(
      ([name, value]) =>
        Object.hasOwn(DEFAULT_PREFERENCES, name) &&
        (value === null ? name.endsWith('Id') : typeof value === expectedType(name as keyof Preferences)),
    );
    const preferences = Object.fromEntries(known) as Partial<Preferences>;
    return preferences.tunnel === undefined ? preferences : { ...preferences, tunnel: draftFrom(preferences.tunnel) };
  } catch {
    return {};
  }
}

const expectedType = (name: keyof Preferences): string =>
  name.endsWith('Id') ? 'number' : typeof DEFAULT_PREFERENCES[name];
