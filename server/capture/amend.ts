import type { Store } from '../store/store.ts';
import type { Amendment } from '../truth/amend.ts';

interface AmenderOptions {
  readonly store: Pick<Store, 'writer' | 'amend' | 'reader'>;
  readonly logError: (message: string, error: unknown) => void;
}

/** Writes down what was learned of a delivery after it was stored, and has it described anew. */
export function createAmender({ store, logError }: AmenderOptions) {
  const running = new Set<Promise<void>>();
  const amend = async (id: number, amendment: Amendment): Promise<void> => {
    if (await store.writer.write(() => store.amend(id, amendment))) await store.reader.call('describeAgain', [id]);
  };
  return {
    amend(id: number, amendment: Amendment): void {
      const job = amend(id, amendment)
        .catch((error: unknown) => logError('The record of a delivery could not be amended.', error))
        .finally(() => running.delete(job));
      running.add(job);
    },
    /** Until what was begun has ended. */
    settled: async (): Promise<void> => void (await Promise.all(running)),
  };
}
