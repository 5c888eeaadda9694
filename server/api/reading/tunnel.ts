import { NOT_SERVED, reachableSentences } from '../../contract/reachable.ts';
import type { Handlers } from '../handlers.ts';
import type { ReadingContext } from './context.ts';

type Names = 'tunnelStatus' | 'listGaps' | 'listOpenings';

const DAY_MS = 86_400_000;
const GAPS_TOLD = 1_000;

/** What is known of the tunnel. */
export function tunnelReaders(context: ReadingContext): Pick<Handlers, Names> {
  const { store, tunnel, endpoints, captureBase, nowMs } = context;
  return {
    async tunnelStatus() {
      const [adapters, all] = await Promise.all([tunnel.adapters(), endpoints()]);
      const now = nowMs();
      const state = tunnel.state();
      return {
        state,
        adapters: [...adapters],
        gaps: store.gaps.between(now - DAY_MS, now, GAPS_TOLD),
        reachable: context.isServed
          ? reachableSentences({ state, captureBase: captureBase(), endpoints: all })
          : [NOT_SERVED],
      };
    },
    listGaps: ({ query: { from = 0, to = Number.MAX_SAFE_INTEGER, limit = GAPS_TOLD } }) =>
      store.gaps.between(from, to, limit),
    listOpenings: ({ query: { from = 0, to = Number.MAX_SAFE_INTEGER } }) => store.openings.between(from, to),
  };
}
