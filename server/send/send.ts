import { createRoom, type Room } from '../body/room.ts';
import { Problem } from '../contract/problem.ts';
import type { Outcome, Timings } from '../contract/replay.ts';
import { type Answer, exchange, type Phase } from './exchange.ts';
import { describeFailure, type Failure, timeoutFailure } from './failure.ts';
import { type GuardRules, type Lookup, resolveTarget } from './guard.ts';
import type { SendPlan } from './plan.ts';

/** Bytes of an answer's body that are kept unless said otherwise: 10 MiB. */
export const MAX_ANSWER_BYTES = 10_485_760;
/** What the bodies of all answers under way may hold together: 64 MiB. */
export const MAX_ANSWERS_BYTES = 67_108_864;

export type SettledOutcome = Exclude<Outcome, { kind: 'pending' }>;

export interface Sent {
  readonly outcome: SettledOutcome;
  readonly answerBody: Uint8Array;
  /** To be called once the body is stored, or will not be. */
  release(): void;
}

export interface SendOptions {
  readonly guard: GuardRules;
  readonly maxAnswerBytes?: number;
  /** Shared by all sends; one of its own where none is given. */
  readonly room?: Room;
  /** Ends the send as `interrupted`. */
  readonly signal?: AbortSignal;
  /** Monotonic milliseconds. */
  readonly now?: () => number;
  readonly lookup?: Lookup;
}

const NOTHING = new Uint8Array(0);

/**
 * Write one planned request and wait for its answer. Never throws and always settles: the plan's time-out covers look-up,
 * connection, TLS, request and the whole answer. Redirects are answers like any other; bodies are not decompressed.
 * The guard checks the addresses that the host resolves to, and only those are connected to.
 */
export async function send(plan: SendPlan, options: SendOptions): Promise<Sent> {
  const {
    guard,
    maxAnswerBytes = MAX_ANSWER_BYTES,
    room = createRoom(() => MAX_ANSWERS_BYTES),
    signal,
    now = () => performance.now(),
    lookup,
  } = options;
  const watch = stopwatch(now);
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort('timeout'), plan.timeoutMs);
  const interrupt = () => stop.abort('interrupted');
  if (signal?.aborted === true) interrupt();
  signal?.addEventListener('abort', interrupt, { once: true });
  try {
    const addresses = await untilAborted(resolveTarget(plan.url, guard, lookup), stop.signal);
    if (addresses instanceof Problem) return failed({ code: 'blocked', reason: addresses.message }, watch.timings());
    const needsLookup = addresses[0]?.address !== plan.url.hostname.replace(/^\[|\]$/g, '');
    if (needsLookup) watch.mark('dnsMs');
    const answer = await exchange(plan, { addresses, maxAnswerBytes, room, signal: stop.signal, onPhase: watch.mark });
    return answered(answer, watch.timings());
  } catch (error) {
    return failed(failureOf(error, plan, stop.signal, watch.status()), watch.timings());
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', interrupt);
  }
}

function failureOf(error: unknown, plan: SendPlan, stopped: AbortSignal, status: number | null): Failure {
  if (!stopped.aborted) return describeFailure(error, { url: plan.url, status });
  if (stopped.reason === 'timeout') return timeoutFailure(plan.timeoutMs, { url: plan.url, status });
  return { code: 'interrupted', reason: 'The send was stopped before it was answered. Replay it when you are ready.' };
}

function answered({ status, statusText, headers, body, truncated, release }: Answer, timings: Timings): Sent {
  const bodySizeBytes = body.length;
  return {
    outcome: { kind: 'answered', status, statusText, headers: [...headers], bodySizeBytes, truncated, timings },
    answerBody: body,
    release,
  };
}

function failed({ code, reason }: Failure, timings: Timings): Sent {
  return { outcome: { kind: 'failed', code, reason, timings }, answerBody: NOTHING, release: () => undefined };
}

function stopwatch(now: () => number) {
  const start = now();
  const since = (): number => Math.round((now() - start) * 1000) / 1000;
  const marks: Record<Phase, number | null> = { dnsMs: null, connectMs: null, tlsMs: null, firstByteMs: null };
  let seen: number | null = null;
  return {
    mark: (phase: Phase, status?: number): void => {
      marks[phase] ??= since();
      if (status !== undefined) seen = status;
    },
    status: (): number | null => seen,
    timings: (): Timings => ({ ...marks, totalMs: since() }),
  };
}

/** A look-up cannot be cancelled; its late result is dropped. */
function untilAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    promise.then(resolve, reject);
  });
}
