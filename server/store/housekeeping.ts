import type { Store } from './store.ts';

const EVERY_MS = 60_000;
/** Deleted things can be restored for an hour. */
export const RESTORABLE_MS = 3_600_000;
/** Rows a commit, so that a capture never waits long. */
const ROWS_A_SLICE = 200;
const FEED_KEPT = 1_000_000;

interface HousekeepingOptions {
  readonly store: Store;
  readonly nowMs: () => number;
  readonly announce: () => void;
  readonly log: (message: string) => void;
}

export interface Housekeeping {
  /** Do all that is due now. */
  run(): Promise<void>;
  stop(): void;
}

/** Retention, the end of what was deleted, and the length of the feed log. Works in slices between captures. */
export function startHousekeeping({ store, nowMs, announce, log }: HousekeepingOptions): Housekeeping {
  const { writer, reader, marks, settings, feedLog, endpoints } = store;
  let running: Promise<void> | null = null;
  let stopped = false;

  const purge = async (ids: readonly number[]): Promise<void> => {
    await writer.write(() => store.purge(ids));
    await reader.call('forget', ids);
  };

  const endDeleted = async (): Promise<void> => {
    // The rows of an endpoint are found by their summaries, so each must have one.
    await reader.call('describedUpTo', writer.lastId());
    const before = nowMs() - RESTORABLE_MS;
    for (
      let ids = marks.deletedBefore(before, ROWS_A_SLICE);
      ids.length > 0 && !stopped;
      ids = marks.deletedBefore(before, ROWS_A_SLICE)
    ) {
      await purge(ids);
    }
    for (const endpoint of endpoints.all()) {
      if (endpoint.deletedAt === null || endpoint.deletedAt > before) continue;
      for (let ids = await ofEndpoint(endpoint.id); ids.length > 0 && !stopped; ids = await ofEndpoint(endpoint.id))
        await purge(ids);
      await writer.write(() => endpoints.purge(endpoint.id));
    }
  };
  const ofEndpoint = (endpointId: number): Promise<number[]> =>
    reader.call('idsOfEndpoint', { endpointId, limit: ROWS_A_SLICE });

  const prune = async (): Promise<void> => {
    let total = 0;
    while (!stopped) {
      const ids = await reader.call('prunable', { settings: settings.settings(), nowMs: nowMs(), limit: ROWS_A_SLICE });
      if (ids.length === 0) break;
      await writer.write(() => {
        store.purge(ids);
        settings.addPruned(ids.length);
        feedLog.appendIds('deleted', ids);
        feedLog.append('status', 0);
      });
      await reader.call('forget', ids);
      announce();
      total += ids.length;
    }
    if (total > 0) log(`Retention removed ${total} deliveries.`);
  };

  const all = async (): Promise<void> => {
    await endDeleted();
    await prune();
    if (feedLog.lastSeq() - feedLog.oldestSeq() > FEED_KEPT * 1.1) await writer.write(() => feedLog.trim(FEED_KEPT));
  };
  const run = (): Promise<void> => {
    running ??= all().finally(() => {
      running = null;
    });
    return running;
  };
  const timer = setInterval(() => {
    run().catch((error: unknown) => log(`Housekeeping failed and is tried again: ${String(error)}`));
  }, EVERY_MS);
  timer.unref();
  return {
    run,
    stop() {
      stopped = true;
      clearInterval(timer);
    },
  };
}
