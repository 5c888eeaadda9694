import { textOf } from './bytes.ts';

/** A signature found in a text: its characters and one way to read them as bytes. */
export interface SignatureToken {
  readonly text: string;
  readonly bytes: Uint8Array;
  readonly encoding: 'hex' | 'base64' | 'base64url' | 'hex in base64' | 'base64 in hex';
}

const DIGEST_BYTES = new Set([16, 20, 32, 48, 64]);
const RUN = /[A-Za-z0-9+/_-]{20,}={0,2}/g;

/**
 * Everything in `text` that could be a digest of 16 to 64 bytes: hex, base64, base64url, and one inside the other.
 * `limit` bounds the result.
 */
export function signatureTokens(text: string, limit = 24): readonly SignatureToken[] {
  const tokens: SignatureToken[] = [];
  for (const run of text.slice(0, 16_384).matchAll(RUN)) {
    for (const token of readings(run[0])) {
      if (tokens.length >= limit) return tokens;
      tokens.push(token);
    }
  }
  return tokens;
}

function readings(text: string): readonly SignatureToken[] {
  const found: SignatureToken[] = [];
  const hex = hexBytes(text);
  if (hex !== null) {
    if (DIGEST_BYTES.has(hex.byteLength)) found.push({ text, bytes: hex, encoding: 'hex' });
    const inner = base64Bytes(textOf(hex) ?? '');
    if (inner !== null && DIGEST_BYTES.has(inner.byteLength)) {
      found.push({ text, bytes: inner, encoding: 'base64 in hex' });
    }
  }
  const base64 = base64Bytes(text);
  if (base64 !== null) {
    if (DIGEST_BYTES.has(base64.byteLength)) {
      found.push({ text, bytes: base64, encoding: /[-_]/.test(text) ? 'base64url' : 'base64' });
    }
    const inner = hexBytes(textOf(base64) ?? '');
    if (inner !== null && DIGEST_BYTES.has(inner.byteLength)) {
      found.push({ text, bytes: inner, encoding: 'hex in base64' });
    }
  }
  return found;
}

/** Bytes of a hex text (either case), or null. */
export function hexBytes(text: string): Uint8Array | null {
  return text.length > 0 && text.length % 2 === 0 && /^[0-9a-f]+$/i.test(text) ? Buffer.from(text, 'hex') : null;
}

/** Bytes of a base64 or base64url text, padded or not; null when it is neither. */
export function base64Bytes(text: string): Uint8Array | null {
  const bare = text.replace(/={1,2}$/, '');
  if (bare.length === 0 || bare.length % 4 === 1) return null;
  if (!/^[A-Za-z0-9+/]+$/.test(bare) && !/^[A-Za-z0-9_-]+$/.test(bare)) return null;
  return Buffer.from(bare, 'base64');
}

/** The longest signature-like run of a text such as `v1=…` or `t=1,v1=…`, or the text itself. */
export function bareSignature(text: string): string {
  const runs = [...text.slice(0, 16_384).matchAll(RUN)].map((run) => run[0]);
  return runs.reduce((longest, run) => (run.length > longest.length ? run : longest), '') || text;
}
