import { boundedCheck, caseOf, DEFAULT_BUDGET, LARGE_BODY_BYTES, meterOf } from './case.ts';
import { CODES, type DiagnosisCode, UNEXPLAINED } from './codes.ts';
import type { Diagnosis, DoctorInput } from './diagnosis.ts';
import { COMMON_PROOFS, OBSERVATIONS, RARE_PROOFS, SECOND_PROOFS } from './hypotheses/index.ts';
import type { Case, Finding, Hypothesis } from './hypothesis.ts';
import { timingOf } from './timing.ts';
import { twoChanges } from './two-changes.ts';
import { tunnelOf, withTunnel } from './way-in.ts';

export { QUICK_BUDGET } from './case.ts';
export type { Diagnosis, DoctorCredential, DoctorInput } from './diagnosis.ts';

/**
 * Why the signature of a delivery failed: the first hypothesis that fits, with its proof, or `code: null` and what was tried.
 * Pure and total: never throws, whatever the bytes are, and stays within a budget (`DEFAULT_BUDGET`; `QUICK_BUDGET` for many).
 * Bodies above 1 MiB are only tried with the cheap hypotheses, and the sentence says so.
 */
export function diagnose(input: DoctorInput): Diagnosis {
  const found = causeOf(input);
  return { ...found, fix: withTunnel(found.fix, found.code, tunnelOf(input.request, input.tunnelUrls ?? [])) };
}

function causeOf(input: DoctorInput): Diagnosis {
  const meter = meterOf(input.budget ?? DEFAULT_BUDGET);
  const first = input.credentials.find(({ origin }) => origin === 'this-endpoint');
  if (first === undefined)
    return plain('There is no secret to check with.', 'Add the signing secret of this endpoint.');
  if (input.provider.signature === undefined) {
    return plain(
      `${input.provider.name} does not sign its deliveries.`,
      'Protect the address with a token or HTTP Basic.',
    );
  }
  const base = boundedCheck(meter)(input.provider, input.request, first.credential, input.nowMs);
  if (base === null)
    return plain('The check of this provider failed to run.', 'Report this delivery as an error of Hookglass.');
  const timing = timingOf(base, input.nowMs);
  if (timing !== null) return explained({ ...timing, difference: null }, []);
  if (base.kind === 'valid') return plain('The signature is valid.', 'Nothing is to be done.');
  if (base.kind === 'unchecked' && base.code !== 'no-signature' && base.code !== 'cannot-be-checked') {
    return plain(base.sentence, 'Add the signing secret of this endpoint, or choose its provider.');
  }
  return examined(caseOf(input, base, meter));
}

type Tried = { readonly code: DiagnosisCode; readonly sentence: string };

function examined(of: Case): Diagnosis {
  const tried: Tried[] = [];
  const isLarge = of.request.body.byteLength > LARGE_BODY_BYTES;
  const proven =
    firstProof(of, COMMON_PROOFS, tried) ??
    (isLarge ? null : twoChanges(of, (changed) => firstProof(changed, SECOND_PROOFS, []))) ??
    firstProof(of, RARE_PROOFS, tried);
  if (proven !== null) return explained(proven, tried);
  for (const hypothesis of OBSERVATIONS) {
    const finding = applies(hypothesis, of) ? attempt(hypothesis, of) : null;
    if (finding !== null) return explained(finding, tried);
  }
  const sentence = `${UNEXPLAINED.sentence}${shortcoming(of, isLarge)}`;
  return { code: null, also: null, sentence, fix: UNEXPLAINED.fix, proof: null, tried, difference: null };
}

/** The first of these hypotheses that fits; what was tried in vain is noted. */
function firstProof(of: Case, hypotheses: readonly Hypothesis[], tried: Tried[]): Finding | null {
  const isLarge = of.request.body.byteLength > LARGE_BODY_BYTES;
  for (const hypothesis of hypotheses) {
    if (of.isSpent()) return null;
    if (!applies(hypothesis, of) || (isLarge && hypothesis.costly)) continue;
    const finding = attempt(hypothesis, of);
    if (finding !== null) return finding;
    if (!of.isSpent()) tried.push({ code: hypothesis.code, sentence: hypothesis.tried });
  }
  return null;
}

function shortcoming(of: Case, isLarge: boolean): string {
  if (isLarge) return ' The body is larger than 1 MiB, so only the cheap attempts were made.';
  return of.isSpent() ? ' Not everything could be tried within the limits of one diagnosis.' : '';
}

/** A hypothesis about a part that is not signed, or that the check has already found to be right, can explain nothing. */
function applies({ on }: Hypothesis, of: Case): boolean {
  const { base } = of;
  if (base.kind === 'unchecked') return on === 'headers';
  if (base.kind === 'invalid' && base.code === 'bad-credential') return on === 'secret';
  if (base.kind === 'invalid' && /^(body|url)-/.test(base.code)) return base.code.startsWith(on) || on === 'told';
  if (on === 'body') return of.signsBody;
  return on !== 'url' || of.signsUrl;
}

/** An error in one hypothesis costs that hypothesis, not the diagnosis. */
function attempt(hypothesis: Hypothesis, of: Case): Finding | null {
  try {
    return hypothesis.find(of);
  } catch {
    return null;
  }
}

function explained({ code, proof, also, difference = null }: Finding, tried: Diagnosis['tried']): Diagnosis {
  const second = also === undefined ? null : CODES[also];
  const first = CODES[code];
  return {
    code,
    also: also ?? null,
    sentence: second === null ? first.sentence : `Two things at once. ${first.sentence} ${second.sentence}`,
    fix: second === null ? first.fix : `${first.fix} ${second.fix}`,
    proof,
    // Several hypotheses may come to one cause: what was found is not among what was ruled out.
    tried: tried.filter((one) => one.code !== code && one.code !== also),
    difference,
  };
}

const plain = (sentence: string, fix: string): Diagnosis => ({
  code: null,
  also: null,
  sentence,
  fix,
  proof: null,
  tried: [],
  difference: null,
});
