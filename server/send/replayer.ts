import { Problem } from '../contract/problem.ts';
import type { Attempt, Destination, Edit, HeaderRule } from '../contract/replay.ts';
import type { Store } from '../store/store.ts';
import { assertRequest } from './assert-request.ts';
import { checkTarget } from './guard.ts';
import { parseDestination, type SendDestination } from './plan.ts';
import { planDelivery, toDueAttempt } from './plan-delivery.ts';
import { DEFAULT_TIMEOUT_MS, type Runner, type RunnerOptions } from './runner.ts';

/** Where to send: a stored destination, or a URL for this once. */
export interface SendTo {
  readonly destination: Destination | null;
  readonly url: string;
  readonly headerRule: HeaderRule | null;
}

export interface Replayer extends Pick<Runner, 'cancel' | 'idle'> {
  /**
   * Begin a run: write one pending attempt a delivery, to be sent in order. Throws a Problem, before anything is written, when a
   * delivery is missing or not whole or the address may not be sent to.
   */
  replay(deliveryIds: readonly number[], to: SendTo, edit?: Edit): Promise<Attempt[]>;
}

type ReplayerOptions = Pick<RunnerOptions, 'store' | 'rules' | 'nowMs' | 'announce'> & { readonly runner: Runner };

/** Sends deliveries again, at a person's wish. */
export function createReplayer({ store, runner, rules, nowMs, announce }: ReplayerOptions): Replayer {
  const { attempts, feedLog, writer, reader } = store;
  return {
    async replay(deliveryIds, to, edit) {
      const target: SendDestination = {
        url: to.url,
        headerRule: to.headerRule ?? to.destination?.headerRule ?? 'as-received',
        extraHeaders: to.destination?.extraHeaders ?? [],
        timeoutMs: to.destination?.timeoutMs ?? DEFAULT_TIMEOUT_MS,
      };
      const refused = checkTarget(parseDestination(to.url), rules());
      if (refused !== null) throw refused;
      await assertWhole(store, deliveryIds);
      const destinationId = to.destination?.id ?? null;
      const rows: ReturnType<typeof toDueAttempt>[] = [];
      let editedBody: Uint8Array | null = null;
      for (const deliveryId of deliveryIds) {
        const plan = await planDelivery(reader, deliveryId, target, edit);
        if (edit?.bodyBase64 !== undefined) editedBody ??= plan.body;
        rows.push(toDueAttempt(plan, { deliveryId, destinationId, origin: 'replay', runId: null }, nowMs()));
      }
      const ids: number[] = [];
      const write = (): void => {
        const runId = attempts.insertRun(nowMs());
        for (const row of rows) {
          const id = attempts.insertPending({ ...row, runId });
          // Before the commit: a lane that runs may begin with it at once.
          if (editedBody !== null) runner.setBody(id, editedBody);
          feedLog.append('attempt', id);
          ids.push(id);
        }
      };
      await writer.write(write).catch((error: unknown) => {
        for (const id of ids) runner.setBody(id, null);
        throw error;
      });
      announce();
      runner.wake(rows.map(({ lane }) => lane));
      return ids.map((id) => attempts.get(id)).filter((attempt) => attempt !== null);
    },
    cancel: runner.cancel,
    idle: runner.idle,
  };
}

async function assertWhole(store: Store, ids: readonly number[]): Promise<void> {
  await store.reader.call('describedUpTo', Math.min(Math.max(...ids), store.writer.lastId()));
  const found = new Map((await store.reader.call('summariesOf', ids)).map((summary) => [summary.id, summary]));
  for (const id of ids) {
    const summary = found.get(id);
    if (summary === undefined) throw new Problem('no-such-delivery', `delivery ${id}`);
    assertRequest(summary);
  }
}
