import { sameBytes } from '../bytes.ts';
import type { Case } from '../hypothesis.ts';
import { type SignatureToken, signatureTokens } from '../signature-text.ts';

/** Every signature of the delivery that could be a digest. */
export const receivedTokens = (of: Case): readonly SignatureToken[] =>
  of.received.slice(0, 12).flatMap((text) => signatureTokens(text));

/** The received signature that has exactly these bytes, compared in constant time; null when none has. */
export function matchReceived(of: Case, signature: Uint8Array): SignatureToken | null {
  return receivedTokens(of).find((token) => sameBytes(token.bytes, signature)) ?? null;
}
