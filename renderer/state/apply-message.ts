import type { Delivery, DeliverySummary } from '../../server/contract/delivery.ts';
import type { Endpoint } from '../../server/contract/endpoint.ts';
import type { FeedMessage } from '../../server/contract/feed.ts';
import type { Attempt, Destination } from '../../server/contract/replay.ts';
import type { Status } from '../../server/contract/status.ts';
import type { TunnelGap } from '../../server/contract/tunnel.ts';

/** Keys of what the page has fetched. One place, so that the feed and the screens mean the same. */
export const KEYS = {
  status: ['status'],
  tunnelOpenings: ['tunnel-openings'],
  /** Never asked anew by the feed: each answer starts the adapters' programs to learn their versions. */
  tunnelAdapters: ['tunnel-adapters'],
  gaps: ['gaps'],
  settings: ['settings'],
  providers: ['providers'],
  endpoints: ['endpoints'],
  destinations: ['destinations'],
  searches: ['searches'],
  allowedHosts: ['allowed-hosts'],
  recipes: ['recipes'],
  sessions: ['sessions'],
  delivery: (id: number) => ['delivery', id],
  attempts: (deliveryId: number) => ['attempts', deliveryId],
  secrets: (endpointId: number) => ['secrets', endpointId],
  verification: (id: number) => ['verification', id],
  body: (id: number, scope: string) => ['body', id, scope],
  attemptBody: (id: number) => ['attempt-body', id],
} as const;

/** What was fetched before. `change` is called only where there is something under the key. */
export interface Cache {
  change<T>(key: readonly unknown[], change: (now: T) => T): void;
  invalidate(key: readonly unknown[]): void;
  invalidateAll(): void;
}

/** Whether a message can change how many deliveries there are; a restored delivery comes as `changed`. */
export const changesCounts = ({ kind }: FeedMessage): boolean =>
  kind === 'arrived' || kind === 'changed' || kind === 'deleted' || kind === 'endpoint';

/** Whether a message takes an endpoint, and all its deliveries, away or brings it back. Asked before it is applied. */
export function movesEndpoint(cache: Cache, message: FeedMessage): boolean {
  if (message.kind !== 'endpoint') return false;
  let wasThere = message.endpoint !== null;
  cache.change<readonly Endpoint[]>(KEYS.endpoints, (now) => {
    wasThere = now.some(({ id }) => id === message.id);
    return now;
  });
  return wasThere !== (message.endpoint !== null);
}

/** Bring one message of the feed into what was fetched before; lists of deliveries are kept elsewhere. */
export function applyMessage(cache: Cache, message: FeedMessage): void {
  switch (message.kind) {
    case 'arrived':
    case 'changed':
      for (const summary of message.deliveries) {
        cache.change<Delivery>(KEYS.delivery(summary.id), (now) => ({ ...now, ...summary }));
        if (message.kind === 'changed') cache.invalidate(KEYS.verification(summary.id));
      }
      if (message.kind === 'arrived') countArrivals(cache, message.deliveries);
      return;
    case 'attempt': {
      const { attempt } = message;
      cache.change<readonly Attempt[]>(KEYS.attempts(attempt.deliveryId), (now) =>
        putById(now, attempt).toSorted((a, b) => b.id - a.id),
      );
      return;
    }
    case 'endpoint':
      cache.change<readonly Endpoint[]>(KEYS.endpoints, (now) => putOrDrop(now, message.id, message.endpoint));
      cache.invalidate(KEYS.secrets(message.id));
      return;
    case 'destination':
      cache.change<readonly Destination[]>(KEYS.destinations, (now) => putOrDrop(now, message.id, message.destination));
      return;
    case 'tunnel':
      cache.change<Status>(KEYS.status, (now) => ({ ...now, tunnel: message.tunnel }));
      cache.invalidate(KEYS.tunnelOpenings);
      cache.invalidate(KEYS.gaps);
      return;
    case 'status':
      cache.invalidate(KEYS.status);
      return;
    case 'deleted':
      cache.invalidate(KEYS.status);
      cache.invalidate(KEYS.endpoints);
      return;
    case 'reset':
      cache.change<readonly TunnelGap[]>(KEYS.gaps, () => []);
      cache.invalidateAll();
  }
}

/** Figures of the rail; the server's own take their place with its next answer. */
function countArrivals(cache: Cache, deliveries: readonly DeliverySummary[]): void {
  cache.change<Status>(KEYS.status, (now) => ({ ...now, deliveries: now.deliveries + deliveries.length }));
  cache.change<readonly Endpoint[]>(KEYS.endpoints, (now) =>
    now.map((endpoint) => {
      const mine = deliveries.filter(({ endpointId }) => endpointId === endpoint.id);
      if (mine.length === 0) return endpoint;
      const lastAt = Math.max(endpoint.lastAt ?? 0, ...mine.map(({ at }) => at));
      return { ...endpoint, deliveries: endpoint.deliveries + mine.length, lastAt };
    }),
  );
}

interface Identified {
  readonly id: number;
}

/** A list with an item replaced in its place, or added at the end. */
export function putById<T extends Identified>(list: readonly T[], item: T): readonly T[] {
  const at = list.findIndex(({ id }) => id === item.id);
  return at < 0 ? [...list, item] : list.with(at, item);
}

function putOrDrop<T extends Identified>(list: readonly T[], id: number, item: T | null): readonly T[] {
  return item === null ? list.filter((other) => other.id !== id) : putById(list, item);
}
