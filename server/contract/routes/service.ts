import { Type } from 'typebox';
import { ADDRESSES } from '../addresses.ts';
import { SessionSchema } from '../session.ts';
import { ProviderInfoSchema, SavedSearchSchema, SettingsSchema, StatusSchema } from '../status.ts';
import { closed, idParam, Nothing, Query, type Route } from './route.ts';

/** The server itself: sessions, state, feed, settings, and saved searches. */
export const SERVICE_ROUTES = {
  openSession: {
    ...ADDRESSES.openSession,
    open: true,
    summary: 'Trade a one-time code for a session token',
    body: Type.Object({ code: Type.String({ maxLength: 200 }) }, closed),
    response: Type.Object({ token: Type.String() }),
  },
  makeCode: {
    ...ADDRESSES.makeCode,
    summary: 'Make a link that opens the user interface once, within ten minutes',
    response: Type.Object({ url: Type.String() }),
  },
  makePage: {
    ...ADDRESSES.makePage,
    summary: 'Write a file in the data folder, for its owner alone, that leads a browser to the user interface, once',
    response: Type.Object({ file: Type.String() }),
  },
  listSessions: {
    ...ADDRESSES.listSessions,
    summary: 'Browsers that were let in, latest use first',
    response: Type.Array(SessionSchema),
  },
  endSession: {
    ...ADDRESSES.endSession,
    summary: 'End a session; what it is still reading ends at once',
    params: idParam,
    response: null,
  },
  endOtherSessions: {
    ...ADDRESSES.endOtherSessions,
    summary: 'End every session but the one that asks; the command line ends all',
    body: Nothing,
    response: Type.Object({ ids: Type.Array(Type.Integer()) }),
  },
  openapi: {
    ...ADDRESSES.openapi,
    summary: 'This API as OpenAPI 3.1',
    response: Type.Unknown(),
  },
  status: {
    ...ADDRESSES.status,
    summary: 'Addresses, figures and counters',
    response: StatusSchema,
  },
  feed: {
    ...ADDRESSES.feed,
    summary: 'Live feed as server-sent events; resumes after a sequence number',
    query: Type.Object({ after: Type.Optional(Type.Integer({ minimum: 0 })) }),
    response: null,
  },
  getSettings: {
    ...ADDRESSES.getSettings,
    summary: 'Retention and limits',
    response: SettingsSchema,
  },
  setSettings: {
    ...ADDRESSES.setSettings,
    summary: 'Change retention and limits',
    body: Type.Partial(SettingsSchema, closed),
    response: SettingsSchema,
  },
  listProviders: {
    ...ADDRESSES.listProviders,
    summary: 'Providers that Hookglass knows',
    response: Type.Array(ProviderInfoSchema),
  },
  listSearches: {
    ...ADDRESSES.listSearches,
    summary: 'Saved searches',
    response: Type.Array(SavedSearchSchema),
  },
  saveSearch: {
    ...ADDRESSES.saveSearch,
    summary: 'Save a search under a name',
    body: Type.Object({ name: Type.String({ minLength: 1, maxLength: 80 }), query: Query }, closed),
    response: SavedSearchSchema,
  },
  deleteSearch: {
    ...ADDRESSES.deleteSearch,
    summary: 'Delete a saved search',
    params: idParam,
    response: null,
  },
} as const satisfies Record<string, Route>;
