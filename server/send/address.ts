import { isIPv4, isIPv6 } from 'node:net';

/**
 * What kind of place an IP address is (IANA special-purpose registries, RFC 6890).
 * `this-machine` is loopback and the unspecified address, which connects to loopback; `disguised` is an IPv6 address that
 * carries an IPv4 address of this machine or of a special range (NAT64, 6to4, IPv4-compatible and the like).
 */
export type AddressKind =
  | 'this-machine'
  | 'disguised'
  | 'metadata'
  | 'link-local'
  | 'private'
  | 'multicast'
  | 'broadcast'
  | 'reserved'
  | 'public';

type Range = readonly [kind: AddressKind, network: readonly number[], bits: number];

const V4: readonly Range[] = [
  ['metadata', [169, 254, 169, 254], 32],
  ['metadata', [169, 254, 170, 2], 32],
  ['metadata', [100, 100, 100, 200], 32],
  ['metadata', [168, 63, 129, 16], 32],
  ['this-machine', [127], 8],
  ['this-machine', [0, 0, 0, 0], 32],
  ['reserved', [0], 8],
  ['link-local', [169, 254], 16],
  ['private', [10], 8],
  ['private', [172, 16], 12],
  ['private', [192, 168], 16],
  ['private', [100, 64], 10],
  ['multicast', [224], 4],
  ['broadcast', [255, 255, 255, 255], 32],
  ['reserved', [240], 4],
];

const V6: readonly Range[] = [
  ['metadata', [0xfd, 0x00, 0x0e, 0xc2], 32],
  ['link-local', [0xfe, 0x80], 10],
  ['private', [0xfe, 0xc0], 10],
  ['private', [0xfc], 7],
  ['multicast', [0xff], 8],
];

/** Where an IPv6 address carries an IPv4 address: prefix, its length in bits, and the offset of the four bytes. */
const CARRIERS: readonly (readonly [prefix: readonly number[], bits: number, offset: number])[] = [
  [[0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], 96, 12], // IPv4-compatible, RFC 4291, 2.5.5.1
  [[0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 0, 0], 96, 12], // IPv4-translated, RFC 2765
  [[0x00, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0], 96, 12], // NAT64, RFC 6052
  [[0x00, 0x64, 0xff, 0x9b, 0x00, 0x01], 48, 12], // local NAT64, RFC 8215
  [[0x20, 0x02], 16, 2], // 6to4, RFC 3056
];

const MAPPED: Range = ['this-machine', [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff], 96]; // RFC 4291, 2.5.5.2

/** The kind of an IP address in text, brackets and zone id allowed; null when it is none. */
export function kindOfAddress(text: string): AddressKind | null {
  const bytes = addressBytes(text);
  return bytes === null ? null : kindOfBytes(bytes);
}

function kindOfBytes(bytes: readonly number[]): AddressKind {
  if (bytes.length === 4) return V4.find((range) => within(bytes, range[1], range[2]))?.[0] ?? 'public';
  if (within(bytes, MAPPED[1], MAPPED[2])) return kindOfBytes(bytes.slice(12));
  if (bytes.slice(0, 15).every((byte) => byte === 0) && (bytes[15] ?? 0) <= 1) return 'this-machine';
  const special = V6.find((range) => within(bytes, range[1], range[2]));
  if (special !== undefined) return special[0];
  const carrier = CARRIERS.find(([prefix, bits]) => within(bytes, prefix, bits));
  if (carrier === undefined) return 'public';
  return kindOfBytes(bytes.slice(carrier[2], carrier[2] + 4)) === 'public' ? 'public' : 'disguised';
}

/**
 * Bytes of an IP address: 4 or 16, an IPv4 address carried in an IPv6 one left as it is; null when the text is no address.
 */
export function addressBytes(text: string): readonly number[] | null {
  const bare = text.replace(/^\[|\]$/g, '').replace(/%.*$/, '');
  if (isIPv4(bare)) return bare.split('.').map(Number);
  if (!isIPv6(bare)) return null;
  const canonical = new URL(`http://[${bare}]`).hostname.slice(1, -1);
  const [head = '', tail] = canonical.split('::');
  const left = groups(head);
  const right = tail === undefined ? [] : groups(tail);
  const middle = new Array<number>(16 - left.length - right.length).fill(0);
  return [...left, ...middle, ...right];
}

/** The IPv4 address that an IPv6 address stands for or carries (mapped, NAT64, 6to4, …), as bytes; else the address's own. */
export function innermostBytes(bytes: readonly number[]): readonly number[] {
  if (bytes.length === 4) return bytes;
  if (within(bytes, MAPPED[1], MAPPED[2])) return bytes.slice(12);
  const carrier = CARRIERS.find(([prefix, bits]) => within(bytes, prefix, bits));
  const own = bytes.slice(0, 15).every((byte) => byte === 0);
  return carrier === undefined || own ? bytes : bytes.slice(carrier[2], carrier[2] + 4);
}

function groups(part: string): readonly number[] {
  if (part === '') return [];
  return part.split(':').flatMap((group) => {
    const value = Number.parseInt(group, 16);
    return [value >> 8, value & 0xff];
  });
}

function within(bytes: readonly number[], network: readonly number[], bits: number): boolean {
  for (let at = 0; at * 8 < bits; at++) {
    const mask = bits - at * 8 >= 8 ? 0xff : 0xff & (0xff << (8 - (bits - at * 8)));
    if (((bytes[at] ?? 0) & mask) !== ((network[at] ?? 0) & mask)) return false;
  }
  return true;
}
