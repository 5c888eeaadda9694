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

/** Decode padded base64; null for anything that would not encode to the same text again. */
export function strictBase64(text: string): Buffer | null {
  const bytes = Buffer.from(text, 'base64');
  return text !== '' && bytes.toString('base64') === text ? bytes : null;
}

/** Decode base64url without padding; null for anything that would not encode to the same text again. */
export function strictBase64Url(text: string): Buffer | null {
  const bytes = Buffer.from(text, 'base64url');
  return text !== '' && bytes.toString('base64url') === text ? bytes : null;
}

/** Decode lower-case hex; null for anything else. */
export function strictHex(text: string): Buffer | null {
  return text.length > 0 && text.length % 2 === 0 && /^[0-9a-f]+$/.test(text) ? Buffer.from(text, 'hex') : null;
}
