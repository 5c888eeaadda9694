import { createHash } from 'node:crypto';
import { byteText } from '../bytes.ts';
import type { DiagnosisCode } from '../codes.ts';
import { differenceOf, extentOf } from '../difference.ts';
import type { Case, Finding } from '../hypothesis.ts';

/** A body that could have been signed, and how it came about. */
export interface BodyVariant {
  readonly body: Uint8Array;
  readonly how: string;
}

/** Variants of several sorts, one after the other; none is made before it is needed. */
export function* all(...sorts: readonly Iterable<BodyVariant>[]): Generator<BodyVariant> {
  for (const sort of sorts) yield* sort;
}

/** Bytes of variants that one hypothesis may try: hundreds of variants of an ordinary body, a handful of a large one. */
const variantBytes = (body: Uint8Array): number => Math.max(3 * 1_048_576, 2 * body.byteLength);

/** The first variant of the body that the signature fits, as a finding with its proof. */
export function firstBody(of: Case, code: DiagnosisCode, variants: Iterable<BodyVariant>): Finding | null {
  const seen = new Set<string>([fingerprint(of.request.body)]);
  let left = variantBytes(of.request.body);
  for (const { body, how } of variants) {
    left -= body.byteLength;
    if (left < 0 || of.isSpent()) return null;
    const print = fingerprint(body);
    if (seen.has(print)) continue;
    seen.add(print);
    if (of.fits({ ...of.request, body })) {
      return {
        code,
        proof: `${how} gives the signed bytes; ${extentOf(of.request.body, body)}.`,
        difference: differenceOf(of.request.body, body),
      };
    }
  }
  return null;
}

const fingerprint = (body: Uint8Array): string =>
  body.byteLength > 4_096 ? createHash('sha256').update(body).digest('base64') : byteText(body);
