import type { TunnelState } from '../../../server/contract/tunnel.ts';
import { knownFidelity } from '../../../server/tunnel/opener.ts';
import type { Call } from './routes.ts';
import type { FakeState } from './state.ts';

/** The tunnel's addresses: it is open, and proven, at once; its feed messages are those of the real one. */
export function makeTunnelRoutes(state: FakeState): Readonly<Record<string, (call: Call) => unknown>> {
  const set = (tunnel: TunnelState): TunnelState => {
    state.tunnel = tunnel;
    state.announce({ kind: 'tunnel', tunnel });
    return tunnel;
  };
  return {
    'GET /api/tunnel': () => ({ state: state.tunnel, adapters: [], gaps: [], reachable: [] }),
    'GET /api/tunnel/gaps': () => [],
    'GET /api/tunnel/openings': () => [],
    'POST /api/tunnel/open': ({ body }) =>
      set({
        kind: 'open',
        adapter: body.adapter ?? 'localtunnel',
        url: `https://${body.subdomain ?? 'fresh-name'}.example`,
        since: Date.now(),
        lastProbe: { at: Date.now(), roundTripMs: 12 },
        urlChangedFrom: null,
        takenName: null,
        fidelity: knownFidelity(),
      }),
    'POST /api/tunnel/close': () => set({ kind: 'closed', reason: null }),
    'POST /api/tunnel/probe': () => state.tunnel,
    'POST /api/tunnel/accept-url': () => state.tunnel,
  };
}
