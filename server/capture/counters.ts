/** Counts of what was not kept, or not kept whole, since the server's start. */
export interface Counters {
  unknownPaths: number;
  malformed: number;
  /** Requests that an endpoint's limits did not let in. */
  refused: number;
  storeFailures: number;
  /** Requests answered 503 because all bodies under way, or requests without an answer, were too many at once. */
  overloaded: number;
  /** Bodies, or header lines, over their cap: answered 413 or 431. */
  tooLarge: number;
  /** Requests that came too slowly: answered 408. */
  tooSlow: number;
  /** Unfinished requests that were not kept, because an endpoint had too many in one minute. */
  unfinishedDropped: number;
  /** Connections closed unread, because too many were open. */
  connectionsRefused: number;
  /** Deliveries answered 2xx to 5xx after their commit. */
  captured: number;
}

export function createCounters(): Counters {
  return {
    unknownPaths: 0,
    malformed: 0,
    refused: 0,
    storeFailures: 0,
    overloaded: 0,
    tooLarge: 0,
    tooSlow: 0,
    unfinishedDropped: 0,
    connectionsRefused: 0,
    captured: 0,
  };
}
