import type { ApiContext } from './api/context.ts';
import { createEndpointViews } from './api/endpoint-views.ts';
import { FETCH_LIMITS } from './api/fetch-text.ts';
import { contentstackBaseOf } from './api/resources/contentstack-key.ts';
import { createAmender } from './capture/amend.ts';
import { createBodyCap } from './capture/body-cap.ts';
import { createCounters } from './capture/counters.ts';
import { createLearner } from './capture/learn-secrets.ts';
import { createListener, type ListenerOptions } from './capture/listener.ts';
import { createLiveEndpoints } from './capture/live-endpoints.ts';
import { createRefusalLog } from './capture/refusal-log.ts';
import { systemClock } from './clock/system-clock.ts';
import { type Config, DEFAULT_CAPTURE_PORT, DEFAULT_CONTROL_PORT } from './config.ts';
import type { Clock } from './contract/clock.ts';
import { createControlSide } from './control-side.ts';
import { createFeed } from './feed/feed.ts';
import { ensureFirstEndpoint } from './first-endpoint.ts';
import { followDeliveries } from './follow-deliveries.ts';
import { endFormerTunnel, keepTunnel, type TunnelSettings } from './keep-tunnel.ts';
import { listenOn, listenOnLocalhost, portOf } from './listen-on.ts';
import { createProviderDirectory } from './providers/directory.ts';
import { removeServerFile, type ServerFile, writeServerFile } from './server-file.ts';
import { createServices } from './services.ts';
import { startHousekeeping } from './store/housekeeping.ts';
import { openStore } from './store/store.ts';
import { StoreClosed } from './truth/store-closed.ts';
import { openLimits } from './truth/tables/limits.ts';

export interface AppOptions {
  readonly nowMs?: () => number;
  /** For people and files; never for secrets. */
  readonly log?: (message: string) => void;
  readonly rendererDir: string;
  /** Other adapters and shorter times than usual. */
  readonly tunnel?: TunnelSettings;
  /** Who publishes Contentstack's public keys. */
  readonly contentstackBase?: ApiContext['contentstackBase'];
  /** Who is called to confirm a subscription. */
  readonly confirmationUrl?: ApiContext['confirmationUrl'];
  /** Other limits of capture than usual. */
  readonly captureLimits?: ListenerOptions['limits'];
  /** What a call at the user's wish may take. */
  readonly fetchLimits?: ApiContext['fetchLimits'];
}

export type App = Awaited<ReturnType<typeof startApp>>;

/**
 * Everything, wired and listening.
 * Throws Problem `data-broken`, `data-too-new`, `data-in-use` or `port-in-use`.
 */
export async function startApp(config: Config, options: AppOptions) {
  const app = await assembleApp(config, options);
  try {
    await app.start();
    return { ...app, server: app.server(), checked: app.checked() };
  } catch (error) {
    await app.close();
    throw error;
  }
}

/**
 * The parts on an open data folder, not yet listening: `control.inject` answers without a port. The list of services says what happens
 * at the start, in its order, and at the end, backwards.
 */
