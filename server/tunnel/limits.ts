import { createHash, timingSafeEqual } from 'node:crypto';
import { BlockList, isIP } from 'node:net';
import { type HeaderLine, header } from '../contract/header.ts';
import type { EndpointLimits, TunnelFidelity } from '../contract/tunnel.ts';
import { forwardedFor } from '../describe/forwarded.ts';

/** Room that an endpoint has left: `tokens` deliveries at `at` (Unix milliseconds), growing back with time. */
export interface Allowance {
  readonly tokens: number;
  readonly at: number;
}

export interface Knock {
  readonly headers: readonly HeaderLine[];
  /** Peer of the socket. */
  readonly remoteAddress: string;
  /** What the open tunnel does, null while none is open. */
  readonly tunnel: TunnelFidelity | null;
}

/** `headers` and `status` are the whole answer of a refusal; its body is empty or constant. `sentence` is for the user's log. */
export type Admission =
  | { readonly kind: 'admitted'; readonly allowance: Allowance }
  | {
      readonly kind: 'refused';
      readonly status: 401 | 403 | 429;
      readonly headers: readonly HeaderLine[];
      readonly sentence: string;
      readonly allowance: Allowance;
    };

/** The allowance of an endpoint that nobody has knocked at yet. */
export const fullAllowance = ({ perMinute }: EndpointLimits, nowMs: number): Allowance => ({
  tokens: perMinute ?? 0,
  at: nowMs,
});

/**
 * Whether a request may deliver: address first, then rate, then password, so that guessing a password costs allowance. Pure; the
 * caller keeps the returned allowance for the next request of this endpoint.
 */
export function admit(limits: EndpointLimits, knock: Knock, allowance: Allowance, nowMs: number): Admission {
  if (limits.allow !== null) {
    const sentence = addressRefusal(limits.allow, knock);
    if (sentence !== null) return { kind: 'refused', status: 403, headers: [], sentence, allowance };
  }
  const left = take(limits, allowance, nowMs);
  if (left.waitMs > 0) {
    const headers: HeaderLine[] = [['Retry-After', String(Math.ceil(left.waitMs / 1_000))]];
    const sentence = `More than ${limits.perMinute} requests a minute came to this endpoint.`;
    return { kind: 'refused', status: 429, headers, sentence, allowance: left.allowance };
  }
  if (limits.basicAuth !== null && !passwordFits(limits.basicAuth, header(knock.headers, 'authorization'))) {
    const headers: HeaderLine[] = [['WWW-Authenticate', 'Basic realm="deliveries", charset="UTF-8"']];
    const sentence = 'The user name or password of the request was missing or wrong.';
    return { kind: 'refused', status: 401, headers, sentence, allowance: left.allowance };
  }
  return { kind: 'admitted', allowance: left.allowance };
}

/**
 * Entries of an allow-list that are no address or range, for the API to refuse.
 * An address is IPv4 or IPv6; a range has a prefix length: `203.0.113.0/24`, `2001:db8::/32`.
 */
export function badAllowEntries(allow: readonly string[]): readonly string[] {
  return allow.filter((entry) => !addTo(new BlockList(), entry));
}

/**
 * Why the address of a request is not let in, or null. While a tunnel is open every request may have come through it, whatever
 * its Host line says, so the peer (always this machine) counts for nothing; the sender can write any entry of X-Forwarded-For
 * but the last, and that one too unless a probe has seen the tunnel write it.
 */
function addressRefusal(allow: readonly string[], { headers, remoteAddress, tunnel }: Knock): string | null {
  if (tunnel !== null && !(tunnel.measured && tunnel.tellsSender)) {
    return 'This tunnel does not tell the address of senders, so the allow-list lets nobody in.';
  }
  const address = tunnel === null ? remoteAddress : forwardedFor(headers).at(-1);
  if (address === undefined || isIP(address) === 0) return 'The address of the sender is not known.';
  const list = new BlockList();
  for (const entry of allow) addTo(list, entry);
  return contains(list, address) ? null : `The address ${address} is not on the allow-list of this endpoint.`;
}

function contains(list: BlockList, address: string): boolean {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1] ?? address;
  return list.check(mapped, isIP(mapped) === 6 ? 'ipv6' : 'ipv4');
}

function addTo(list: BlockList, entry: string): boolean {
  const [address = '', prefix, ...rest] = entry.trim().split('/');
  const version = isIP(address);
  if (version === 0 || rest.length > 0) return false;
  const family = version === 6 ? 'ipv6' : 'ipv4';
  if (prefix === undefined) {
    list.addAddress(address, family);
    return true;
  }
  const bits = Number(prefix);
  if (!/^\d{1,3}$/.test(prefix) || bits > (version === 6 ? 128 : 32)) return false;
  list.addSubnet(address, bits, family);
  return true;
}

/** A bucket of one minute's deliveries that fills up evenly. */
function take({ perMinute }: EndpointLimits, { tokens, at }: Allowance, nowMs: number) {
  if (perMinute === null) return { waitMs: 0, allowance: { tokens, at: nowMs } };
  const perMs = perMinute / 60_000;
  const now = Math.min(perMinute, tokens + Math.max(0, nowMs - at) * perMs);
  if (now >= 1) return { waitMs: 0, allowance: { tokens: now - 1, at: nowMs } };
  return { waitMs: (1 - now) / perMs, allowance: { tokens: now, at: nowMs } };
}

/** RFC 7617, compared in constant time, the length of neither side showing. */
function passwordFits(wanted: { readonly user: string; readonly password: string }, line: string | undefined): boolean {
  const encoded = /^basic +([A-Za-z0-9+/]+=*)$/i.exec(line?.trim() ?? '')?.[1] ?? '';
  const given = createHash('sha256').update(Buffer.from(encoded, 'base64')).digest();
  const expected = createHash('sha256').update(`${wanted.user}:${wanted.password}`).digest();
  return timingSafeEqual(given, expected);
}
