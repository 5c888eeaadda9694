import type { Counters } from '../capture/counters.ts';
import type { Status } from '../contract/status.ts';
import type { ReadingStore } from '../store/reading-store.ts';
import type { TunnelService } from '../tunnel/service.ts';
import type { RefusedCalls } from './refused-calls.ts';

export interface StatusSources {
  readonly store: ReadingStore;
  readonly counters: Counters;
  readonly refused: Pick<RefusedCalls, 'total' | 'guesses'>;
  readonly tunnel: Pick<TunnelService, 'state'>;
  readonly version: string;
  readonly startedAt: number;
  readonly captureBase: () => string;
  readonly uiUrl: () => string;
}

/** Figures of the running server. */
export async function readStatus({
  store,
  counters,
  refused,
  tunnel,
  version,
  startedAt,
  captureBase,
  uiUrl,
}: StatusSources): Promise<Status> {
  const { total } = await store.reader.call('counts', null);
  const first = store.endpoints.all().find(({ deletedAt }) => deletedAt === null);
  return {
    version,
    pid: process.pid,
    startedAt,
    captureUrl: `${captureBase()}/e/${first?.slug ?? ''}`,
    captureBase: captureBase(),
    uiUrl: uiUrl(),
    dataDir: store.dataDir,
    dataSizeBytes: store.sizeBytes(),
    deliveries: total,
    pendingDescriptions: store.reader.pendingDescriptions,
    pendingSearch: store.reader.pendingSearch,
    judging: [...store.reader.judging],
    lastSeq: store.feedLog.lastSeq(),
    unknownPaths: counters.unknownPaths,
    malformed: counters.malformed,
    refused: counters.refused,
    storeFailures: counters.storeFailures,
    refusedCalls: refused.total,
    wrongTokens: refused.guesses,
    overloaded: counters.overloaded,
    tooLarge: counters.tooLarge,
    tooSlow: counters.tooSlow,
    unfinishedDropped: counters.unfinishedDropped,
    connectionsRefused: counters.connectionsRefused,
    secretStorage: store.vault.storage,
    bodyCapBytes: store.settings.settings().bodyCapBytes,
    tunnel: tunnel.state(),
    pruned: store.settings.pruned(),
    health: store.health.get(),
  };
}
