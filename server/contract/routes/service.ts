import { Type } from 'typebox';
import { SessionSchema } from '../session.ts';
import { ProviderInfoSchema, SavedSearchSchema, SettingsSchema, StatusSchema } from '../status.ts';
import { closed, idParam, Nothing, Query, type Route } from './route.ts';

/** The server itself: sessions, state, feed, settings, and saved searches. */
export const SERVICE_ROUTES = {
  openSession: {
    method: 'POST',
    path: '/api/session',
    open: true,
    summary: 'Trade a one-time code for a session token',
    body: Type.Object({ code: Type.String({ maxLength: 200 }) }, closed),
    response: Type.Object({ token: Type.String() }),
  },
  makeCode: {
    method: 'POST',
    path: '/api/session/code',
    summary: 'Make a link that opens the user interface once, within ten minutes',
    response: Type.Object({ url: Type.String() }),
  },
  makePage: {
    method: 'POST',
    path: '/api/session/page',
    summary: 'Write a file in the data folder, for its owner alone, that leads a browser to the user interface, once',
    response: Type.Object({ file: Type.String() }),
  },
  listSessions: {
    method: 'GET',
    path: '/api/sessions',
    reads: true,
    summary: 'Browsers that were let in, latest use first',
    response: Type.Array(SessionSchema),
  },
  endSession: {
    method: 'DELETE',
    path: '/api/sessions/:id',
    summary: 'End a session; what it is still reading ends at once',
    params: idParam,
    response: null,
  },
  endOtherSessions: {
    method: 'POST',
    path: '/api/sessions/end',
    summary: 'End every session but the one that asks; the command line ends all',
    body: Nothing,
    response: Type.Object({ ids: Type.Array(Type.Integer()) }),
  },
  openapi: {
    method: 'GET',
    path: '/api/openapi.json',
    reads: true,
    summary: 'This API as OpenAPI 3.1',
    response: Type.Unknown(),
  },
  status: {
    method: 'GET',
    path: '/api/status',
    reads: true,
    summary: 'Addresses, figures and counters',
    response: StatusSchema,
  },
  feed: {
    method: 'GET',
    path: '/api/feed',
    summary: 'Live feed as server-sent events; resumes after a sequence number',
    query: Type.Object({ after: Type.Optional(Type.Integer({ minimum: 0 })) }),
    response: null,
    bytes: 'text/event-stream',
  },
  getSettings: {
    method: 'GET',
    path: '/api/settings',
    reads: true,
    summary: 'Retention and limits',
    response: SettingsSchema,
  },
  setSettings: {
    method: 'PATCH',
    path: '/api/settings',
    summary: 'Change retention and limits',
    body: Type.Partial(SettingsSchema, closed),
    response: SettingsSchema,
  },
  listProviders: {
    method: 'GET',
    path: '/api/providers',
    reads: true,
    summary: 'Providers that Hookglass knows',
    response: Type.Array(ProviderInfoSchema),
  },
  listSearches: {
    method: 'GET',
    path: '/api/searches',
    reads: true,
    summary: 'Saved searches',
    response: Type.Array(SavedSearchSchema),
  },
  saveSearch: {
    method: 'POST',
    path: '/api/searches',
    summary: 'Save a search under a name',
    body: Type.Object({ name: Type.String({ minLength: 1, maxLength: 80 }), query: Query }, closed),
    response: SavedSearchSchema,
  },
  deleteSearch: {
    method: 'DELETE',
    path: '/api/searches/:id',
    summary: 'Delete a saved search',
    params: idParam,
    response: null,
  },
} as const satisfies Record<string, Route>;
