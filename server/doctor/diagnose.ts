import { boundedCheck, caseOf, DEFAULT_BUDGET, LARGE_BODY_BYTES, meterOf } from './case.ts';
import { CODES, type DiagnosisCode, UNEXPLAINED } from './codes.ts';
import type { Diagnosis, DoctorInput } from './diagnosis.ts';
import { OBSERVATIONS, PROOFS } from './hypotheses/index.ts';
import type { Case, Finding, Hypothesis } from './hypothesis.ts';
import { timingOf } from './timing.ts';

export { QUICK_BUDGET } from './case.ts';
export type { Diagnosis, DoctorCredential, DoctorInput } from './diagnosis.ts';

/**
 * Why the signature of a delivery failed: the first hypothesis that fits, with its proof, or `code: null` and what was tried.
 * Pure and total: never throws, whatever the bytes are, and stays within a budget (`DEFAULT_BUDGET`; `QUICK_BUDGET` for many).
 * Bodies above 1 MiB are only tried with the cheap hypotheses, and the sentence says so.
 */
export function diagnose(input: DoctorInput): Diagnosis {
  const meter = meterOf(input.budget ?? DEFAULT_BUDGET);
  const first = input.credentials.find(({ origin }) => origin === 'this-endpoint');
  if (first === undefined)
    return plain('There is no secret to check with.', 'Add the signing secret of this endpoint.');
  if (input.provider.check === undefined) {
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

function examined(of: Case): Diagnosis {
  const tried: { readonly code: DiagnosisCode; readonly sentence: string }[] = [];
  const isLarge = of.request.body.byteLength > LARGE_BODY_BYTES;
  for (const hypothesis of PROOFS) {
    if (of.isSpent()) break;
    if (!applies(hypothesis, of) || (isLarge && hypothesis.costly)) continue;
    const finding = attempt(hypothesis, of);
    if (finding !== null) return explained(finding, tried);
    if (!of.isSpent()) tried.push({ code: hypothesis.code, sentence: hypothesis.tried });
  }
  for (const hypothesis of OBSERVATIONS) {
    const finding = applies(hypothesis, of) ? attempt(hypothesis, of) : null;
    if (finding !== null) return explained(finding, tried);
  }
  const sentence = `${UNEXPLAINED.sentence}${shortcoming(of, isLarge)}`;
  return { code: null, sentence, fix: UNEXPLAINED.fix, proof: null, tried, difference: null };
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

function explained({ code, proof, difference = null }: Finding, tried: Diagnosis['tried']): Diagnosis {
  return { code, ...CODES[code], proof, tried, difference };
}

const plain = (sentence: string, fix: string): Diagnosis => ({
  code: null,
  sentence,
  fix,
  proof: null,
  tried: [],
  difference: null,
});
