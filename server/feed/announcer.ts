import { setTimeout as after } from 'node:timers/promises';
import type { Replayer } from '../send/replayer.ts';
import type { Store } from '../store/store.ts';

/** Progress is told this often, and once more at its end. */
const JUDGING_EVERY_MS = 500;
/** What arrives within this time of a message shares the next one, and its row: each is a write beside the captures. */
const ARRIVALS_EVERY_MS = 50;

interface AnnouncerOptions {
  readonly store: Store;
  readonly notify: () => void;
  readonly replayer: Pick<Replayer, 'replay'>;
  readonly logError: (message: string, error: unknown) => void;
  /** What comes between two messages of arrivals. */
  readonly pause?: () => Promise<unknown>;
}

/**
 * Tells of deliveries once they are described: appends them to the feed log, each exactly once over restarts, and starts the
 * live forward of those whose endpoint has one.
 */
export function createAnnouncer({
  store,
  notify,
  replayer,
  logError,
  pause = () => after(ARRIVALS_EVERY_MS),
}: AnnouncerOptions): { close(): Promise<void> } {
  const { feedLog, writer, reader, endpoints, destinations } = store;
  let announced = Math.max(feedLog.announcedId(), 0);
  let described = announced;
  let running: Promise<void> | null = null;
  let closed = false;

  const forward = async (first: number, last: number): Promise<void> => {
    const forwarding = new Map(
      endpoints.all().flatMap(({ id, forwardTo }) => (forwardTo === null ? [] : [[id, forwardTo] as const])),
    );
    if (forwarding.size === 0) return;
    for (const { id, endpointId, flags } of await reader.call('summaries', { first, last, limit: last - first + 1 })) {
      const destination = destinations.get(forwarding.get(endpointId) ?? 0);
      if (destination === null || flags.some((flag) => flag !== 'surplus')) continue;
      await replayer
        .replay([id], { destination, url: destination.url, headerRule: null }, 'forward')
        .catch((error: unknown) => logError(`Delivery ${id} could not be forwarded.`, error));
    }
  };
  const announce = async (): Promise<void> => {
    while (announced < described && !closed) {
      const first = announced + 1;
      const last = described;
      await writer.write(() => feedLog.append('arrived', first, last));
      announced = last;
      notify();
      await forward(first, last);
      await pause();
    }
  };
  const take = (upTo: number): void => {
    described = Math.max(described, upTo);
    running ??= announce()
      .catch((error: unknown) => logError('Deliveries could not be announced.', error))
      .finally(() => {
        running = null;
      });
  };
  const tell = (append: () => void): void => {
    writer.write(append).then(notify, (error: unknown) => logError('A change could not be announced.', error));
  };
  let toldJudging = 0;
  store.setListener({
    onDescribed: take,
    onChanged: (ids) => tell(() => feedLog.appendIds('changed', ids)),
    onJudging() {
      const now = performance.now();
      if (reader.judging.length > 0 && now - toldJudging < JUDGING_EVERY_MS) return;
      toldJudging = now;
      tell(() => feedLog.append('status', 0));
    },
  });
  reader.call('describedUpTo', 0).then(take, (error: unknown) => logError('Deliveries could not be announced.', error));
  return {
    async close() {
      closed = true;
      await running;
    },
  };
}
