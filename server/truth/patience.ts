/** How many of those who wait, counted from the front of their queue. */
export interface Queued {
  readonly rows: number;
  readonly jobs: number;
}

/** Tells who of a queue has waited too long. Nothing is noted while nobody has to wait, so that it costs nothing then. */
export interface Patience {
  /** Another try was in vain at `nowMs`, with so many waiting; returns how many from the front are to be given up. */
  inVain(waiting: Queued, nowMs: number): Queued;
  /** A try went well: the waiting is over. */
  reset(): void;
}

/** `patienceMs` is asked for at each try. */
export function createPatience(patienceMs: () => number): Patience {
  let tries: (Queued & { readonly atMs: number })[] = [];
  return {
    inVain(waiting, nowMs) {
      const newest = tries.at(-1);
      if (newest === undefined || newest.rows < waiting.rows || newest.jobs < waiting.jobs)
        tries.push({ ...waiting, atMs: nowMs });
      const overdue = tries.findLast(({ atMs }) => nowMs - atMs >= patienceMs());
      if (overdue === undefined) return { rows: 0, jobs: 0 };
      tries = tries
        .filter(({ atMs }) => atMs > overdue.atMs)
        .map(({ rows, jobs, atMs }) => ({ rows: rows - overdue.rows, jobs: jobs - overdue.jobs, atMs }));
      return overdue;
    },
    reset() {
      if (tries.length > 0) tries = [];
    },
  };
}
