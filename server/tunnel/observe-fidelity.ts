import type { TunnelFidelity } from '../contract/tunnel.ts';

/** Header lines that each probe carries: an odd spelling, twice. What arrives tells what the tunnel does to headers. */
export const MARKER: readonly (readonly [string, string])[] = [
  ['x-HookGlass-Probe', 'one'],
  ['x-HookGlass-Probe', 'two'],
];

const NAME = 'x-hookglass-probe';
const FORWARDED = /^(?:x-forwarded-|x-real-ip$|forwarded$|cf-connecting-ip$|true-client-ip$)/;

/** What the tunnel did to a probe, from the header lines that arrived and the host that was called. Pure. */
export function observeFidelity(
  seen: readonly (readonly [name: string, value: string])[],
  publicHost: string,
): TunnelFidelity {
  const marked = seen.filter(([name]) => name.toLowerCase() === NAME);
  const spelling = marked[0]?.[0] ?? '';
  const host = seen.find(([name]) => name.toLowerCase() === 'host')?.[1] ?? '';
  return {
    measured: true,
    lowersHeaderNames: spelling === NAME,
    respellsHeaderNames: spelling !== NAME && spelling !== MARKER[0]?.[0],
    mergesDuplicates: marked.map(([, value]) => value).join('\n') !== 'one\ntwo',
    rewritesHost: host.toLowerCase() !== publicHost.toLowerCase(),
    addsForwarded: seen.some(([name]) => FORWARDED.test(name.toLowerCase())),
  };
}
