import type { Destination } from '../contract/replay.ts';
import type { Store } from '../store/store.ts';

/** Where deliveries of an endpoint go as they arrive: all that are newer than `after`. */
export interface ForwardRoute {
  /** null: a URL that is forwarded to while this server runs. */
  readonly destination: Destination | null;
  readonly url: string;
  readonly after: number;
}

export interface ForwardRoutes {
  /** The routes as they are now, by endpoint. */
  current(): ReadonlyMap<number, ForwardRoute>;
  /** From now on everything that arrives goes to `url`, whatever the endpoints say. It ends with this server, as it is not written down. */
  leadAll(url: string): void;
}

/** The live forwards: those of the endpoints, unless all of them are led elsewhere. */
export function createForwardRoutes({
  endpoints,
  destinations,
  writer,
}: Pick<Store, 'endpoints' | 'destinations' | 'writer'>): ForwardRoutes {
  let lead: ForwardRoute | null = null;
  return {
    current: () =>
      new Map(
        endpoints.all().flatMap(({ id, forwardTo, forwardAfter }) => {
          if (lead !== null) return [[id, lead] as const];
          const destination = forwardTo === null ? null : destinations.get(forwardTo);
          return destination === null
            ? []
            : [[id, { destination, url: destination.url, after: forwardAfter }] as const];
        }),
      ),
    leadAll(url) {
      lead = { destination: null, url, after: writer.lastId() };
    },
  };
}
