import { makeSlug } from './capture/make-slug.ts';
import { DEFAULT_REPLY } from './contract/default-reply.ts';
import type { Store } from './store/store.ts';

/** Where there is no endpoint, or none that is not deleted, one called Inbox is made. */
export async function ensureFirstEndpoint(store: Store, nowMs: number): Promise<void> {
  if (store.endpoints.all().some(({ deletedAt }) => deletedAt === null)) return;
  const draft = {
    slug: makeSlug(),
    name: 'Inbox',
    provider: null,
    paused: false,
    reply: DEFAULT_REPLY,
    forwardTo: null,
  };
  await store.writer.write(() => store.endpoints.insert({ ...draft, createdAt: nowMs }));
}
