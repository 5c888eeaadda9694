import { randomBytes } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import type { DeliverySummary } from '../../../server/contract/delivery.ts';
import { DEFAULT_REPLY, type Endpoint, type Secret } from '../../../server/contract/endpoint.ts';
import type { FeedMessage } from '../../../server/contract/feed.ts';
import type { Attempt, Destination } from '../../../server/contract/replay.ts';
import { parseSearch } from '../../../server/contract/search-grammar.ts';
import { DEFAULT_SETTINGS, type SavedSearch, type Settings } from '../../../server/contract/status.ts';
import type { TunnelState } from '../../../server/contract/tunnel.ts';
import { type Kept, makeDelivery } from './deliveries.ts';

type Announcement = FeedMessage extends infer M ? (M extends { seq: number } ? Omit<M, 'seq'> : never) : never;

/** All that the fake control server knows; tests reach into it. */
export interface FakeState {
  readonly kept: Map<number, Kept>;
  readonly deleted: Map<number, Kept>;
  readonly endpoints: Endpoint[];
  readonly destinations: Destination[];
  readonly attempts: Attempt[];
  readonly answers: Map<number, Buffer>;
  readonly secrets: Secret[];
  readonly searches: SavedSearch[];
  readonly allowedHosts: Set<string>;
  readonly feeds: Set<ServerResponse>;
  readonly log: FeedMessage[];
  settings: Settings;
  tunnel: TunnelState;
  nextId: number;
  announce(message: Announcement): void;
  /** Make `count` more deliveries and announce them together. */
  arrive(count: number, endpointId?: number): readonly DeliverySummary[];
}

/** A state with `count` deliveries, the newest `now`, one every 1.7 s before. */
export function makeState(count: number, now: number): FakeState {
  const state: FakeState = {
    kept: new Map(),
    deleted: new Map(),
    endpoints: [],
    destinations: [],
    attempts: [],
    answers: new Map(),
    secrets: [],
    searches: [],
    allowedHosts: new Set(),
    feeds: new Set(),
    log: [],
    settings: DEFAULT_SETTINGS,
    tunnel: { kind: 'closed', reason: null },
    nextId: count + 1,
    announce(message) {
      const whole = { ...message, seq: state.log.length + 1 } as FeedMessage;
      state.log.push(whole);
      for (const feed of state.feeds) feed.write(printMessage(whole));
    },
    arrive(howMany, endpointId = 1) {
      const endpoint = state.endpoints.find(({ id }) => id === endpointId) as Endpoint;
      const made = Array.from({ length: howMany }, () => {
        const kept = makeDelivery(state.nextId++, endpoint.id, endpoint.slug, Date.now());
        state.kept.set(kept.delivery.id, kept);
        return summaryOf(kept);
      });
      state.announce({ kind: 'arrived', deliveries: made });
      return made;
    },
  };
  addEndpoint(state, 'Inbox', now);
  for (let id = 1; id <= count; id++) {
    state.kept.set(id, makeDelivery(id, 1, state.endpoints[0]?.slug ?? '', now - (count - id) * 1_700));
  }
  return state;
}

/** Make an endpoint. */
export function addEndpoint(state: FakeState, name: string, now: number): Endpoint {
  const slug = randomBytes(16).toString('base64url');
  const endpoint: Endpoint = {
    id: state.endpoints.length + 1,
    slug,
    name,
    url: `http://127.0.0.1:7420/e/${slug}`,
    provider: null,
    paused: false,
    reply: DEFAULT_REPLY,
    forwardTo: null,
    limits: { basicAuth: null, allow: null, perMinute: null },
    createdAt: now,
    deliveries: 0,
    lastAt: null,
  };
  state.endpoints.push(endpoint);
  return endpoint;
}

/** One message in the form of a server-sent event. */
export function printMessage(message: FeedMessage): string {
  return `id: ${message.seq}\ndata: ${JSON.stringify(message)}\n\n`;
}

/** A delivery without its head. */
export function summaryOf({ delivery }: Kept): DeliverySummary {
  const {
    fullTarget,
    httpVersion,
    headers,
    trailers,
    remoteAddress,
    declaredSizeBytes,
    publicUrl,
    malformedReason,
    ...summary
  } = delivery;
  return summary;
}

/** Whether a delivery fits a search: the few keys that tests of the page use. */
export function fits(state: FakeState, query: string): (kept: Kept) => boolean {
  const terms = parseSearch(query);
  return ({ delivery, body }) =>
    terms.every(({ key, values, negated }) => {
      const any = values.some((value) => {
        if (key === null)
          return `${delivery.fullTarget}\n${JSON.stringify(delivery.headers)}\n${body.toString('latin1')}`
            .toLowerCase()
            .includes(value.toLowerCase());
        if (key === 'id') return String(delivery.id) === value;
        if (key === 'endpoint')
          return state.endpoints.some(
            ({ id, slug, name }) => id === delivery.endpointId && (slug === value || name === value),
          );
        if (key === 'method') return delivery.method === value.toUpperCase();
        if (key === 'provider') return (delivery.provider ?? 'unknown') === value;
        if (key === 'verdict') return delivery.verdict.kind === value;
        if (key === 'event') return (delivery.event ?? '').includes(value);
        if (key === 'is') return value === 'pinned' && delivery.pinned;
        return false;
      });
      return any !== negated;
    });
}
