/** Counts of what was not kept, or not kept whole, since the server's start. */
export interface Counters {
  unknownPaths: number;
  malformed: number;
  /** Requests that an endpoint's limits did not let in. */
  refused: number;
  storeFailures: number;
  /** Deliveries answered 2xx to 5xx after their commit. */
  captured: number;
}

export function createCounters(): Counters {
  return { unknownPaths: 0, malformed: 0, refused: 0, storeFailures: 0, captured: 0 };
}
