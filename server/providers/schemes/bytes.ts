import { timingSafeEqual } from 'node:crypto';

export type Encoding = 'hex' | 'base64' | 'base64url';

/** Bytes of a header value, target or URL, which hold one character per byte. */
export const wireBytes = (text: string): Buffer => Buffer.from(text, 'latin1');

/** Compare two texts without telling by the time taken where they differ. Different lengths are unequal. */
export function equalText(a: string, b: string): boolean {
  const left = Buffer.from(a, 'utf8');
  const right = Buffer.from(b, 'utf8');
  return left.length === right.length && timingSafeEqual(left, right);
}

/** Decode base64 or base64url, padded or not; null for anything that would not encode to the same text again. */
export function strictBase64(text: string): Buffer | null {
  const bytes = Buffer.from(text, 'base64');
  const bare = text.replace(/=+$/, '').replaceAll('-', '+').replaceAll('_', '/');
  return bare !== '' && bytes.toString('base64').replace(/=+$/, '') === bare ? bytes : null;
}

/** Decode lower- or upper-case hex; null for anything else. */
export function strictHex(text: string): Buffer | null {
  return text.length > 0 && text.length % 2 === 0 && /^[0-9a-f]+$/i.test(text) ? Buffer.from(text, 'hex') : null;
}
