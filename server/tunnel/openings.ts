import type { TunnelOpening, TunnelState } from '../contract/tunnel.ts';

/** A time for which the tunnel is, or was, open, and the last moment at which it is known to have been (Unix milliseconds). */
export interface SeenOpening {
  readonly opening: TunnelOpening;
  readonly at: number;
}

/**
 * Follows the states of one tunnel, each given with its moment in Unix milliseconds. Returns what is known of the present opening
 * after a state that tells something of it: its first address, a proof, its end. One opening keeps its id; ids grow, and are unique over
 * restarts because they start from the opening's own time.
 */
export function makeOpenings(): (state: TunnelState, nowMs: number) => SeenOpening | null {
  let lasting: TunnelOpening | null = null;
  let lastId = 0;
  return (state, nowMs) => {
    if (state.kind === 'open') {
      lastId = lasting?.id ?? Math.max(state.since, lastId + 1);
      lasting ??= { id: lastId, from: state.since, to: null };
      return { opening: lasting, at: state.lastProbe?.at ?? state.since };
    }
    if (state.kind !== 'closed' || lasting === null) return null;
    const ended = { ...lasting, to: Math.max(nowMs, lasting.from) };
    lasting = null;
    return { opening: ended, at: ended.to };
  };
}
