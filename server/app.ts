import { readFileSync } from 'node:fs';
import { createHandlers } from './api/all-handlers.ts';
import { loadAssets } from './api/assets.ts';
import type { ApiContext } from './api/context.ts';
import { createControl } from './api/control.ts';
import { sameText } from './api/gate.ts';
import { createSessions, makeToken } from './api/sessions.ts';
import { type Config, DEFAULT_CAPTURE_PORT, DEFAULT_CONTROL_PORT } from './config.ts';
import { DEFAULT_REPLY, type Endpoint } from './contract/endpoint.ts';
import { createAnnouncer } from './feed/announcer.ts';
import { createFeed } from './feed/feed.ts';
import { createCounters } from './inbox/counters.ts';
import { createListener } from './inbox/listener.ts';
import { createLiveEndpoints, makeSlug } from './inbox/live-endpoints.ts';
import { listenOn, portOf } from './listen-on.ts';
import { createReplayer } from './replay/replayer.ts';
import { claimServerFile, releaseServerFile, type ServerFile } from './server-file.ts';
import { startHousekeeping } from './store/housekeeping.ts';
import { openStore, type Store } from './store/store.ts';

export const VERSION: string = (
  JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string }
).version;

export interface AppOptions {
  readonly nowMs?: () => number;
  /** For people and files; never for secrets. */
  readonly log?: (message: string) => void;
  readonly rendererDir: string;
}

export type App = Awaited<ReturnType<typeof startApp>>;

/**
 * Everything, wired. `assembleApp` opens the data folder and makes the parts; `startApp` also listens.
 * Throws Problem `data-broken`, `data-too-new`, `data-in-use` or `port-in-use`.
 */
export async function startApp(config: Config, options: AppOptions) {
  claimServerFile(config.dataDir, null);
  const app = await assembleApp(config, options);
  try {
    await listenOn(app.capture, config.capturePort, DEFAULT_CAPTURE_PORT, '--port');
    await listenOn(app.control, config.controlPort, DEFAULT_CONTROL_PORT, '--ui-port');
    const server: ServerFile = {
      pid: process.pid,
      captureUrl: (await app.context.status()).captureUrl,
      uiUrl: app.uiUrl(),
      apiUrl: `${app.uiUrl()}api`,
      token: app.token,
    };
    claimServerFile(config.dataDir, server);
    void app.housekeeping.run().catch((error: unknown) => app.log(`Housekeeping failed: ${String(error)}`));
    return { ...app, server };
  } catch (error) {
    await app.close();
    throw error;
  }
}

