import type { TunnelState } from './tunnel.ts';

/** The address that senders outside call for an endpoint; null while the tunnel gives none. `localUrl` is `Endpoint.url`. */
export function publicEndpointUrl(state: TunnelState, localUrl: string): string | null {
  const base = state.kind === 'open' || state.kind === 'lost' ? state.url : null;
  return base === null ? null : `${base}${new URL(localUrl).pathname}`;
}
