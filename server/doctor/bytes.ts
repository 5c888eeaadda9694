import { timingSafeEqual } from 'node:crypto';

/** Bytes of a text in UTF-8. */
export const utf8 = (text: string): Uint8Array => Buffer.from(text, 'utf8');
/** Bytes of a text with one character per byte. */
export const latin1 = (text: string): Uint8Array => Buffer.from(text, 'latin1');

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Text of UTF-8 bytes, byte order mark kept; null when they are not UTF-8. */
export function textOf(bytes: Uint8Array): string | null {
  try {
    return strict.decode(bytes);
  } catch {
    return null;
  }
}

/** Text with one character per byte. */
export const byteText = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');

export const concat = (...parts: readonly Uint8Array[]): Uint8Array => Buffer.concat(parts);

/** Equal in constant time for equal lengths. */
export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.byteLength === b.byteLength && timingSafeEqual(a, b);
}

export function startsWith(bytes: Uint8Array, prefix: readonly number[]): boolean {
  return prefix.every((byte, at) => bytes[at] === byte);
}