/** The parts, not yet listening: `control.inject` answers without a port. */
export async function assembleApp(
  config: Config,
  { nowMs = Date.now, log = () => undefined, rendererDir }: AppOptions,
) {
  const startedAt = nowMs();
  const logError = (message: string, error: unknown): void =>
    log(`${message} ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  const store = await openStore({ dataDir: config.dataDir, keyBase64: config.keyBase64, log });
  await ensureFirstEndpoint(store, nowMs());

  const counters = createCounters();
  const live = createLiveEndpoints(store.endpoints.all);
  let settings = store.settings.settings();
  const capture = createListener({
    writer: store.writer,
    endpoints: live,
    counters,
    bodyCapBytes: () => settings.bodyCapBytes,
    now: nowMs,
    logError,
  });
  const captureBase = (): string => `http://127.0.0.1:${portOf(capture) ?? config.capturePort ?? DEFAULT_CAPTURE_PORT}`;
  const uiUrl = (): string => `http://127.0.0.1:${portOf(control) ?? config.controlPort ?? DEFAULT_CONTROL_PORT}/`;

  const endpointOf = (
    id: number,
    totals: Endpoint | { deliveries: number; lastAt: number | null },
  ): Endpoint | null => {
    const found = store.endpoints.get(id);
    if (found === null || found.deletedAt !== null) return null;
    const { deletedAt: _, ...endpoint } = found;
    return {
      ...endpoint,
      url: `${captureBase()}/e/${found.slug}`,
      deliveries: totals.deliveries,
      lastAt: totals.lastAt,
    };
  };
  let counts: Record<number, { count: number; lastAt: number }> = {};
  const endpoint = (id: number): Endpoint | null =>
    endpointOf(id, { deliveries: counts[id]?.count ?? 0, lastAt: counts[id]?.lastAt ?? null });
  const endpoints = async (): Promise<Endpoint[]> => {
    counts = (await store.reader.call('counts', null)).byEndpoint;
    return store.endpoints.all().flatMap(({ id }) => endpoint(id) ?? []);
  };

  const feed = createFeed({
    log: store.feedLog,
    summaries: (first, last) => store.reader.call('summaries', { first, last, limit: 500 }),
    attempt: store.attempts.get,
    endpoint,
    destination: store.destinations.get,
  });
  const change = async <T>(job: () => T): Promise<T> => {
    const result = await store.writer.write(job);
    settings = store.settings.settings();
    feed.notify();
    return result;
  };
  const replayer = createReplayer({
    store,
    ownPorts: () => [portOf(capture), portOf(control)].filter((port) => port !== null),
    nowMs,
    announce: feed.notify,
    logError,
  });
  const announcer = createAnnouncer({ store, notify: feed.notify, replayer, logError });

  const token = makeToken();
  const sessions = createSessions({
    uiUrl,
    nowMs,
    keep: (made) => store.writer.write(() => store.sessions.add(made, nowMs())),
  });
  const context: ApiContext = {
    store,
    feed,
    replayer,
    nowMs,
    version: VERSION,
    sessions,
    change,
    endpoints,
    endpoint,
    reloadEndpoints: live.reload,
    captureBase,
    async status() {
      const { total } = await store.reader.call('counts', null);
      const [first] = store.endpoints.all().filter(({ deletedAt }) => deletedAt === null);
      return {
        version: VERSION,
        pid: process.pid,
        startedAt,
        captureUrl: `${captureBase()}/e/${first?.slug ?? ''}`,
        captureBase: captureBase(),
        uiUrl: uiUrl(),
        dataDir: config.dataDir,
        dataSizeBytes: store.sizeBytes(),
        deliveries: total,
        pendingDescriptions: store.reader.pendingDescriptions,
        pendingSearch: store.reader.pendingSearch,
        lastSeq: store.feedLog.lastSeq(),
        unknownPaths: counters.unknownPaths,
        malformed: counters.malformed,
        storeFailures: counters.storeFailures,
        secretStorage: store.vault.storage,
        bodyCapBytes: settings.bodyCapBytes,
        pruned: store.settings.pruned(),
      };
    },
  };
  const control = createControl({
    handlers: createHandlers(context),
    gate: {
      port: () => portOf(control) ?? DEFAULT_CONTROL_PORT,
      knowsToken: (given) => sameText(given, token) || store.sessions.knows(given, nowMs()),
    },
    assets: loadAssets(rendererDir),
    logError,
  });
  const housekeeping = startHousekeeping({ store, nowMs, announce: feed.notify, log });

  return {
    store,
    capture,
    control,
    context,
    feed,
    replayer,
    housekeeping,
    token,
    uiUrl,
    log,
    /** Stop taking deliveries, let what runs end, and close the databases. */
    async close(): Promise<void> {
      housekeeping.stop();
      await capture.close();
      await replayer.close();
      await control.close();
      await announcer.close();
      await store.close();
      releaseServerFile(config.dataDir);
    },
  };
}

async function ensureFirstEndpoint(store: Store, nowMs: number): Promise<void> {
  if (store.endpoints.all().some(({ deletedAt }) => deletedAt === null)) return;
  await store.writer.write(() =>
    store.endpoints.insert({
      slug: makeSlug(),
      name: 'Inbox',
      provider: null,
      paused: false,
      reply: DEFAULT_REPLY,
      forwardTo: null,
      createdAt: nowMs,
    }),
  );
}
