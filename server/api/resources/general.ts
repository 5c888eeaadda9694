import { Problem } from '../../contract/problem.ts';
import type { ApiContext } from '../context.ts';
import type { Handlers } from '../handlers.ts';

type Names = 'feed' | 'setSettings' | 'saveSearch' | 'deleteSearch';

export function generalHandlers(context: ApiContext): Pick<Handlers, Names> {
  const { store, feed, change } = context;
  return {
    feed: ({ query: { after } }) => ({
      run: (write, signal) =>
        feed.subscribe(
          after ?? store.feedLog.lastSeq(),
          (message) => write(`id: ${message.seq}\ndata: ${JSON.stringify(message)}\n\n`),
          signal,
        ),
    }),
    async setSettings({ body }) {
      const next = { ...store.settings.settings(), ...body };
      await change(() => {
        store.settings.setSettings(next);
        store.feedLog.append('status', 0);
      });
      context.reload();
      return next;
    },
    saveSearch: ({ body: { name, query } }) => change(() => store.searches.save(name.trim(), query)),
    async deleteSearch({ params: { id } }) {
      if (!(await change(() => store.searches.remove(id)))) throw new Problem('not-found', `search ${id}`);
      return undefined;
    },
  };
}
