import { toProviderInfo } from '../../providers/provider-info.ts';
import type { Handlers } from '../handlers.ts';
import type { ReadingContext } from './context.ts';

type Names = 'openapi' | 'status' | 'getSettings' | 'listProviders' | 'listSearches' | 'listSessions';

/** The server itself: its state, settings, saved searches and sessions, and what it knows. */
export function serviceReaders(context: ReadingContext): Pick<Handlers, Names> {
  const { store } = context;
  return {
    openapi: async () => (await import('../openapi.ts')).toOpenApi(context.version),
    status: () => context.status(),
    getSettings: () => store.settings.settings(),
    listProviders: async () => (await context.providers()).all.map(toProviderInfo),
    listSearches: () => store.searches.all(),
    listSessions: (_input, caller) => context.sessions.all(caller),
  };
}
