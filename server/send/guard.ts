import { lookup as systemLookup } from 'node:dns/promises';
import { networkInterfaces } from 'node:os';
import { Problem } from '../contract/problem.ts';
import { type AddressKind, addressBytes, innermostBytes, kindOfAddress } from './address.ts';

/** `ownPorts`: ports that Hookglass itself listens on. `allowedHosts`: as the user wrote them, compared by `normaliseHost`. */
export interface GuardRules {
  readonly ownPorts: Iterable<number>;
  readonly allowedHosts: Iterable<string>;
}

export interface ResolvedAddress {
  readonly address: string;
  readonly family: number;
}

/** All addresses of a name; rejects as `dns.promises.lookup` does. */
export type Lookup = (hostname: string) => Promise<readonly ResolvedAddress[]>;

const lookupAll: Lookup = (hostname) => systemLookup(hostname, { all: true });

const LOOPBACK: readonly ResolvedAddress[] = [
  { address: '127.0.0.1', family: 4 },
  { address: '::1', family: 6 },
];

/** Names of metadata services, which are never offered for permission. */
const METADATA_NAMES = new Set(['metadata', 'metadata.google.internal', 'metadata.goog', 'instance-data.ec2.internal']);

const PLACES: Record<Exclude<AddressKind, 'this-machine' | 'public' | 'private'>, string> = {
  disguised: 'an IPv6 address that stands for another address',
  metadata: "a cloud machine's metadata service",
  'link-local': 'a link-local address',
  multicast: 'a multicast address',
  broadcast: 'a broadcast address',
  reserved: 'a reserved address',
};

/**
 * One spelling for a host: lower case, IDNA to ASCII, IPv4 in four decimal numbers, IPv6 shortest and without brackets, an
 * IPv4-mapped address as its IPv4 address, no trailing dot. null when it is no host.
 */
export function normaliseHost(host: string): string | null {
  const bare = host.trim();
  const bracketed = bare.includes(':') && !bare.startsWith('[') ? `[${bare.replace(/%.*$/, '')}]` : bare;
  const url = /[/?#@\\]/.test(bracketed) ? null : URL.parse(`http://${bracketed}/`);
  if (url === null || url.port !== '' || url.hostname === '') return null;
  const name = url.hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
  const bytes = addressBytes(name);
  return bytes?.length === 16 && innermostBytes(bytes).length === 4 && name.startsWith('::ffff:')
    ? innermostBytes(bytes).join('.')
    : name;
}

/**
 * Whether a URL may be sent to, as far as its text tells: null, or the Problem. Names are judged again by `resolveTarget`.
 * - `bad-destination`: not http or https.
 * - `address-refused`: one of our own ports on this machine; a link-local, metadata, multicast or reserved address that the
 *   user has not allowed by that very address.
 * - `host-not-allowed`: any other host that is not this machine and that the user has not allowed.
 */
export function checkTarget(url: URL, rules: GuardRules): Problem | null {
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    return new Problem('bad-destination', `${url.protocol.slice(0, -1)} is not supported`);
  }
  const host = normaliseHost(url.hostname);
  if (host === null) return new Problem('bad-destination', `${url.hostname} is not a host`);
  if (kindOfAddress(host) !== null) return checkAddress(host, url, rules);
  if (isLocalName(host)) {
    return ownsPort(rules, portOf(url)) ? ownPortRefused(url) : null;
  }
  if (isAllowed(rules, host)) return null;
  if (METADATA_NAMES.has(host)) return new Problem('address-refused', `${host} is ${PLACES.metadata}`);
  return new Problem('host-not-allowed', host);
}

/**
 * Whether a connection to `address` may be made for `url`, whose host resolved to it. A name that the user allowed may lead
 * to public addresses and to this machine; any other kind must have been allowed by its own address, so that a name cannot
 * be turned towards the local network later (DNS rebinding).
 */
export function checkAddress(address: string, url: URL, rules: GuardRules): Problem | null {
  const kind = kindOfAddress(address);
  if (kind === null) return new Problem('address-refused', `${address} is not an address`);
  if (ownsPort(rules, portOf(url)) && isThisMachine(address)) return ownPortRefused(url);
  if (kind === 'this-machine') return null;
  const plain = normaliseHost(address) ?? address;
  if (isAllowed(rules, plain)) return null;
  const host = normaliseHost(url.hostname) ?? url.hostname;
  const subject = host === plain ? plain : `${host} is at ${plain}, and that`;
  switch (kind) {
    case 'public':
      if (host === plain) return new Problem('host-not-allowed', plain);
      return isAllowed(rules, host)
        ? null
        : new Problem('address-refused', `${host} is at ${plain}, not on this machine`);
    case 'private':
      if (host === plain) return new Problem('host-not-allowed', plain);
      return new Problem('address-refused', `${host} is at the private address ${plain}; allow ${plain} as well`);
    default:
      return new Problem('address-refused', `${subject} is ${PLACES[kind]}`);
  }
}

/**
 * Resolve a URL's host once and check every address; the caller connects to these very addresses and no other.
 * One refused address refuses them all. Rejects with what the look-up rejects with.
 */
export async function resolveTarget(
  url: URL,
  rules: GuardRules,
  lookup: Lookup = lookupAll,
): Promise<readonly ResolvedAddress[] | Problem> {
  const refused = checkTarget(url, rules);
  if (refused !== null) return refused;
  const literal = url.hostname.replace(/^\[|\]$/g, '');
  const bytes = addressBytes(literal);
  if (bytes !== null) return [{ address: literal, family: bytes.length === 4 ? 4 : 6 }];
  const isLocal = isLocalName(normaliseHost(url.hostname) ?? '');
  const addresses = await (isLocal ? lookupLocal(url.hostname, lookup) : lookup(url.hostname));
  for (const { address } of addresses) {
    const problem = checkAddress(address, url, rules);
    if (problem !== null) return problem;
  }
  return addresses;
}

/** Loopback in both families, whatever the resolver leaves out: an app on localhost may listen on either of them alone. */
async function lookupLocal(hostname: string, lookup: Lookup): Promise<readonly ResolvedAddress[]> {
  const found = await lookup(hostname).catch(() => []);
  const missing = LOOPBACK.filter(({ family }) => !found.some((entry) => entry.family === family));
  return [...found, ...missing];
}

/** The port that a URL connects to. */
export function portOf(url: URL): number {
  if (url.port !== '') return Number(url.port);
  return url.protocol === 'https:' ? 443 : 80;
}

/** localhost and the names below it, which never leave this machine (RFC 6761, 6.3). */
function isLocalName(host: string): boolean {
  return host === 'localhost' || host.endsWith('.localhost');
}

function isAllowed({ allowedHosts }: GuardRules, host: string): boolean {
  for (const allowed of allowedHosts) if (normaliseHost(allowed) === host) return true;
  return false;
}

function ownsPort({ ownPorts }: GuardRules, port: number): boolean {
  for (const own of ownPorts) if (own === port) return true;
  return false;
}

function isThisMachine(address: string): boolean {
  const bytes = addressBytes(address);
  if (bytes === null) return false;
  const inner = innermostBytes(bytes).join('.');
  if (kindOfAddress(address) === 'this-machine' || kindOfAddress(inner) === 'this-machine') return true;
  const interfaces = Object.values(networkInterfaces()).flatMap((entries) => entries ?? []);
  return interfaces.some((entry) => addressBytes(entry.address)?.join('.') === inner);
}

function ownPortRefused(url: URL): Problem {
  return new Problem('address-refused', `port ${portOf(url)} is one of Hookglass's own`);
}
