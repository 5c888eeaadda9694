import type { Clock } from '../contract/clock.ts';
import { createSteadyClock } from '../truth/steady-clock.ts';
import type { Store } from './store.ts';

const EVERY_MS = 60_000;
/** Deleted things can be restored for an hour. */
export const RESTORABLE_MS = 3_600_000;
/** Rows and bytes a commit, so that a capture never waits long: what is deleted is overwritten. */
const ROWS_A_SLICE = 200;
const BYTES_A_SLICE = 8_388_608;
/** At its bound a folder prunes each minute, and a merge rewrites the whole text index: for that, one an hour. */
const MERGE_EVERY_MS = 3_600_000;
const FEED_KEPT = 1_000_000;
/** An index that is further behind is built anew. */
const PURGES_KEPT = 10_000;

interface HousekeepingOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly announce: () => void;
  readonly log: (message: string) => void;
  readonly logError: (message: string, error: unknown) => void;
}

export interface Housekeeping {
  /** Do all that is due now. */
  run(): Promise<void>;
  stop(): void;
}

/** Retention, the end of what was deleted, and the length of the feed log. Works in slices between captures. */
export function startHousekeeping({ store, clock, announce, log, logError }: HousekeepingOptions): Housekeeping {
  const { writer, reader, marks, settings, feedLog, purged, endpoints } = store;
  const nowMs = clock.now;
  let running: Promise<void> | null = null;
  let stopped = false;
  /** Something is to be taken out of the logs and the text index: what was deleted, and what was pruned. */
  let erased = false;
  let pruned = false;
  let mergedAtMs = Number.NEGATIVE_INFINITY;

  const isClockSteady = createSteadyClock(nowMs);

  /** Ids in slices of so many bytes; one large delivery is a slice of its own. */
  const slices = (ids: readonly number[]): number[][] => {
    const found: number[][] = [];
    let bytes = Number.POSITIVE_INFINITY;
    for (const id of ids) {
      const size = store.sizeOf(id);
      if (bytes + size > BYTES_A_SLICE) {
        found.push([]);
        bytes = 0;
      }
      found.at(-1)?.push(id);
      bytes += size;
    }
    return found;
  };
  const purge = async (ids: readonly number[]): Promise<void> => {
    for (const slice of slices(ids)) {
      await writer.write(() => store.purge(slice));
      await reader.call('forget', null);
    }
    erased = true;
  };

  const endDeleted = async (): Promise<void> => {
    // The rows of an endpoint are found by their summaries, so each must have one.
    if ((await reader.call('describedUpTo', writer.lastId())) < writer.lastId()) return;
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
      // A stop leaves rows of it behind, which are found by it at the next start.
      if (stopped) return;
      await writer.write(() => endpoints.purge(endpoint.id));
    }
  };
  const ofEndpoint = (endpointId: number): Promise<number[]> =>
    reader.call('idsOfEndpoint', { endpointId, limit: ROWS_A_SLICE });

  const prune = async (): Promise<void> => {
    let total = 0;
    while (!stopped) {
      const request = {
        settings: settings.settings(),
        nowMs: nowMs(),
        limit: ROWS_A_SLICE,
        isClockSteady: isClockSteady(),
      };
      const ids = await reader.call('prunable', request);
      if (ids.length === 0) break;
      if (total === 0) log('The oldest deliveries that are not pinned go now, as Settings says what is kept.');
      for (const slice of slices(ids)) {
        await writer.write(() => {
          store.purge(slice);
          settings.addPruned(slice.length);
          feedLog.appendIds('deleted', slice);
          feedLog.append('status', 0);
        });
        await reader.call('forget', null);
      }
      announce();
      total += ids.length;
    }
    if (total === 0) return;
    pruned = true;
    log(`Retention removed ${total} deliveries.`);
  };
  /** Take what is left of all these out of the logs at once, and their words out of the text index. */
  const erase = async (): Promise<void> => {
    if (!erased && !pruned) return;
    const text = erased || performance.now() - mergedAtMs >= MERGE_EVERY_MS;
    await reader.call('erase', { text });
    erased = false;
    if (!text) return;
    pruned = false;
    mergedAtMs = performance.now();
  };

  const all = async (): Promise<void> => {
    await endDeleted();
    await prune();
    await erase();
    if (feedLog.isLongerThan(FEED_KEPT)) await writer.write(() => feedLog.trim(FEED_KEPT));
    const { oldestMark, newestSeq } = purged.range();
    if (newestSeq - oldestMark > PURGES_KEPT * 1.1) await writer.write(() => purged.trim(PURGES_KEPT));
  };
  const run = (): Promise<void> => {
    running ??= all().finally(() => {
      running = null;
    });
    return running;
  };
  const next = (): (() => void) =>
    clock.after(EVERY_MS, () => {
      cancel = next();
      run().catch((error: unknown) => logError('Housekeeping failed and is tried again.', error));
    });
  let cancel = next();
  return {
    run,
    stop() {
      stopped = true;
      cancel();
    },
  };
}
