import { systemClock } from '../clock/system-clock.ts';
import type { Clock } from '../contract/clock.ts';
import type { AdapterInfo, TunnelGap, TunnelOptions, TunnelState } from '../contract/tunnel.ts';
import { tellsApart, throughTest } from '../describe/tunnel-truth.ts';
import { allAdapters } from './adapters/index.ts';
import type { CaptureTarget } from './capture-target.ts';
import type { Adapter } from './opener.ts';
import type { Passage, WayIn } from './passage.ts';
import { makeProbe } from './probe.ts';
import type { Timings } from './timings.ts';
import { makeTunnel, type Tunnel } from './tunnel.ts';

export interface TunnelServiceDeps {
  /** The address that senders were given in an earlier run. */
  readonly knownUrl: string | null;
  readonly onState: (state: TunnelState) => void;
  /** Senders' address changed by the user's word, or was set for the first time. */
  readonly onKnownUrl: (url: string) => void;
  readonly recordGap: (gap: TunnelGap) => void;
  readonly onFault: (error: unknown) => void;
  /** Ports that Hookglass itself listens on. */
  readonly ownPorts: () => readonly number[];
  readonly adapters?: readonly Adapter[];
  readonly timings?: Partial<Timings> | undefined;
  readonly probeTimeoutMs?: number | undefined;
  readonly clock?: Clock;
}

/** How the rest of the server sees the tunnel. There is no way to say where it leads: the capture listener says that itself. */
export interface TunnelService {
  readonly passage: Passage;
  state(): TunnelState;
  /** Every address that senders may have called: the one they were given, and the present one. */
  publicUrls(): readonly string[];
  adapters(): Promise<readonly AdapterInfo[]>;
  /** Resolves with the first state that tells how it went: `open` with a proof, `lost` or `closed`. */
  open(options: TunnelOptions): Promise<TunnelState>;
  close(): Promise<TunnelState>;
  /** Prove an open tunnel or try a lost one now; resolves with the state that this led to. */
  probe(): Promise<TunnelState>;
  acceptUrl(): TunnelState;
  /** Tell `watcher` each state from now on; the returned function takes it back. */
  watch(watcher: (state: TunnelState) => void): () => void;
}

const CLOSED: TunnelState = { kind: 'closed', reason: null };

/** The tunnel as a service: closed until the capture listener leads it in, and closed with that listener. */
export function createTunnelService(deps: TunnelServiceDeps): TunnelService {
  const { adapters = allAdapters(), probeTimeoutMs, clock = systemClock } = deps;
  const probe = makeProbe({
    clock,
    ...(probeTimeoutMs === undefined ? {} : { timeoutMs: probeTimeoutMs }),
  });
  const watchers = new Set<(state: TunnelState) => void>();
  let tunnel: Tunnel | null = null;
  let wayIn: WayIn | null = null;
  let knownUrl = deps.knownUrl;

  function onState(state: TunnelState): void {
    wayIn = nextWayIn(wayIn, state);
    if (state.kind === 'open' && state.lastProbe !== null) {
      const known = state.urlChangedFrom ?? state.url;
      if (known !== knownUrl) deps.onKnownUrl(known);
      knownUrl = known;
    }
    deps.onState(state);
    for (const watcher of watchers) watcher(state);
  }

  const state = (): TunnelState => tunnel?.state() ?? CLOSED;

  /** The first state from now on that fits. */
  function next(fits: (state: TunnelState) => boolean): Promise<TunnelState> {
    return new Promise((resolve) => {
      const look = (present: TunnelState): void => {
        if (!fits(present)) return;
        watchers.delete(look);
        resolve(present);
      };
      watchers.add(look);
    });
  }

  const passage: Passage = {
    lead(target: CaptureTarget) {
      const { recordGap, onFault, ownPorts, timings = {} } = deps;
      tunnel = makeTunnel({
        ...{ target, adapters, probe, ownPorts, clock },
        ...{ onState, recordGap, onFault, timings, knownUrl },
      });
    },
    close: async () => tunnel?.close(),
    takeProbe: probe.handle,
    wayIn: () => wayIn,
    exposure: () => tunnel?.exposure() ?? null,
    noteDelivery: () => tunnel?.noteDelivery(),
  };

  return {
    passage,
    state,
    publicUrls: () => [...new Set([wayIn?.url, knownUrl].filter((url) => typeof url === 'string'))],
    adapters: () => Promise.all(adapters.map((adapter) => adapter.find())),
    async open(options) {
      await tunnel?.open(options);
      return isSettled(state()) ? state() : next(isSettled);
    },
    async close() {
      await tunnel?.close();
      return state();
    },
    async probe() {
      if (tunnel === null || (state().kind !== 'open' && state().kind !== 'lost')) return state();
      const told = next(({ kind }) => kind !== 'opening');
      const { promise: silence, resolve: giveUp } = Promise.withResolvers<null>();
      const cancel = clock.after((probeTimeoutMs ?? 10_000) + 2_000, () => giveUp(null));
      tunnel.wake();
      const after = await Promise.race([told, silence]);
      cancel();
      return after ?? state();
    },
    acceptUrl() {
      tunnel?.acceptUrl();
      return state();
    },
    watch(watcher) {
      watchers.add(watcher);
      return () => void watchers.delete(watcher);
    },
  };
}

const isSettled = (state: TunnelState): boolean =>
  state.kind !== 'opening' && (state.kind !== 'open' || state.lastProbe !== null);

/** The address of the last opening leads in, or may again, until the tunnel is closed. */
function nextWayIn(before: WayIn | null, state: TunnelState): WayIn | null {
  if (state.kind === 'closed') return null;
  if (state.kind !== 'open') return before;
  const { adapter, url, fidelity } = state;
  if (before?.url === url && before.fidelity === fidelity) return before;
  const open = { adapter, url, fidelity };
  return { ...open, through: throughTest(open), tellsApart: tellsApart(fidelity) };
}
