import { createRoom } from '../body/room.ts';
import type { Attempt, Destination } from '../contract/replay.ts';
import type { Store } from '../store/store.ts';
import type { GuardRules } from './guard.ts';
import { createLanes } from './lanes.ts';
import { plannedIn } from './plan-delivery.ts';
import { MAX_ANSWERS_BYTES, type Sent, send } from './send.ts';

export const DEFAULT_TIMEOUT_MS = 30_000;
/** Attempts that are dropped in one commit. */
const DROPPED_A_COMMIT = 200;

const INTERRUPTED: Pick<Sent, 'outcome' | 'answerBody'> = {
  outcome: {
    kind: 'failed',
    code: 'interrupted',
    reason: 'The send was stopped before it was answered. Replay it when you are ready.',
    timings: { dnsMs: null, connectMs: null, tlsMs: null, firstByteMs: null, totalMs: 0 },
  },
  answerBody: new Uint8Array(0),
};

export interface Runner {
  /** Take up what an earlier server left: live forwards go on, anything else is settled as interrupted. */
  start(): Promise<void>;
  /** Pending attempts were written to these lanes. */
  wake(lanes: Iterable<string>): void;
  /** The body that an attempt carries instead of its delivery's; null: its delivery's after all. */
  setBody(attemptId: number, body: Uint8Array | null): void;
  /** Drop the replays that have not started, of one run or of all; returns how many. */
  cancel(runId: number | null): Promise<number>;
  /** Resolves when nothing that is due is left. */
  idle(): Promise<void>;
  /** Cut off what runs. Live forwards stay pending for the next start. */
  stop(): Promise<void>;
}

export interface RunnerOptions {
  readonly store: Store;
  readonly rules: () => GuardRules;
  readonly nowMs: () => number;
  /** The feed log was written. */
  readonly announce: () => void;
  readonly logError: (message: string, error: unknown) => void;
}

/** Sends the attempts that are due, each lane at its own pace, and settles them. What is to be sent is rows of the truth. */
export function createRunner({ store, rules, nowMs, announce, logError }: RunnerOptions): Runner {
  const { attempts, destinations, feedLog, writer, reader } = store;
  const stopping = new AbortController();
  const room = createRoom(() => MAX_ANSWERS_BYTES);
  const bodies = new Map<number, Uint8Array>();
  let started = false;

  /** Run in a write. */
  const settleIn = ({ id, deliveryId }: Attempt, sent: Pick<Sent, 'outcome' | 'answerBody'>): boolean => {
    bodies.delete(id);
    if (!attempts.settle(id, sent.outcome, sent.answerBody)) return false;
    feedLog.append('attempt', id);
    feedLog.append('changed', deliveryId);
    return true;
  };
  const settle = async (attempt: Attempt, sent: Pick<Sent, 'outcome' | 'answerBody'>): Promise<void> => {
    await writer.write(() => settleIn(attempt, sent));
    announce();
  };
  /** Settle those as interrupted that do not run; returns how many. */
  const drop = async (rows: readonly Attempt[]): Promise<number> => {
    let dropped = 0;
    for (let at = 0; at < rows.length; at += DROPPED_A_COMMIT) {
      const slice = rows.slice(at, at + DROPPED_A_COMMIT);
      dropped += await writer.write(
        () => slice.filter((attempt) => !lanes.isRunning(attempt.id) && settleIn(attempt, INTERRUPTED)).length,
      );
      announce();
    }
    return dropped;
  };
  const isForward = ({ origin, destinationId }: Attempt): boolean => origin === 'forward' && destinationId !== null;

  const sendOne = async (attempt: Attempt, destination: Destination | null): Promise<void> => {
    const timeoutMs = destination?.timeoutMs ?? DEFAULT_TIMEOUT_MS;
    const plan = await plannedIn(reader, attempt, { timeoutMs, editedBody: bodies.get(attempt.id) ?? null });
    const sent = await send(plan, { guard: rules(), signal: stopping.signal, room });
    try {
      if (!(stopping.signal.aborted && sent.outcome.kind === 'failed' && isForward(attempt)))
        await settle(attempt, sent);
    } finally {
      sent.release();
    }
  };
  const lanes = createLanes({
    due: (lane, limit) => attempts.due(lane, nowMs(), limit),
    untilNextMs(lane) {
      const next = attempts.nextDue(lane, nowMs());
      return next === null ? null : next - nowMs();
    },
    async run(attempt) {
      const destination = attempt.destinationId === null ? null : destinations.get(attempt.destinationId);
      if (isForward(attempt) && destination === null) return settle(attempt, INTERRUPTED);
      try {
        await sendOne(attempt, destination);
      } catch (error) {
        logError('A send could not be carried out.', error);
        await settle(attempt, INTERRUPTED);
      }
    },
    onError: (error) => logError('The end of a send could not be noted.', error),
  });

  return {
    async start() {
      started = true;
      await drop(attempts.endingWithServer());
      for (const lane of attempts.pendingLanes()) lanes.wake(lane);
    },
    wake(names) {
      if (started) for (const lane of new Set(names)) lanes.wake(lane);
    },
    setBody: (attemptId, body) => void (body === null ? bodies.delete(attemptId) : bodies.set(attemptId, body)),
    cancel: (runId) => drop(attempts.pendingReplays(runId)),
    idle: lanes.idle,
    async stop() {
      stopping.abort();
      await lanes.stop();
      await drop(attempts.endingWithServer());
    },
  };
}
