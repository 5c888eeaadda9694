import { afterEach, beforeEach } from 'vitest';
import type { TunnelState } from '../../server/contract/tunnel.ts';
import { type Adapter, knownFidelity } from '../../server/tunnel/opener.ts';
import type { ProbeResult } from '../../server/tunnel/probe.ts';
import { makeTunnel, type TunnelDeps } from '../../server/tunnel/tunnel.ts';
import { type HandClock, handClock } from './hand-clock.ts';
import { type Listener, startListener, stateLog } from './tunnel-bench.ts';

export const WORKED: ProbeResult = {
  kind: 'worked',
  roundTripMs: 12,
  fidelity: { ...knownFidelity(), measured: true },
};
export const missed = (reason: string, definite = false): ProbeResult => ({ kind: 'failed', reason, definite });
export const URL_1 = 'https://hooks.named.example';
export const kinds = (states: readonly TunnelState[]): readonly string[] => states.map(({ kind }) => kind);

export let listener: Listener;
export let clock: HandClock;

/** Give each test of the file that calls this a capture listener and a clock turned by hand. */
export function withListenerAndClock(): void {
  beforeEach(async () => {
    clock = handClock();
    listener = await startListener();
  });
  afterEach(() => listener.close());
}

/** A tunnel on a clock of ours; `probe` says what each probe brings. */
export function setUp(adapters: readonly Adapter[], probe: () => ProbeResult | Promise<ProbeResult> = () => WORKED) {
  const log = stateLog();
  const probed: string[] = [];
  const faults: unknown[] = [];
  const machine = { network: 'eth0 192.0.2.1' };
  const deps: TunnelDeps = {
    target: listener.target,
    adapters,
    probe: {
      send: async (url) => {
        probed.push(url);
        return probe();
      },
    },
    clock,
    random: () => 0.5,
    network: () => machine.network,
    onState: log.onState,
    recordGap: log.recordGap,
    onFault: (error) => faults.push(error),
  };
  return { tunnel: makeTunnel(deps), log, probed, machine, deps, faults };
}
