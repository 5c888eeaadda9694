import type { Delivery } from '../../server/contract/delivery.ts';

/** How a delivery came in, in words; members are null where there is nothing to tell. */
export interface WayInWords {
  readonly way: string;
  /** The tunnel's public address. */
  readonly url: string | null;
  readonly sender: string | null;
  /** The peer of the socket. */
  readonly peer: string;
  readonly changes: readonly string[];
}

/** Who brought a delivery here, and what is not as its sender sent it. */
export function wayInWords({ tunnel, remoteAddress }: Pick<Delivery, 'tunnel' | 'remoteAddress'>): WayInWords {
  if (tunnel === null)
    return { way: 'Local, not through the tunnel', url: null, sender: null, peer: remoteAddress, changes: [] };
  const { adapter, url, sender, changes } = tunnel;
  return {
    way: `Through ${adapter}`,
    url,
    sender:
      sender === null
        ? 'Not told by the tunnel'
        : `${sender.address}, as told by the tunnel (${inTitleCase(sender.toldBy)}): nobody vouches for it`,
    peer: `${remoteAddress}, the tunnel’s end`,
    changes: changes.map(({ sentence }) => sentence),
  };
}

const inTitleCase = (name: string): string =>
  name.replace(/(^|-)([a-z])/g, (_, dash, first) => dash + first.toUpperCase());
