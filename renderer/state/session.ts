import { createApi } from './api.ts';

/** Whether this page may talk to the server, and if not, why. */
export type Session =
  | { readonly kind: 'open'; readonly token: string }
  | { readonly kind: 'closed'; readonly reason: 'no-link' | 'used-link' | 'unreachable' };

const KEY = 'hookglass.token';

/**
 * Trade the one-time code of the URL fragment (`#code=…`) for a token, or take the token that this tab already has
 * (design.md, 6). The fragment is removed from the address bar before anything is sent.
 */
export async function openSession({
  location,
  history,
  storage,
  fetch,
}: {
  readonly location: Pick<Location, 'hash' | 'pathname' | 'search'>;
  readonly history: Pick<History, 'replaceState'>;
  readonly storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;
  readonly fetch: typeof globalThis.fetch;
}): Promise<Session> {
  const code = new URLSearchParams(location.hash.slice(1)).get('code');
  if (code === null) {
    const kept = storage.getItem(KEY);
    return kept === null ? { kind: 'closed', reason: 'no-link' } : { kind: 'open', token: kept };
  }
  history.replaceState(null, '', location.pathname + location.search);
  const api = createApi({ token: null, fetch, onRefused: () => undefined });
  const opened = await api.ask('openSession', { body: { code } });
  if (opened.kind === 'answered') {
    storage.setItem(KEY, opened.value.token);
    return { kind: 'open', token: opened.value.token };
  }
  if (opened.problem.status === 0) return { kind: 'closed', reason: 'unreachable' };
  const kept = storage.getItem(KEY);
  return kept === null ? { kind: 'closed', reason: 'used-link' } : { kind: 'open', token: kept };
}

/** Forget the token, after the server refused it. */
export function closeSession(storage: Pick<Storage, 'removeItem'>): void {
  storage.removeItem(KEY);
}