export async function assembleApp(config: Config, options: AppOptions) {
  const { nowMs = Date.now, log = () => undefined, rendererDir, contentstackBase = contentstackBaseOf } = options;
  const clock: Clock = { now: nowMs, after: systemClock.after };
  const logError = (message: string, error: unknown): void =>
    log(`${message} ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  /** For what goes on by itself: that the store closes before its end is no news. */
  const logFailure = (message: string, error: unknown): void => {
    if (!(error instanceof StoreClosed)) logError(message, error);
  };

  const store = await openStore({ dataDir: config.dataDir, keyBase64: config.keyBase64, log });
  await ensureFirstEndpoint(store, nowMs());

  const counters = createCounters();
  let directory = createProviderDirectory([]);
  const refusals = createRefusalLog({ log, nowMs });
  const live = createLiveEndpoints({
    endpoints: store.endpoints.all,
    credentials: store.secrets.credentials,
    limits: ({ limits }) => openLimits(store.vault, limits),
    nowMs,
    onRefused: (endpointId, sentence) => refusals.tell(endpointId, sentence),
    logError,
  });
  const bodyCapBytes = createBodyCap(store.settings.settings);
  const learner = createLearner({
    store,
    nowMs,
    reload: () => reload(),
    notify: () => feed.notify(),
    log,
    logError: logFailure,
  });
  const tunnel = keepTunnel({
    store,
    settings: { clock, ...options.tunnel },
    ownPorts: () => ownPorts(),
    notify: () => feed.notify(),
    onUrls: () => setBasis(),
    logError: logFailure,
  });
  const amender = createAmender({ store, logError: logFailure });
  const capture = createListener({
    writer: store.writer,
    endpoints: live,
    counters,
    bodyCapBytes: bodyCapBytes.read,
    now: nowMs,
    log,
    logError,
    amend: amender.amend,
    ...(options.captureLimits === undefined ? {} : { limits: options.captureLimits }),
    onLearned: learner.learn,
    passage: tunnel.passage,
    clock,
  });
  const captureBase = (): string => `http://127.0.0.1:${portOf(capture) ?? config.capturePort ?? DEFAULT_CAPTURE_PORT}`;

  const ownPorts = (): number[] => [portOf(capture), portOf(control)].filter((port) => port !== null);

  const views = createEndpointViews(store, captureBase);
  const feed = createFeed({
    log: store.feedLog,
    summaries: (first, last) => store.reader.call('summaries', { first, last, limit: 500 }),
    attempt: store.attempts.get,
    endpoint: views.one,
    destination: store.destinations.get,
    tunnel: tunnel.state,
  });
  const following = followDeliveries({ store, ownPorts, nowMs, notify: feed.notify, logError: logFailure });
  const { runner, replayer, stream } = following;
  const housekeeping = startHousekeeping({ store, clock, announce: feed.notify, log, logError: logFailure });

  const setBasis = (): void => store.reader.setBasis(store.basis([captureBase()], tunnel.publicUrls()));
  const reload = (): void => {
    live.reload();
    bodyCapBytes.refresh();
    setBasis();
    directory = createProviderDirectory(store.recipes.all().map(({ recipe }) => recipe));
  };
  const { control, context, token, uiUrl, pages } = createControlSide({
    config,
    rendererDir,
    counters,
    log,
    logError,
    logFailure,
    store,
    feed,
    replayer,
    tunnel,
    nowMs,
    reload,
    endpoint: views.one,
    endpoints: views.all,
    captureBase,
    providers: () => directory,
    contentstackBase,
    confirmationUrl: options.confirmationUrl ?? ((url) => url),
    fetchLimits: options.fetchLimits ?? FETCH_LIMITS,
  });
  reload();

  /** Check the data folder where it has to be, and tell the window of it. */
  const inspect = async (): Promise<void> => {
    if (store.health.get().state === 'whole') return;
    await store.health.inspect();
    await context.change(() => store.feedLog.append('status', 0));
  };
  let server: ServerFile | null = null;
  let checked: Promise<void> = Promise.resolve();
  const services = createServices(
    [
      { name: 'server file', stop: () => removeServerFile(config.dataDir) },
      { name: 'store', stop: store.close, deadlineMs: 20_000 },
      { name: 'runner', stop: runner.stop },
      { name: 'stream', stop: stream.stop },
      { name: 'amender', stop: amender.settled },
      { name: 'learner', stop: learner.settled },
      { name: 'link pages', start: pages.clear, stop: pages.clear },
      { name: 'former tunnel', start: () => endFormerTunnel(store, nowMs()) },
      {
        name: 'capture',
        start: () => listenOnLocalhost(capture, config.capturePort, DEFAULT_CAPTURE_PORT, '--port'),
        stop: () => capture.close(),
      },
      {
        name: 'control',
        start: () => listenOn(control, config.controlPort, DEFAULT_CONTROL_PORT, '--ui-port'),
        stop: () => control.close(),
      },
      { name: 'addresses', start: reload },
      { name: 'sends that are due', start: runner.start },
      // Deliveries are taken by now; the thread that describes them starts beside this one, and ends with the store.
      { name: 'index', start: () => store.reader.ready },
      {
        name: 'what runs by itself',
        async start() {
          const { captureUrl, uiUrl } = await context.status();
          server = { pid: process.pid, captureUrl, uiUrl, apiUrl: `${uiUrl}api`, token };
          writeServerFile(config.dataDir, server);
          checked = inspect().catch((error: unknown) => logFailure('The check of the data folder failed.', error));
          housekeeping.run().catch((error: unknown) => logFailure('Housekeeping failed and is tried again.', error));
        },
        stop() {
          housekeeping.stop();
          store.writer.hurry();
        },
      },
    ],
    { clock, logError },
  );

  return {
    store,
    capture,
    control,
    context,
    feed,
    replayer,
    runner,
    forwardAll: following.forwardAll,
    tunnel,
    housekeeping,
    token,
    uiUrl,
    /** What is told of the server to its command line, once it has started. */
    server(): ServerFile {
      if (server === null) throw new Error('The server has not started.');
      return server;
    },
    /** Until the data folder is checked, where it has to be. */
    checked: (): Promise<void> => checked,
    /** Until the secrets of the handshakes so far are kept. */
    learned: learner.settled,
    start: services.start,
    /** Stop taking deliveries, answer those that are stored, let what runs end, and close the databases. In every state, and once. */
    close: services.stop,
  };
}
