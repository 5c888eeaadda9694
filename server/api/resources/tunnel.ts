import { reachableSentences } from '../../contract/reachable.ts';
import type { ApiContext } from '../context.ts';
import type { Handlers } from '../handlers.ts';

type Names =
  | 'tunnelStatus'
  | 'openTunnel'
  | 'closeTunnel'
  | 'probeTunnel'
  | 'acceptTunnelUrl'
  | 'listGaps'
  | 'listOpenings';

const DAY_MS = 86_400_000;
const GAPS_TOLD = 1_000;

/** The tunnel. No input of these says where it leads: that is the capture listener, always. */
export function tunnelHandlers({ store, tunnel, endpoints, captureBase, nowMs }: ApiContext): Pick<Handlers, Names> {
  return {
    async tunnelStatus() {
      const [adapters, all] = await Promise.all([tunnel.adapters(), endpoints()]);
      const now = nowMs();
      const state = tunnel.state();
      return {
        state,
        adapters: [...adapters],
        gaps: store.gaps.between(now - DAY_MS, now, GAPS_TOLD),
        reachable: reachableSentences({ state, captureBase: captureBase(), endpoints: all }),
      };
    },
    openTunnel: ({ body }) => tunnel.open({ ...body, adapter: body.adapter ?? 'localtunnel' }),
    closeTunnel: () => tunnel.close(),
    probeTunnel: () => tunnel.probe(),
    acceptTunnelUrl: () => tunnel.acceptUrl(),
    listGaps: ({ query: { from = 0, to = Number.MAX_SAFE_INTEGER, limit = GAPS_TOLD } }) =>
      store.gaps.between(from, to, limit),
    listOpenings: ({ query: { from = 0, to = Number.MAX_SAFE_INTEGER } }) => store.openings.between(from, to),
  };
}
