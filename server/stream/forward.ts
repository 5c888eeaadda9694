import type { DeliverySummary } from '../contract/delivery.ts';
import { Problem } from '../contract/problem.ts';
import { checkTarget, type GuardRules } from '../send/guard.ts';
import { parseDestination } from '../send/plan.ts';
import { planDelivery, toDueAttempt } from '../send/plan-delivery.ts';
import { DEFAULT_TIMEOUT_MS, type Runner } from '../send/runner.ts';
import type { Store } from '../store/store.ts';
import type { DueAttempt } from '../truth/tables/attempts.ts';
import type { Follower } from './follower.ts';
import type { ForwardRoute, ForwardRoutes } from './forward-routes.ts';

const NAME = 'forward';
/** Sends written in one commit: the first ones go while the next are planned. */
const SENDS_A_COMMIT = 50;
/** While nothing is forwarded the mark is only written this often: what comes again after a crash is not forwarded either. */
const MARK_EVERY = 5_000;

interface ForwardOptions {
  readonly store: Store;
  readonly routes: Pick<ForwardRoutes, 'current'>;
  readonly runner: Pick<Runner, 'wake'>;
  readonly rules: () => GuardRules;
  readonly nowMs: () => number;
  readonly notify: () => void;
  readonly logError: (message: string, error: unknown) => void;
}

/** Writes a pending attempt for each delivery that is to be forwarded, in the commit that moves its mark. Sending is the runner's. */
export function createForward({ store, routes, runner, rules, nowMs, notify, logError }: ForwardOptions): Follower {
  const { attempts, feedLog, followers, writer, reader } = store;
  let written = followers.done(NAME);
  let done = written;

  const mark = async (upTo: number, rows: readonly DueAttempt[]): Promise<void> => {
    done = upTo;
    if (rows.length === 0 && upTo - written < MARK_EVERY) return;
    await writer.write(() => {
      for (const row of rows) feedLog.append('attempt', attempts.insertPending(row));
      followers.setDone(NAME, upTo);
    });
    written = upTo;
    if (rows.length === 0) return;
    notify();
    runner.wake(rows.map(({ lane }) => lane));
  };
  /** null where it cannot be sent, which is told. */
  const planned = async (deliveryId: number, { destination, url }: ForwardRoute): Promise<DueAttempt | null> => {
    try {
      const refused = checkTarget(parseDestination(url), rules());
      if (refused !== null) throw refused;
      const plan = await planDelivery(reader, deliveryId, destination ?? urlAlone(url));
      const of = { deliveryId, destinationId: destination?.id ?? null, origin: 'forward', runId: null } as const;
      return toDueAttempt(plan, of, nowMs());
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      logError(`Delivery ${deliveryId} could not be forwarded.`, error);
      return null;
    }
  };

  return {
    name: NAME,
    done,
    async take(first, last) {
      const current = routes.current();
      if (current.size === 0) return mark(last, []);
      let rows: DueAttempt[] = [];
      const found = await reader.call('summaries', { first, last, limit: last - first + 1 });
      for (const delivery of found.toSorted((a, b) => a.id - b.id)) {
        const route = current.get(delivery.endpointId);
        const row = route !== undefined && goes(delivery, route) ? await planned(delivery.id, route) : null;
        if (row !== null) rows.push(row);
        if (rows.length < SENDS_A_COMMIT) continue;
        await mark(delivery.id, rows);
        rows = [];
      }
      await mark(last, rows);
    },
    async stop() {
      if (done > written) await writer.write(() => followers.setDone(NAME, done));
    },
  };
}

/** What is not whole is not forwarded. */
const goes = ({ id, flags }: DeliverySummary, { after }: ForwardRoute): boolean =>
  id > after && flags.every((flag) => flag === 'surplus');

const urlAlone = (url: string) => ({
  url,
  headerRule: 'as-received' as const,
  extraHeaders: [],
  timeoutMs: DEFAULT_TIMEOUT_MS,
});
