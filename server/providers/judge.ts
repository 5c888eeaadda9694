import type { CapturedRequest } from '../contract/request.ts';
import { unchecked } from '../contract/unchecked.ts';
import type { Verdict } from '../contract/verdict.ts';
import type { Check, Credential, Provider, Signature } from './provider.ts';
import { moreTelling } from './schemes/any-of.ts';

export interface Judgement {
  readonly check: Check;
  /** The credential that the check speaks of; null when none was tried. */
  readonly credential: Credential | null;
}

/**
 * Check a delivery against every credential of its endpoint: any that fits wins, a fresh one before a stale one; else the
 * reason that tells most counts. `nowMs` is the arrival time in normal use.
 */
export function judge(
  request: CapturedRequest,
  provider: Provider,
  credentials: readonly Credential[],
  nowMs: number,
): Judgement {
  const { signature } = provider;
  if (signature === undefined) return { check: notSigned(provider), credential: null };
  let best: Judgement | null = null;
  for (const credential of credentials) {
    const check = signature.check(request, credential, nowMs);
    if (best === null || moreTelling(best.check, check) !== best.check) best = { check, credential };
    if (check.kind === 'valid' && !check.stale) break;
  }
  return best ?? { check: withoutSecret(request, provider, signature), credential: null };
}

function withoutSecret(request: CapturedRequest, provider: Provider, signature: Signature): Check {
  if (signature.carried(request)) return reason('no-secret');
  return signature.proves === 'bytes' ? reason('no-signature') : notSigned(provider);
}

const reason = (code: 'no-secret' | 'no-signature'): Check => ({
  kind: 'unchecked',
  code,
  sentence: unchecked(code).sentence,
});

const notSigned = ({ name }: Provider): Check => ({
  kind: 'unchecked',
  code: 'not-signed',
  sentence: `${name} does not sign its deliveries.`,
});

/** A check in the words of the contract. `cause` is the doctor's to fill in. */
export function toVerdict(check: Check): Verdict {
  switch (check.kind) {
    case 'valid':
      return {
        kind: 'valid',
        stale: check.stale,
        code: check.stale ? 'stale' : 'valid',
        sentence: validSentence(check),
        cause: null,
      };
    case 'invalid':
      return { kind: 'invalid', stale: false, code: check.code, sentence: check.sentence, cause: null };
    case 'unchecked':
      return unchecked(check.code, check.sentence);
  }
}

function validSentence({ stale, note, evidence }: Extract<Check, { readonly kind: 'valid' }>): string {
  const { timestampMs, toleranceMs } = evidence;
  const window = toleranceMs === null || timestampMs === null ? '' : ` of ${duration(toleranceMs)}`;
  const first = stale
    ? `The signature fits these bytes, but it was older than the provider's window${window} at arrival.`
    : note !== null && evidence.signed === null
      ? ''
      : 'The signature fits these bytes.';
  return [first, note ?? ''].filter((part) => part !== '').join(' ');
}

const duration = (ms: number): string => {
  const s = Math.ceil(ms / 1000);
  return s >= 120 && s % 60 === 0 ? `${s / 60} min` : `${s} s`;
};
