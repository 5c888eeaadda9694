import { TUNNEL_IDLE_HOURS } from '../contract/reachable.ts';

/** Intervals of the tunnel's supervision, milliseconds, and tries before the next adapter in the fall-back order. */
export interface Timings {
  readonly openMs: number;
  readonly probeEveryMs: number;
  readonly probeAgainMs: number;
  readonly graceMs: number;
  readonly tickMs: number;
  readonly idleMs: number;
  readonly closeMs: number;
  readonly firstRetryMs: number;
  readonly mostRetryMs: number;
  readonly triesPerAdapter: number;
}

export const DEFAULT_TIMINGS: Timings = {
  openMs: 30_000,
  probeEveryMs: 20_000,
  probeAgainMs: 2_000,
  graceMs: 30_000,
  tickMs: 5_000,
  idleMs: TUNNEL_IDLE_HOURS * 3_600_000,
  closeMs: 5_000,
  firstRetryMs: 1_000,
  mostRetryMs: 20_000,
  triesPerAdapter: 3,
};
