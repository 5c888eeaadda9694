import type { TunnelState } from './tunnel.ts';

/** The address that senders outside call for an endpoint, working or not; null while the tunnel gives none. `localUrl` is `Endpoint.url`. */
export function publicEndpointUrl(state: TunnelState, localUrl: string): string | null {
  const base = state.kind === 'closed' ? null : state.url;
  return base === null ? null : `${base}${new URL(localUrl).pathname}`;
}
