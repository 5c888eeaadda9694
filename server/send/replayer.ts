import { createRoom } from '../body/room.ts';
import { Problem } from '../contract/problem.ts';
import type { Attempt, Destination, Edit, HeaderRule } from '../contract/replay.ts';
import { toCapturedRequest } from '../describe/stored-request.ts';
import type { Store } from '../store/store.ts';
import { assertRequest } from './assert-request.ts';
import { checkTarget, type GuardRules } from './guard.ts';
import { calledUrl, parseDestination, planSend, type SendDestination, type SendPlan } from './plan.ts';
import { createSendQueue } from './queue.ts';
import { MAX_ANSWERS_BYTES, send } from './send.ts';

export const DEFAULT_TIMEOUT_MS = 30_000;

/** Where to send: a stored destination, or a URL for this once. */
export interface SendTo {
  readonly destination: Destination | null;
  readonly url: string;
  readonly headerRule: HeaderRule | null;
}

export interface Replayer {
  /**
   * Write one pending attempt a delivery, and send them in order. Throws a Problem, before anything is written, when a delivery
   * is missing or not whole or the address may not be sent to.
   */
  replay(deliveryIds: readonly number[], to: SendTo, origin: Attempt['origin'], edit?: Edit): Promise<Attempt[]>;
  /** Drop what has not started. */
  cancel(): number;
  idle(): Promise<void>;
  close(): Promise<void>;
}

interface ReplayerOptions {
  readonly store: Store;
  readonly ownPorts: () => readonly number[];
  readonly nowMs: () => number;
  /** The feed log was written. */
  readonly announce: () => void;
  readonly logError: (message: string, error: unknown) => void;
}

interface Job {
  readonly attemptId: number;
  readonly deliveryId: number;
  readonly target: SendDestination;
  readonly edit: Edit | undefined;
}

/** Sends deliveries on. Attempts that a stopped server left pending are settled as interrupted at the start. */
export function createReplayer({ store, ownPorts, nowMs, announce, logError }: ReplayerOptions): Replayer {
  const { attempts, feedLog, writer } = store;
  const stop = new AbortController();
  const room = createRoom(() => MAX_ANSWERS_BYTES);
  const rules = (): GuardRules => ({ ownPorts: ownPorts(), allowedHosts: store.allowedHosts.all() });

  const settle = async (
    attemptId: number,
    deliveryId: number,
    sent: Pick<Awaited<ReturnType<typeof send>>, 'outcome' | 'answerBody'>,
  ): Promise<void> => {
    await writer.write(() => {
      if (!attempts.settle(attemptId, sent.outcome, sent.answerBody)) return;
      feedLog.append('attempt', attemptId);
      feedLog.append('changed', deliveryId);
    });
    announce();
  };
  const interrupted = (id: number, deliveryId: number): Promise<void> => {
    const timings = { dnsMs: null, connectMs: null, tlsMs: null, firstByteMs: null, totalMs: 0 };
    const reason = 'The send was stopped before it was answered. Replay it when you are ready.';
    return settle(id, deliveryId, {
      outcome: { kind: 'failed', code: 'interrupted', reason, timings },
      answerBody: new Uint8Array(0),
    });
  };
  const interrupt = (id: number, deliveryId: number): void => {
    interrupted(id, deliveryId).catch((error: unknown) => logError('The end of a send could not be noted.', error));
  };
  for (const id of attempts.pendingIds()) {
    const attempt = attempts.get(id);
    if (attempt !== null) interrupt(id, attempt.deliveryId);
  }

  const queue = createSendQueue<Job>({
    async run({ attemptId, deliveryId, target, edit }) {
      const plan = await planFor(store, deliveryId, target, edit);
      const sent = await send(plan, { guard: rules(), signal: stop.signal, room });
      await settle(attemptId, deliveryId, sent).finally(sent.release);
    },
    onDropped: ({ attemptId, deliveryId }) => interrupt(attemptId, deliveryId),
    onError: (error, { attemptId, deliveryId }) => {
      logError('A send could not be carried out.', error);
      interrupt(attemptId, deliveryId);
    },
  });

  return {
    async replay(deliveryIds, to, origin, edit) {
      const target: SendDestination = {
        url: to.url,
        headerRule: to.headerRule ?? to.destination?.headerRule ?? 'as-received',
        extraHeaders: to.destination?.extraHeaders ?? [],
        timeoutMs: to.destination?.timeoutMs ?? DEFAULT_TIMEOUT_MS,
      };
      const refused = checkTarget(parseDestination(to.url), rules());
      if (refused !== null) throw refused;
      await assertWhole(store, deliveryIds);
      const rows: Omit<Attempt, 'id' | 'outcome'>[] = [];
      for (const deliveryId of deliveryIds) {
        const plan = await planFor(store, deliveryId, target, edit);
        rows.push({
          deliveryId,
          destinationId: to.destination?.id ?? null,
          origin,
          url: calledUrl(plan),
          method: plan.method,
          headers: [...plan.headers],
          bodySizeBytes: plan.body.length,
          edited: plan.edited,
          startedAt: nowMs(),
        });
      }
      const ids = await writer.write(() =>
        rows.map((row) => {
          const id = attempts.insertPending(row);
          feedLog.append('attempt', id);
          return id;
        }),
      );
      announce();
      queue.enqueue(ids.map((attemptId, at) => ({ attemptId, deliveryId: deliveryIds[at] as number, target, edit })));
      return ids.map((id) => attempts.get(id)).filter((attempt) => attempt !== null);
    },
    cancel: queue.cancelPending,
    idle: queue.idle,
    close() {
      stop.abort();
      return queue.close();
    },
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

async function planFor(
  store: Store,
  deliveryId: number,
  target: SendDestination,
  edit: Edit | undefined,
): Promise<SendPlan> {
  const stored = await store.reader.call('stored', deliveryId);
  if (stored === null) throw new Problem('no-such-delivery', `delivery ${deliveryId}`);
  return planSend(toCapturedRequest(stored), target, edit);
}
