import type { Endpoint } from '../contract/endpoint.ts';
import { stepsOf } from '../contract/reply.ts';
import { explainStep } from '../reply/explain.ts';
import type { ReadingStore } from '../store/reading-store.ts';
import { toLimitsView } from '../truth/tables/limits.ts';

/** Stored endpoints as the API tells of them: with address and figures. Deleted ones are left out. */
export interface EndpointViews {
  /** With the figures of the last `all`. */
  one(id: number): Endpoint | null;
  all(): Promise<Endpoint[]>;
}

export function createEndpointViews(
  store: Pick<ReadingStore, 'endpoints' | 'reader'>,
  captureBase: () => string,
): EndpointViews {
  let counts: Record<number, { count: number; lastAt: number }> = {};
  const one = (id: number): Endpoint | null => {
    const found = store.endpoints.get(id);
    if (found === null || found.deletedAt !== null) return null;
    const { deletedAt: _, forwardAfter: __, limits, ...endpoint } = found;
    const told = toLimitsView(limits);
    const figures = counts[id];
    return {
      ...endpoint,
      limits: told,
      answers: stepsOf({ ...endpoint, limits: told }).map(explainStep),
      url: `${captureBase()}/e/${found.slug}`,
      deliveries: figures?.count ?? 0,
      lastAt: figures?.lastAt ?? null,
    };
  };
  return {
    one,
    async all() {
      counts = (await store.reader.call('counts', null)).byEndpoint;
      return store.endpoints.all().flatMap(({ id }) => one(id) ?? []);
    },
  };
}
