import type { Store } from '../store/store.ts';
import type { Stream } from './stream.ts';

/** Progress is told this often, and once more at its end. */
const JUDGING_EVERY_MS = 500;

interface FollowIndexOptions {
  readonly store: Store;
  readonly stream: Stream;
  readonly notify: () => void;
  readonly logError: (message: string, error: unknown) => void;
}

/** Leads the stream on as deliveries are described, and tells the feed of what the index derived anew. */
export function followIndex({ store, stream, notify, logError }: FollowIndexOptions): void {
  const { feedLog, writer, reader } = store;
  const reach = (upTo: number): void => {
    // The feed's order first: what a follower writes of a delivery comes after its arrival.
    feedLog.arrive(upTo);
    stream.reach(upTo);
  };
  const tell = (append: () => void): void => {
    writer.write(append).then(notify, (error: unknown) => logError('A change could not be announced.', error));
  };
  let toldJudging = 0;
  store.setListener({
    onDescribed: reach,
    onChanged: (ids) => tell(() => feedLog.appendIds('changed', ids)),
    onJudging() {
      const now = performance.now();
      if (reader.judging.length > 0 && now - toldJudging < JUDGING_EVERY_MS) return;
      toldJudging = now;
      tell(() => feedLog.append('status', 0));
    },
  });
  reader
    .call('describedUpTo', 0)
    .then(reach, (error: unknown) => logError('Deliveries could not be announced.', error));
}
