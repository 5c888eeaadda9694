import type { AdapterInfo, TunnelGap, TunnelOptions, TunnelState } from '../contract/tunnel.ts';
import { assertCaptureTarget, type CaptureTarget } from './capture-target.ts';
import { type Clock, systemClock } from './clock.ts';
import { makeGaps } from './gaps.ts';
import type { Adapter } from './opener.ts';
import type { Probe } from './probe.ts';
import { supervise } from './supervise.ts';
import { DEFAULT_TIMINGS, type Timings } from './timings.ts';
import { networkFingerprint, type Wake, watchWake } from './wake.ts';

export interface TunnelDeps {
  /** Where the tunnel leads: the capture listener. No call can change it. */
  readonly target: CaptureTarget;
  readonly adapters: readonly Adapter[];
  readonly probe: Pick<Probe, 'send'>;
  readonly onState: (state: TunnelState) => void;
  /** Called when a gap begins (`to` null) and again, with the same id, when it ends. */
  readonly recordGap: (gap: TunnelGap) => void;
  /** The public address of the last run, so that a change is noticed over restarts. */
  readonly lastUrl?: string | null;
  readonly clock?: Clock;
  readonly random?: () => number;
  readonly network?: () => string;
  readonly timings?: Partial<Timings>;
}

export interface Tunnel {
  state(): TunnelState;
  /**
   * Close what is open, then open with `options`. Resolves with the first state that is no longer `opening`; the tunnel keeps
   * trying after `lost`. Of several calls at the same time the last one counts.
   */
  open(options: TunnelOptions): Promise<TunnelState>;
  /** Resolves when nothing is reachable any more and everything opened is gone. */
  close(reason?: string): Promise<void>;
  /** Prove an open tunnel, or try a lost one, at once. */
  wake(): void;
  /** A delivery arrived: the idle stop counts anew. */
  noteDelivery(): void;
  adapters(): Promise<readonly AdapterInfo[]>;
}

interface Session {
  readonly done: Promise<void>;
  stop(reason: string | null): void;
}

/**
 * The public way in, with one owner: at most one session runs, and `close` ends it wholly. It is closed at the start; opening is
 * a deliberate act. It closes by itself when the capture listener is gone and after `idleMs` without a delivery.
 * @throws Error when `target` was not made from the capture listener
 */
export function makeTunnel(deps: TunnelDeps): Tunnel {
  assertCaptureTarget(deps.target);
  const { clock = systemClock, random = Math.random, network = networkFingerprint } = deps;
  const timings = { ...DEFAULT_TIMINGS, ...deps.timings };
  const gaps = makeGaps(deps.recordGap);
  let state: TunnelState = { kind: 'closed', reason: null };
  let lastUrl = deps.lastUrl ?? null;
  let session: Session | null = null;
  let calls = 0;
  let waker: ((why: Wake | null) => void) | null = null;
  let lastDeliveryAt = 0;

  deps.target.onClose(() => void close(LISTENER_GONE));

  function setState(next: TunnelState): void {
    state = next;
    if (next.kind === 'open') lastUrl = next.url;
    deps.onState(next);
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
      const stopWatching = watchWake({ clock, tickMs: timings.tickMs, network }, (wake) => waker?.(wake), checkUse);
      const running = supervise(
        { ...deps, clock, random, timings, gaps, setState: tell, onWaker, lastUrl },
        options,
        abort.signal,
      );
      const done = running
        .catch((error: unknown) => `The tunnel broke: ${String(error)}.`)
        .then((ended) => {
          stopWatching();
          session = null;
          gaps.end(clock.now());
          tell({ kind: 'closed', reason: ended ?? reason });
        });
      session = { done, stop };
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
    await endSession(reason);
  }

  return {
    state: () => state,
    async open(options) {
      calls += 1;
      const call = calls;
      await endSession(null);
      if (call !== calls) return state;
      if (deps.target.listening()) return begin(options);
      setState({ kind: 'closed', reason: LISTENER_GONE });
      return state;
    },
    close: (reason) => close(reason ?? null),
    wake: () => waker?.(null),
    noteDelivery() {
      lastDeliveryAt = clock.now();
    },
    adapters: () => Promise.all(deps.adapters.map((adapter) => adapter.find())),
  };
}

const LISTENER_GONE = 'The capture listener has closed, so nothing could be delivered.';

const idleReason = (idleMs: number): string =>
  `No delivery came for ${Math.round(idleMs / 360_000) / 10} hours, so the tunnel was closed. Open it again when you need it.`;
