import { isIP } from 'node:net';
import type { HeaderLine } from '../contract/header.ts';
import type { TunnelFidelity } from '../contract/tunnel.ts';
import { forwardedFor, isForwarded } from '../describe/forwarded.ts';

/** An address for documentation (RFC 5737) that no sender can have: what a sender who lies would write. */
const INVENTED = '192.0.2.1';

/**
 * Header lines that each probe carries: an odd spelling, twice, and an invented sender. What arrives tells what the tunnel does
 * to headers, and whether its word about senders can be told from theirs.
 */
export const MARKER: readonly HeaderLine[] = [
  ['x-HookGlass-Probe', 'one'],
  ['x-HookGlass-Probe', 'two'],
  ['X-Forwarded-For', INVENTED],
];

const NAME = 'x-hookglass-probe';

/** What the tunnel did to a probe, from the header lines that arrived and the host that was called. Pure. */
export function observeFidelity(seen: readonly HeaderLine[], publicHost: string): TunnelFidelity {
  const marked = seen.filter(([name]) => name.toLowerCase() === NAME);
  const spelling = marked[0]?.[0] ?? '';
  const host = seen.find(([name]) => name.toLowerCase() === 'host')?.[1] ?? '';
  const told = forwardedFor(seen);
  const last = told.at(-1) ?? '';
  const added = seen.filter(([name]) => isForwarded(name) && name.toLowerCase() !== 'x-forwarded-for');
  return {
    measured: true,
    lowersHeaderNames: spelling === NAME,
    respellsHeaderNames: spelling !== NAME && spelling !== MARKER[0]?.[0],
    mergesDuplicates: marked.map(([, value]) => value).join('\n') !== 'one\ntwo',
    rewritesHost: host.toLowerCase() !== publicHost.toLowerCase(),
    addsForwarded: added.length > 0 || told.some((address) => address !== INVENTED),
    tellsSender: isIP(last) !== 0 && last !== INVENTED,
  };
}
