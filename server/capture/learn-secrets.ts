import { LEARNED_NAME } from '../providers/learned-secret.ts';
import type { LearnedSecret } from '../reply/step.ts';
import type { Store } from '../store/store.ts';

interface LearnerOptions {
  readonly store: Pick<Store, 'writer' | 'secrets' | 'feedLog' | 'reader'>;
  readonly nowMs: () => number;
  readonly reload: () => void;
  readonly notify: () => void;
  readonly log: (message: string) => void;
  readonly logError: (message: string, error: unknown) => void;
}

/**
 * Keeps the secrets that providers send in their handshakes, after the delivery was stored and answered. An endpoint that has
 * any secret learns none; what was kept is judged again, as after any new secret. The log never has the value.
 */
export function createLearner({ store, nowMs, reload, notify, log, logError }: LearnerOptions) {
  const running = new Set<Promise<void>>();
  const learn = async (endpointId: number, { provider, value }: LearnedSecret): Promise<void> => {
    const kept = await store.writer.write(() => {
      if (store.secrets.ofEndpoint(endpointId).length > 0) return false;
      store.secrets.insert(endpointId, { name: LEARNED_NAME, value, extra: {} }, nowMs());
      store.feedLog.append('endpoint', endpointId);
      return true;
    });
    if (!kept) return;
    reload();
    notify();
    log(`Endpoint ${endpointId} keeps the secret that ${provider} sent in its handshake.`);
    await store.reader.call('judgeAgain', endpointId);
  };
  return {
    learn(endpointId: number, learned: LearnedSecret): void {
      const job = learn(endpointId, learned)
        .catch((error: unknown) => logError('A secret of a handshake could not be kept.', error))
        .finally(() => running.delete(job));
      running.add(job);
    },
    /** Until what was begun has ended. */
    settled: async (): Promise<void> => void (await Promise.all(running)),
  };
}
