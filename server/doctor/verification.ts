import type { CapturedRequest } from '../contract/request.ts';
import { unchecked } from '../contract/unchecked.ts';
import type { Verdict } from '../contract/verdict.ts';
import type { Verification } from '../contract/verification.ts';
import { judge, toVerdict } from '../providers/judge.ts';
import type { Check, Credential, Evidence, Provider } from '../providers/provider.ts';
import type { Budget } from './case.ts';
import { type Diagnosis, type DoctorCredential, diagnose } from './diagnose.ts';
import { showSigned } from './signed-view.ts';

/** A delivery and everything that its check may use. `nowMs`: the clock to judge at, the arrival in normal use. */
export interface VerificationInput {
  readonly request: CapturedRequest;
  readonly provider: Provider | null;
  readonly credentials: readonly DoctorCredential[];
  readonly otherProviders: readonly Provider[];
  readonly publicUrls: readonly string[];
  /** Those of them that are the tunnel's. */
  readonly tunnelUrls?: readonly string[];
  readonly nowMs: number;
  /** What the doctor may spend; its own budget otherwise. */
  readonly budget?: Budget;
}

/** How much of a signed string is shown from either end. */
const SHOWN_BYTES = 32_768;

/** Check a delivery in full: verdict, evidence and, where the signature does not fit, the doctor's finding. Pure and total. */
export function verify(input: VerificationInput): Verification {
  const { request, provider, credentials, nowMs } = input;
  if (provider === null) return { ...NOTHING, verdict: unchecked('unknown-provider') };
  const own = credentials.filter(({ origin }) => origin === 'this-endpoint').map(({ credential }) => credential);
  const { check, credential } = judge(request, provider, own, nowMs);
  const diagnosis = needsDoctor(check, own)
    ? diagnose({ ...input, provider, credentials: thisFirst(credentials, credential) })
    : null;
  return {
    ...NOTHING,
    ...evidenceOf(check, request),
    verdict: withCause(toVerdict(check), diagnosis),
    provider: provider.id,
    secretName: credential?.name ?? null,
    diagnosis: diagnosis === null ? null : { ...diagnosis, tried: [...diagnosis.tried] },
  };
}

/** The doctor's cause as part of a verdict. */
export function withCause(verdict: Verdict, diagnosis: Diagnosis | null): Verdict {
  return verdict.kind === 'invalid' && diagnosis?.code != null
    ? { ...verdict, cause: diagnosis.code, sentence: diagnosis.sentence }
    : verdict;
}

const NOTHING: Omit<Verification, 'verdict'> = {
  provider: null,
  scheme: null,
  secretName: null,
  signed: null,
  signedSizeBytes: null,
  signedShortened: false,
  expected: null,
  received: null,
  timestampMs: null,
  skewMs: null,
  toleranceMs: null,
  diagnosis: null,
};

function needsDoctor(check: Check, own: readonly Credential[]): boolean {
  if (own.length === 0) return false;
  return (
    check.kind === 'invalid' ||
    (check.kind === 'valid' && check.stale) ||
    (check.kind === 'unchecked' && check.code === 'no-signature')
  );
}

/** The doctor looks at the credential that the check spoke of. */
function thisFirst(credentials: readonly DoctorCredential[], spoken: Credential | null): readonly DoctorCredential[] {
  const first = credentials.filter(({ credential }) => credential === spoken);
  return [...first, ...credentials.filter(({ credential }) => credential !== spoken)];
}

function evidenceOf(check: Check, request: CapturedRequest): Partial<Verification> {
  if (check.kind === 'unchecked') return {};
  const { scheme, signed, expected, received, timestampMs, toleranceMs }: Evidence = check.evidence;
  const skewMs = timestampMs === null ? null : request.arrivedAtMs - timestampMs;
  return { scheme, ...signedView(signed), expected, received, timestampMs, skewMs, toleranceMs };
}

function signedView(signed: Uint8Array | null): Pick<Verification, 'signed' | 'signedSizeBytes' | 'signedShortened'> {
  if (signed === null) return { signed: null, signedSizeBytes: null, signedShortened: false };
  if (signed.length <= 2 * SHOWN_BYTES)
    return { signed: [...showSigned(signed)], signedSizeBytes: signed.length, signedShortened: false };
  const left = signed.length - 2 * SHOWN_BYTES;
  return {
    signed: [
      ...showSigned(signed.subarray(0, SHOWN_BYTES)),
      { kind: 'invisible', text: ` … ${left} bytes not shown … ` },
      ...showSigned(signed.subarray(-SHOWN_BYTES)),
    ],
    signedSizeBytes: signed.length,
    signedShortened: true,
  };
}
