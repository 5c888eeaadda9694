import { createHandlers } from './api/all-handlers.ts';
import { loadAssets } from './api/assets.ts';
import { NO_SESSION } from './api/caller.ts';
import type { ApiContext } from './api/context.ts';
import { createControl } from './api/control.ts';
import { sameText } from './api/gate.ts';
import { createLinkPages } from './api/link-pages.ts';
import { createLinks } from './api/links.ts';
import { createOneTimeCodes, makeToken } from './api/one-time-codes.ts';
import { createRefusedCalls } from './api/refused-calls.ts';
import { createSessions } from './api/sessions.ts';
import { readStatus } from './api/status.ts';
import type { Counters } from './capture/counters.ts';
import { mostConnections } from './capture/most-connections.ts';
import { type Config, DEFAULT_CONTROL_PORT } from './config.ts';
import { portOf } from './listen-on.ts';
import { VERSION } from './version.ts';

type Made = 'isServed' | 'version' | 'sessions' | 'refused' | 'change' | 'status';

interface ControlSideOptions extends Omit<ApiContext, Made> {
  readonly config: Config;
  readonly rendererDir: string;
  readonly counters: Counters;
  readonly log: (message: string) => void;
  readonly logError: (message: string, error: unknown) => void;
  /** For what goes on by itself. */
  readonly logFailure: (message: string, error: unknown) => void;
}

/** The control side: who may call it and with what, its handlers and the page, on a server that does not listen yet. */
export function createControlSide({
  config,
  rendererDir,
  counters,
  log,
  logError,
  logFailure,
  ...given
}: ControlSideOptions) {
  const { store, feed, tunnel, nowMs, captureBase } = given;
  const startedAt = nowMs();
  const token = makeToken();
  const uiUrl = (): string => `http://127.0.0.1:${portOf(control) ?? config.controlPort ?? DEFAULT_CONTROL_PORT}/`;
  const refused = createRefusedCalls({ log, nowMs });
  const sessions = createSessions({ store, nowMs, logError: logFailure });
  const pages = createLinkPages(config.dataDir);
  const links = createLinks({ codes: createOneTimeCodes(nowMs), pages, uiUrl, openSession: sessions.open });
  const context: ApiContext = {
    ...given,
    isServed: true,
    version: VERSION,
    sessions: { ...sessions, ...links },
    refused,
    async change(job) {
      const result = await store.writer.write(job);
      feed.notify();
      return result;
    },
    status: () => readStatus({ store, counters, refused, tunnel, version: VERSION, startedAt, captureBase, uiUrl }),
  };
  const control = createControl({
    handlers: createHandlers(context),
    gate: {
      port: () => portOf(control) ?? DEFAULT_CONTROL_PORT,
      callerOf: (caller) => (sameText(caller, token) ? NO_SESSION : sessions.callerOf(caller)),
      refused,
    },
    assets: loadAssets(rendererDir),
    mostConnections: mostConnections().control,
    logError,
  });
  return { control, context, token, uiUrl, pages };
}
