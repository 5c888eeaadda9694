import { isIP } from 'node:net';
import { type HeaderLine, header } from '../contract/header.ts';
import type { AdapterId, TunnelFidelity } from '../contract/tunnel.ts';
import { forwardedFor, isForwarded } from './forwarded.ts';

/** The tunnel as it was when a delivery arrived. */
export interface OpenTunnel {
  readonly adapter: AdapterId;
  readonly url: string;
  readonly fidelity: TunnelFidelity;
}

/** One thing that is not as the sender sent it. `code` is stable. */
export interface TunnelChange {
  readonly code: 'names-lowered' | 'names-respelled' | 'duplicates-merged' | 'host-rewritten' | 'forwarded-added';
  readonly sentence: string;
}

/** The sender's address as told on the way; nobody vouches for it. `toldBy` is the header's name. */
export interface ToldSender {
  readonly address: string;
  readonly toldBy: string;
}

/** What is known of a delivery's way, for people. Nothing in it may decide who gets in; see `limits.ts`. */
export interface TunnelTruth {
  readonly changes: readonly TunnelChange[];
  readonly sender: ToldSender | null;
}

/** Tell what an open tunnel changed in these header lines, and who the sender is said to be. Pure, and total for any input. */
export const tunnelTruth = (headers: readonly HeaderLine[], tunnel: OpenTunnel): TunnelTruth => ({
  changes: throughTest(tunnel)(headers.flat()) ? changesOf(headers, tunnel) : [],
  sender: toldSender(headers),
});

/**
 * Whether a request came through the tunnel: one that names the public host did, and so did one with forwarded lines when the
 * tunnel hides that host. Made once a tunnel, and cheap to ask; `rawHeaders` alternates names and values.
 */
export function throughTest({ url, fidelity }: OpenTunnel): (rawHeaders: readonly string[]) => boolean {
  const publicHost = new URL(url).host;
  return (rawHeaders) => {
    for (let at = 0; at + 1 < rawHeaders.length; at += 2) {
      const name = (rawHeaders[at] as string).toLowerCase();
      const names = name === 'host' || name === 'x-forwarded-host';
      if (names && (rawHeaders[at + 1] as string).trim().toLowerCase() === publicHost) return true;
      if (fidelity.rewritesHost && isForwarded(name)) return true;
    }
    return false;
  };
}

/** Whether `throughTest` knows every request that came through: none can be known where the host is hidden and nothing added. */
export const tellsApart = ({ rewritesHost, addsForwarded }: TunnelFidelity): boolean => !rewritesHost || addsForwarded;

function changesOf(headers: readonly HeaderLine[], { url, fidelity }: OpenTunnel): readonly TunnelChange[] {
  const does = fidelity.measured ? 'This tunnel' : 'This tunnel, as far as is known,';
  const changes: TunnelChange[] = [];
  const spelled = headers.some(([name]) => name !== name.toLowerCase() && !isForwarded(name));
  if (fidelity.lowersHeaderNames && !spelled) {
    const sentence = `${does} writes header names in lower case. How the sender spelled them is not known.`;
    changes.push({ code: 'names-lowered', sentence });
  }
  if (fidelity.respellsHeaderNames) {
    const sentence = `${does} spells header names its own way (X-Hub-Signature). How the sender spelled them is not known.`;
    changes.push({ code: 'names-respelled', sentence });
  }
  if (fidelity.mergesDuplicates) {
    const sentence = `${does} joins several header lines of one name into one.`;
    changes.push({ code: 'duplicates-merged', sentence });
  }
  const host = header(headers, 'host') ?? '';
  if (host.toLowerCase() !== new URL(url).host) {
    const sentence = `The Host line reads ${host || 'nothing'}; the sender called ${new URL(url).host}.`;
    changes.push({ code: 'host-rewritten', sentence });
  }
  const added = [...new Set(headers.map(([name]) => name).filter(isForwarded))];
  if (added.length > 0) {
    const sentence = `On the way were added: ${added.join(', ')}.`;
    changes.push({ code: 'forwarded-added', sentence });
  }
  return changes;
}

function toldSender(headers: readonly HeaderLine[]): ToldSender | null {
  const candidates: readonly ToldSender[] = [
    { toldBy: 'cf-connecting-ip', address: header(headers, 'cf-connecting-ip')?.trim() ?? '' },
    { toldBy: 'x-forwarded-for', address: forwardedFor(headers)[0] ?? '' },
    { toldBy: 'x-real-ip', address: header(headers, 'x-real-ip')?.trim() ?? '' },
  ];
  return candidates.find(({ address }) => isIP(address) !== 0) ?? null;
}
