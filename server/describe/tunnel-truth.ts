import { isIP } from 'node:net';
import { type HeaderLine, header } from '../contract/header.ts';
import type { RequestHead } from '../contract/request.ts';
import type { AdapterId, TunnelFidelity } from '../contract/tunnel.ts';
import { forwardedFor, isForwarded } from './forwarded.ts';
import { urlBelow } from './public-url.ts';

/** The tunnel as it was when a delivery arrived. */
export interface OpenTunnel {
  readonly adapter: AdapterId;
  readonly url: string;
  readonly fidelity: TunnelFidelity;
}

/** What of a request tells its way. */
export type Arrived = Pick<RequestHead, 'target' | 'headers'>;

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

/** What is known of a delivery's way, for people and for verdicts. Nothing in it may decide who gets in; see `limits.ts`. */
export interface TunnelTruth {
  readonly throughTunnel: boolean;
  readonly changes: readonly TunnelChange[];
  readonly sender: ToldSender | null;
  /** The URL that the sender called: what schemes that sign it have signed. */
  readonly publicUrl: string;
}

/**
 * Tell what the tunnel changed, who the sender is said to be, and which URL it called. Pure, and total for any input.
 * `tunnel` is null when none was open.
 */
export function tunnelTruth(arrived: Arrived, tunnel: OpenTunnel | null): TunnelTruth {
  const through = tunnel !== null && throughTest(tunnel)(arrived.headers.flat()) ? tunnel : null;
  return {
    throughTunnel: through !== null,
    changes: through === null ? [] : changesOf(arrived.headers, through),
    sender: toldSender(arrived.headers),
    publicUrl: through === null ? calledUrl(arrived) : urlBelow(through.url, arrived.target),
  };
}

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

/** The URL as the request itself, or a proxy of the user's own, tells it. */
function calledUrl({ target, headers }: Arrived): string {
  const proto = header(headers, 'x-forwarded-proto')?.split(',')[0]?.trim().toLowerCase();
  const told = header(headers, 'x-forwarded-host')?.split(',')[0]?.trim() ?? header(headers, 'host')?.trim() ?? '';
  const host = /^(?:[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(?::\d{1,5})?$/.test(told) ? told : 'localhost';
  const origin = `${proto === 'https' ? 'https' : 'http'}://${host}`;
  return URL.canParse(origin) ? urlBelow(origin, target) : urlBelow('http://localhost', target);
}
