import { Problem } from '../../contract/problem.ts';
import type { ApiContext } from '../context.ts';
import type { Handlers } from '../handlers.ts';
import { toOpenApi } from '../openapi.ts';

type Names =
  | 'openapi'
  | 'status'
  | 'feed'
  | 'getSettings'
  | 'setSettings'
  | 'listProviders'
  | 'listSearches'
  | 'saveSearch'
  | 'deleteSearch';

export function generalHandlers(context: ApiContext): Pick<Handlers, Names> {
  const { store, feed, change } = context;
  return {
    openapi: () => toOpenApi(context.version),
    status: () => context.status(),
    feed: ({ query: { after } }) => ({
      run: (write, signal) =>
        feed.subscribe(
          after ?? store.feedLog.lastSeq(),
          (message) => write(`id: ${message.seq}\ndata: ${JSON.stringify(message)}\n\n`),
          signal,
        ),
    }),
    getSettings: () => store.settings.settings(),
    async setSettings({ body }) {
      const next = { ...store.settings.settings(), ...body };
      await change(() => {
        store.settings.setSettings(next);
        store.feedLog.append('status', 0);
      });
      context.reload();
      return next;
    },
    listProviders: () =>
      context.providers().all.map(({ id, name, docsUrl, confidence, signs, secretLabel, extras = [] }) => ({
        id,
        name,
        docsUrl,
        confidence,
        signs,
        secretLabel,
        extras: extras.map(({ name: extra, label, pem = false }) => ({ name: extra, label, pem })),
      })),
    listSearches: () => store.searches.all(),
    saveSearch: ({ body: { name, query } }) => change(() => store.searches.save(name.trim(), query)),
    async deleteSearch({ params: { id } }) {
      if (!(await change(() => store.searches.remove(id)))) throw new Problem('not-found', `search ${id}`);
      return undefined;
    },
  };
}
