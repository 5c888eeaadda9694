import { checkTarget, type GuardRules } from './send/guard.ts';
import { parseDestination } from './send/plan.ts';
import { createReplayer } from './send/replayer.ts';
import { createRunner } from './send/runner.ts';
import type { Store } from './store/store.ts';
import { createAnnounce } from './stream/announce.ts';
import { followIndex } from './stream/follow-index.ts';
import { createForward } from './stream/forward.ts';
import { createForwardRoutes } from './stream/forward-routes.ts';
import { startStream } from './stream/stream.ts';

interface FollowOptions {
  readonly store: Store;
  readonly ownPorts: () => number[];
  readonly nowMs: () => number;
  /** The feed has something to tell. */
  readonly notify: () => void;
  readonly logError: (message: string, error: unknown) => void;
}

/** What comes behind capture: the stream with its followers, and what they and people send. */
export function followDeliveries({ store, ownPorts, nowMs, notify, logError }: FollowOptions) {
  const rules = (): GuardRules => ({ ownPorts: ownPorts(), allowedHosts: store.allowedHosts.all() });
  const sending = { store, rules, nowMs, announce: notify };
  const runner = createRunner({ ...sending, logError });
  const routes = createForwardRoutes(store);
  const stream = startStream({
    followers: [
      createAnnounce({ feedLog: store.feedLog, notify }),
      createForward({ store, routes, runner, rules, nowMs, notify, logError }),
    ],
    logError,
  });
  followIndex({ store, stream, notify, logError });
  return {
    runner,
    stream,
    replayer: createReplayer({ ...sending, runner }),
    /** Forward everything to a URL for as long as this server runs. Throws a Problem where it may not be sent to. */
    forwardAll(url: string): void {
      const refused = checkTarget(parseDestination(url), rules());
      if (refused !== null) throw refused;
      routes.leadAll(url);
    },
  };
}
