const MINUTE_MS = 60_000;
/** Unfinished requests of one endpoint that are kept a minute: they cost their sender nothing. */
const MOST_A_MINUTE = 600;

/** Whether one more unfinished request of an endpoint is kept in this minute. */
export function createUnfinishedLimit(now: () => number, most = MOST_A_MINUTE): (endpointId: number) => boolean {
  let minute = Number.NaN;
  const counts = new Map<number, number>();
  return (endpointId) => {
    const present = Math.floor(now() / MINUTE_MS);
    if (present !== minute) {
      counts.clear();
      minute = present;
    }
    const count = (counts.get(endpointId) ?? 0) + 1;
    counts.set(endpointId, count);
    return count <= most;
  };
}
