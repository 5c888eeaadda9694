import { BoundedOutput, inflate, type StreamEnd } from './inflate.ts';

/** What undoing a coding gave: the bytes, how far, and what else a reader should know. */
export interface Undone {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly end: StreamEnd;
  readonly notes: readonly string[];
}

const isMember = (bytes: Uint8Array, at: number): boolean =>
  bytes[at] === 0x1f && bytes[at + 1] === 0x8b && bytes[at + 2] === 8;

/**
 * Undo gzip (RFC 1952): every member, one after the other (2.2), as far as they go. Null when the bytes do not begin with one.
 * Zeros after the last member are padding; anything else there, and a wrong checksum, is told.
 */
export function gunzip(bytes: Uint8Array, boundBytes: number): Undone | null {
  if (!isMember(bytes, 0)) return null;
  const out = new BoundedOutput(boundBytes);
  const notes: string[] = [];
  let at = 0;
  let members = 0;
  let end: StreamEnd = 'whole';
  while (end === 'whole' && isMember(bytes, at)) {
    const begin = out.size;
    const body = afterHeader(bytes, at);
    const step = inflate(bytes, body, out);
    end = step.end;
    at = step.next;
    members++;
    if (end !== 'whole') break;
    if (at + 8 > bytes.length) {
      end = 'broken';
      break;
    }
    if (uint32(bytes, at) !== crc32(out.bytes.subarray(begin, out.size))) {
      notes.push(members === 1 ? 'The gzip checksum differs' : `The gzip checksum of member ${members} differs`);
    }
    at += 8;
  }
  if (members > 1) notes.push(`${members.toLocaleString('en')} gzip members follow one another`);
  const rest = bytes.length - at;
  if (end === 'whole' && rest > 0) {
    const zeros = bytes.subarray(at).every((byte) => byte === 0);
    const size = `${rest.toLocaleString('en')} ${rest === 1 ? 'byte' : 'bytes'}`;
    notes.push(`${size} of ${zeros ? 'zero padding' : 'something else'} after the gzip stream`);
  }
  return { bytes: out.taken(), end, notes };
}

/** The place of the compressed data of the member at `at` (RFC 1952, 2.3). */
function afterHeader(bytes: Uint8Array, at: number): number {
  const flags = bytes[at + 3] ?? 0;
  let place = at + 10;
  if ((flags & 4) !== 0) place += 2 + (bytes[place] ?? 0) + ((bytes[place + 1] ?? 0) << 8);
  const skipText = (): void => {
    const zero = bytes.indexOf(0, place);
    place = zero < 0 ? bytes.length : zero + 1;
  };
  if ((flags & 8) !== 0) skipText();
  if ((flags & 16) !== 0) skipText();
  return (flags & 2) === 0 ? place : place + 2;
}

const uint32 = (bytes: Uint8Array, at: number): number =>
  ((bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8) | ((bytes[at + 2] ?? 0) << 16) | ((bytes[at + 3] ?? 0) << 24)) >>> 0;

const CRC = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = (value & 1) === 0 ? value >>> 1 : 0xedb88320 ^ (value >>> 1);
  return value;
});

function crc32(bytes: Uint8Array): number {
  let value = 0xffffffff;
  for (let at = 0; at < bytes.length; at++)
    value = (CRC[(value ^ (bytes[at] as number)) & 0xff] as number) ^ (value >>> 8);
  return (value ^ 0xffffffff) >>> 0;
}
