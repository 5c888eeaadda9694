import type { HeaderLine } from '../contract/header.ts';
import type { AdapterId, DeliveryTunnel, TunnelFidelity } from '../contract/tunnel.ts';
import { type OpenTunnel, tunnelTruth } from './tunnel-truth.ts';

/** How a tunnel is kept with a delivery: members of its fidelity that were true. */
export interface KeptTunnel {
  readonly adapter: AdapterId;
  readonly does: readonly (keyof TunnelFidelity)[];
}

const MEMBERS: readonly (keyof TunnelFidelity)[] = [
  'measured',
  'lowersHeaderNames',
  'respellsHeaderNames',
  'mergesDuplicates',
  'rewritesHost',
  'addsForwarded',
  'tellsSender',
];

/** What is kept of the tunnel that a delivery came through, beside its address. */
export const keptTunnel = ({ adapter, fidelity }: OpenTunnel): KeptTunnel => ({
  adapter,
  does: MEMBERS.filter((member) => fidelity[member]),
});

/** What is told of the tunnel of a stored delivery. */
export function deliveryTunnel(
  headers: readonly HeaderLine[],
  url: string,
  { adapter, does }: KeptTunnel,
): DeliveryTunnel {
  const fidelity = Object.fromEntries(MEMBERS.map((member) => [member, does.includes(member)]));
  const { changes, sender } = tunnelTruth(headers, { adapter, url, fidelity: fidelity as TunnelFidelity });
  return { adapter, url, changes: changes.map((change) => ({ ...change })), sender: sender && { ...sender } };
}
