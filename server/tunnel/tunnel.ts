import { isDeepStrictEqual } from 'node:util';
import { systemClock } from '../clock/system-clock.ts';
import type { Clock } from '../contract/clock.ts';
import type { TunnelFidelity, TunnelGap, TunnelOptions, TunnelState } from '../contract/tunnel.ts';
import { assertCaptureTarget, type CaptureTarget } from './capture-target.ts';
import { makeGaps } from './gaps.ts';
import { type Adapter, knownFidelity } from './opener.ts';
import type { Probe } from './probe.ts';
import { supervise } from './supervise.ts';
import { DEFAULT_TIMINGS, type Timings } from './timings.ts';
import { networkFingerprint, type Wake, watchWake } from './wake.ts';

export interface TunnelDeps {
  /** Where the tunnel leads: the capture listener. No call can change it. */
  readonly target: CaptureTarget;
  readonly adapters: readonly Adapter[];
  readonly probe: Pick<Probe, 'send'>;
  /** Ports that Hookglass itself listens on; a tunnel's server may lead to none of them. */
  readonly ownPorts?: () => readonly number[];
  readonly onState: (state: TunnelState) => void;
  /** Called when a gap begins (`to` null) and again, with the same id, when it ends. */
  readonly recordGap: (gap: TunnelGap) => void;
  /** An error that one of the two above threw; the tunnel goes on. */
  readonly onFault: (error: unknown) => void;
  /** The address that senders were given in an earlier run: `urlChangedFrom ?? url` of its last open state. */
  readonly knownUrl?: string | null;
  readonly clock?: Clock;
  readonly random?: () => number;
  readonly network?: () => string;
  readonly timings?: Partial<Timings>;
}

export interface Tunnel {
  state(): TunnelState;
  /**
   * Close what is open, then open with `options`; what is open with the same ones stays, and so does its address. Resolves with
   * the first state that is no longer `opening`; the tunnel keeps trying after `lost`. Of several calls at the same time the
   * last one counts, and answers them all.
   */
  open(options: TunnelOptions): Promise<TunnelState>;
  /** Resolves when nothing is reachable any more and everything opened is gone. */
  close(reason?: string): Promise<void>;
  /** Prove an open tunnel, or try a lost one, at once. */
  wake(): void;
  /** A delivery came through: the idle stop counts anew. */
  noteDelivery(): void;
  /** Senders have been given the present address: it is no longer told as changed. */
  acceptUrl(): void;
  /** For `limits.ts`: null while nothing leads in; otherwise what is proven of the tunnel at this moment. */
  exposure(): TunnelFidelity | null;
}

interface Session {
  readonly options: TunnelOptions;
  readonly signal: AbortSignal;
  readonly done: Promise<void>;
  stop(reason: string | null): void;
}

/**
 * The public way in, with one owner: at most one session runs, and `close` ends it wholly. It is closed at the start; opening is
 * a deliberate act. It closes by itself when the capture listener is gone and after `idleMs` in which nothing came through.
 * @throws Error when `target` was not made from the capture listener
 */
export function makeTunnel(deps: TunnelDeps): Tunnel {
  assertCaptureTarget(deps.target);
  const { clock = systemClock, random = Math.random, network = networkFingerprint, ownPorts = () => [] } = deps;
  const timings = { ...DEFAULT_TIMINGS, ...deps.timings };
  const gaps = makeGaps((gap) => guarded(() => deps.recordGap(gap)));
  let state: TunnelState = { kind: 'closed', reason: null };
  const senders = { url: deps.knownUrl ?? null };
  let session: Session | null = null;
  let calls = 0;
  let newest: Promise<TunnelState> = Promise.resolve(state);
  let waker: ((why: Wake | null) => void) | null = null;
  let lastDeliveryAt = 0;

  deps.target.onClose(() => void close(LISTENER_GONE));

  function guarded(tell: () => void): void {
    try {
      tell();
    } catch (error) {
      deps.onFault(error);
    }
  }

  function setState(next: TunnelState): void {
    state = next;
    guarded(() => deps.onState(next));
  }

  function begin(options: TunnelOptions): Promise<TunnelState> {
    const abort = new AbortController();
    let reason: string | null = null;
    const stop = (why: string | null): void => {
      reason ??= why;
      abort.abort();
    };
    lastDeliveryAt = clock.now();
    return new Promise((resolve) => {
      const tell = (next: TunnelState): void => {
        setState(next);
        if (next.kind !== 'opening') resolve(next);
      };
      const onWaker = (wake: typeof waker): void => {
        waker = wake;
      };
      const watch = watchWake({ clock, tickMs: timings.tickMs, network }, (wake) => waker?.(wake), checkUse);
      const running = supervise(
        { ...deps, ownPorts, clock, random, timings, gaps, setState: tell, onWaker, look: watch.look, senders },
        options,
        abort.signal,
      );
      const done = running
        .catch((error: unknown) => `The tunnel broke: ${String(error)}.`)
        .then((ended) => {
          watch.stop();
          session = null;
          gaps.end(clock.now());
          tell({ kind: 'closed', reason: ended ?? reason });
        });
      session = { options, signal: abort.signal, done, stop };
      function checkUse(): void {
        if (!deps.target.listening()) stop(LISTENER_GONE);
        else if (clock.now() - lastDeliveryAt >= timings.idleMs) stop(idleReason(timings.idleMs));
      }
    });
  }

  async function endSession(reason: string | null): Promise<void> {
    session?.stop(reason);
    await session?.done;
  }

  async function close(reason: string | null = null): Promise<void> {
    calls += 1;
    newest = endSession(reason).then(() => state);
    await newest;
  }

  async function open(options: TunnelOptions): Promise<TunnelState> {
    calls += 1;
    const call = calls;
    if (state.kind === 'open' && session?.signal.aborted === false && isDeepStrictEqual(session.options, options)) {
      return state;
    }
    await endSession(null);
    if (call !== calls) return newest;
    if (deps.target.listening()) return begin(options);
    setState({ kind: 'closed', reason: LISTENER_GONE });
    return state;
  }

  return {
    state: () => state,
    open(options) {
      newest = open(options);
      return newest;
    },
    close: (reason) => close(reason ?? null),
    wake: () => waker?.(null),
    noteDelivery() {
      lastDeliveryAt = clock.now();
    },
    acceptUrl() {
      if (state.kind !== 'open') return;
      senders.url = state.url;
      setState({ ...state, urlChangedFrom: null });
    },
    exposure() {
      if (state.kind === 'closed') return null;
      return state.kind === 'open' ? state.fidelity : knownFidelity();
    },
  };
}

const LISTENER_GONE = 'The capture listener has closed, so nothing could be delivered.';

const idleReason = (idleMs: number): string =>
  `No delivery came through for ${Math.round(idleMs / 360_000) / 10} hours, so the tunnel was closed. Open it again when you need it.`;
