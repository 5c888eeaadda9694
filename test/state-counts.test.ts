import { QueryClient, QueryObserver } from '@tanstack/react-query';
import { afterEach, expect, test } from 'vitest';
import { createApi } from '../renderer/state/api.ts';
import { createAppState } from '../renderer/state/app-state.ts';
import { KEYS } from '../renderer/state/apply-message.ts';
import { queryCache } from '../renderer/state/browser.ts';
import type { Later } from '../renderer/state/feed.ts';
import { createPreferences } from '../renderer/state/preferences.ts';
import type { Endpoint } from '../server/contract/endpoint.ts';
import type { Status } from '../server/contract/status.ts';
import { type TestApp, withApp } from './support/app.ts';

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

/** Real timers without their length: what is to be done later is done in the next turn of the loop. */
const soon: Later = (delayMs, action) => {
  if (delayMs > 10_000) return () => undefined;
  const clock = setTimeout(action, Math.min(delayMs, 20));
  return () => clearTimeout(clock);
};

/** The state of a page without the page: a real server, the real feed and the real cache of answers. */
async function openState(app: TestApp) {
  const client = new QueryClient({
    defaultOptions: { queries: { staleTime: Number.POSITIVE_INFINITY, retry: false } },
  });
  const api = createApi({
    token: app.app.token,
    fetch: (address, init) => fetch(new URL(String(address), app.origin), init),
    onRefused: () => undefined,
  });
  const state = createAppState({
    api,
    cache: queryCache(client),
    preferences: createPreferences({ getItem: () => null, setItem: () => undefined }),
    later: soon,
    nextFrame: (action) => soon(0, action),
    makeWorker: () => {
      throw new Error('No body is read here.');
    },
  });
  // As the page does it: the place in the feed first, so that what is fetched after it can only be newer.
  const { lastSeq } = await api.call('status');
  const watch = <T>(queryKey: readonly unknown[], queryFn: () => Promise<T>): void => {
    closers.push(new QueryObserver(client, { queryKey, queryFn }).subscribe(() => undefined));
  };
  watch(KEYS.status, () => api.call('status'));
  watch(KEYS.endpoints, () => api.call('listEndpoints'));
  state.list.show({ text: '', endpoint: null });
  closers.push(state.start(lastSeq));
  return {
    state,
    /** All figures that the window shows: of all endpoints, of each, and above the list. */
    shown: () => ({
      all: client.getQueryData<Status>(KEYS.status)?.deliveries,
      each: client.getQueryData<readonly Endpoint[]>(KEYS.endpoints)?.map(({ id, deliveries }) => [id, deliveries]),
      listed: state.list.view.get().model.total,
    }),
  };
}

async function real(app: TestApp) {
  const all = (await app.call('status', {})).deliveries;
  return {
    all,
    each: (await app.call('listEndpoints', {})).map(({ id, deliveries }) => [id, deliveries]),
    listed: (await app.call('listDeliveries', { query: { limit: 1 } })).total,
  };
}

test('the figures of the window are the server’s, whatever is deleted, restored or arrives', async () => {
  await withApp(async (app) => {
    const second = await app.call('createEndpoint', { body: { name: 'Second' } });
    const urls = [app.captureUrl, second.url];
    const send = async (count: number, to = 0): Promise<void> => {
      for (let at = 0; at < count; at++) await fetch(urls[to] as string, { method: 'POST', body: `${at}` });
    };
    await send(6);
    await send(4, 1);
    const { shown } = await openState(app);
    const remove = (...ids: number[]) => app.call('deleteDeliveries', { body: { ids } });
    const restore = (...ids: number[]) => app.call('restoreDeliveries', { body: { ids } });
    const steps: readonly (readonly [string, () => Promise<unknown>])[] = [
      ['nothing', async () => undefined],
      ['delete one', () => remove(6)],
      ['undo', () => restore(6)],
      ['arrivals after the undo', () => send(3)],
      ['delete several of two endpoints', () => remove(1, 2, 7, 8)],
      ['undo while others arrive', () => Promise.all([restore(1, 2, 7, 8), send(2), send(2, 1)])],
      ['delete while others arrive', () => Promise.all([remove(3, 9), send(3, 1)])],
      ['restore a part', () => restore(9)],
      ['delete by search', () => app.call('deleteDeliveries', { body: { query: 'endpoint:Second' } })],
      ['another provider', () => app.call('changeEndpoint', { params: { id: 1 }, body: { provider: 'github' } })],
      ['pin one', () => app.call('changeDelivery', { params: { id: 1 }, body: { pinned: true } })],
      ['delete an endpoint', () => app.call('deleteEndpoint', { params: { id: 1 } })],
      ['restore the endpoint', () => app.call('restoreEndpoint', { params: { id: 1 } })],
      [
        'delete another, and arrivals',
        () => Promise.all([app.call('deleteEndpoint', { params: { id: second.id } }), send(2)]),
      ],
      ['restore that', () => app.call('restoreEndpoint', { params: { id: second.id } })],
    ];
    for (const [name, step] of steps) {
      await step();
      // The server's own figures follow a capture, too: both are asked for until they agree.
      await expect
        .poll(async () => ({ name, shown: shown(), real: await real(app) }), { timeout: 20_000 })
        .toSatisfy(({ shown: mine, real: theirs }) => JSON.stringify(mine) === JSON.stringify(theirs));
    }
  });
});
