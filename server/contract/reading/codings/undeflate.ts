import type { Undone } from './gunzip.ts';
import { BoundedOutput, inflate } from './inflate.ts';

/** Whether the bytes begin as a zlib stream does (RFC 1950, 2.2): method 8, a window that exists, a check that fits. */
export const isZlib = (bytes: Uint8Array): boolean => {
  const [first = 0, second = 0] = bytes;
  return (first & 0x0f) === 8 && first >> 4 <= 7 && (first * 256 + second) % 31 === 0 && (second & 0x20) === 0;
};

/**
 * Undo `deflate`, which means zlib (RFC 9110, 8.4.1.2), yet some senders mean raw DEFLATE. Null when it is neither, as far as
 * that shows: not a byte comes out.
 */
export function undeflate(bytes: Uint8Array, boundBytes: number): Undone | null {
  if (isZlib(bytes)) {
    const out = new BoundedOutput(boundBytes);
    const { end, next } = inflate(bytes, 2, out);
    if (end !== 'broken' || out.size > 0) return { bytes: out.taken(), end, notes: after(bytes, end, next + 4) };
  }
  const out = new BoundedOutput(boundBytes);
  const { end, next } = inflate(bytes, 0, out);
  if (end === 'broken' && out.size === 0) return null;
  return { bytes: out.taken(), end, notes: after(bytes, end, next) };
}

function after(bytes: Uint8Array, end: Undone['end'], next: number): readonly string[] {
  const rest = bytes.length - next;
  if (end !== 'whole' || rest <= 0) return [];
  return [`${rest.toLocaleString('en')} ${rest === 1 ? 'byte follows' : 'bytes follow'} the deflate stream`];
}
