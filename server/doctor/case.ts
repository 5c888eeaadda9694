import type { CapturedRequest } from '../contract/request.ts';
import type { Check, Credential, Evidence, Provider } from '../providers/provider.ts';
import { type Effort, effort } from '../providers/schemes/effort.ts';
import type { DoctorInput } from './diagnosis.ts';
import type { Case } from './hypothesis.ts';
import { publicKey } from './jwt.ts';
import { ruleOf } from './rule.ts';
import { signatureLines } from './signature-lines.ts';
import { type SignatureToken, signatureTokens } from './signature-text.ts';

/** How much one diagnosis may cost: computations of a signature, and bytes that they hash. */
export interface Budget {
  readonly computations: number;
  readonly bytes: number;
}
/** Everything is tried on ordinary bodies: at most about a tenth of a second. */
export const DEFAULT_BUDGET: Budget = { computations: 16_000, bytes: 96 * 1_048_576 };
/** The common causes only, for judging many deliveries in the background: a few milliseconds each. */
export const QUICK_BUDGET: Budget = { computations: 400, bytes: 4 * 1_048_576 };

/** Bodies larger than this are only tried with the cheap hypotheses. */
export const LARGE_BODY_BYTES = 1_048_576;

const PROBE_URL = 'https://probe.invalid/other/path?other=1';

/** The cost of a diagnosis as it adds up. `take` is false once the budget is used up. */
export interface Meter {
  take(bytes: number, weight?: number): boolean;
  isSpent(): boolean;
}

export function meterOf({ computations, bytes }: Budget): Meter {
  let left = computations;
  let leftBytes = bytes;
  const isSpent = (): boolean => left <= 0 || leftBytes <= 0;
  return {
    isSpent,
    take: (size, weight = 1) => {
      if (isSpent()) return false;
      left -= weight;
      leftBytes -= size;
      return true;
    },
  };
}

/** A part of what a meter has left, for one stage of the diagnosis. */
export function partOf(meter: Meter, budget: Budget): Meter {
  const part = meterOf(budget);
  return {
    isSpent: () => meter.isSpent() || part.isSpent(),
    take: (bytes, weight) => part.take(bytes, weight) && meter.take(bytes, weight),
  };
}

type BoundedCheck = (
  provider: Provider,
  request: CapturedRequest,
  credential: Credential,
  nowMs: number,
) => Check | null;

/** A check that never throws and is not begun once the budget is used up: null stands for both. It is charged with what it has cost. */
export const boundedCheck =
  (meter: Meter, weights = new Map<string, number>()): BoundedCheck =>
  (provider, request, credential, nowMs) => {
    if (provider.signature === undefined || !meter.take(request.body.byteLength, weightOf(credential, weights)))
      return null;
    const before = effort();
    try {
      return provider.signature.check(request, credential, nowMs);
    } catch {
      return null;
    } finally {
      charge(meter, before, request.body.byteLength, weightOf(credential, weights));
    }
  };

/** What a check has cost beyond the one computation that was taken for it: it may try several keys, addresses or items. */
function charge(meter: Meter, before: Effort, takenBytes: number, weight: number): void {
  const after = effort();
  const more = after.computations - before.computations - 1;
  if (more > 0) meter.take(Math.max(0, after.bytes - before.bytes - takenBytes), more * weight);
}

/** What a check costs, in HMACs: signatures of public keys are dearer, those of large curves by far. */
function weightOf({ value }: Credential, known: Map<string, number>): number {
  const weight = known.get(value) ?? keyWeight(value);
  if (weight > 1) known.set(value, weight);
  return weight;
}

function keyWeight(value: string): number {
  const key = /-----BEGIN|"kty"/.test(value) ? publicKey(value) : null;
  if (key === null) return /^(whpk_)?[\w+/]{43}=?$|^[0-9a-f]{64}$/.test(value) ? 10 : 1;
  if (key.asymmetricKeyType === 'rsa') return 4;
  return /384|521/.test(key.asymmetricKeyDetails?.namedCurve ?? '') ? 200 : 12;
}

export const evidenceOf = (check: Check | null): Evidence | null =>
  check === null || check.kind === 'unchecked' ? null : check.evidence;

/** Prepare a failed check for the hypotheses: reproduce its rule and find out what its signature covers. */
export function caseOf(input: DoctorInput, base: Check, meter: Meter): Case {
  const run = boundedCheck(meter);
  const { request, provider, otherProviders, publicUrls, nowMs } = input;
  const own = input.credentials.filter(({ origin }) => origin === 'this-endpoint').map(({ credential }) => credential);
  const foreign = input.credentials.filter(({ origin }) => origin === 'other-endpoint');
  const evidence = evidenceOf(base);
  const first = own[0];

  /** A signature fits whatever the clock says: its time is judged apart. */
  const passes = (by: Provider, changed: CapturedRequest, credential: Credential): boolean => {
    const result = run(by, changed, credential, nowMs);
    if (result?.kind === 'valid') return true;
    if (result?.kind !== 'invalid' || result.code !== 'timestamp-in-future') return false;
    return run(by, changed, credential, result.evidence.timestampMs ?? nowMs)?.kind === 'valid';
  };
  /** False only when the evidence is there and another part of the request leaves it untouched. */
  const covers = (changed: CapturedRequest): boolean => {
    if (base.kind === 'invalid' && /^(body|url)-/.test(base.code)) return true;
    if (first === undefined || evidence === null || (evidence.expected === null && evidence.signed === null))
      return true;
    const other = evidenceOf(run(provider, changed, first, nowMs));
    if (other === null || other.expected !== evidence.expected) return true;
    return evidence.expected === null && !sameSigned(other.signed, evidence.signed);
  };

  const received = [evidence?.received ?? '', ...signatureLines(request).map(([, value]) => value)].filter(Boolean);

  return {
    request,
    provider,
    own,
    foreign,
    otherProviders: otherProviders.filter(({ id }) => id !== provider.id),
    publicUrls,
    nowMs,
    base,
    evidence,
    rule: evidence === null || first === undefined ? null : ruleOf(evidence, first),
    received,
    tokens: distinctTokens(received.slice(0, 12)),
    signsBody: covers({ ...request, body: otherBody(request.body) }),
    signsUrl: covers({ ...request, publicUrl: PROBE_URL, target: '/other/path?other=1' }),
    fits: (changed) => own.slice(0, 3).some((credential) => passes(provider, changed, credential)),
    fitsWith: (credential, by = provider) => passes(by, request, credential),
    within: (budget) => caseOf(input, base, partOf(meter, budget)),
    with: (change) => {
      const changed = changedInput(input, change);
      const credential = changed.credentials[0]?.credential;
      const again = credential === undefined ? null : run(provider, changed.request, credential, nowMs);
      return again === null ? null : caseOf(changed, again, meter);
    },
    mayCompute: (data) => meter.take(data.byteLength),
    isSpent: meter.isSpent,
  };
}

function changedInput(input: DoctorInput, { request, own }: Parameters<Case['with']>[0]): DoctorInput {
  const others = input.credentials.filter(({ origin }) => origin === 'other-endpoint');
  const given = (own ?? []).map((credential) => ({ credential, origin: 'this-endpoint', endpointName: '' }) as const);
  return {
    ...input,
    request: request ?? input.request,
    credentials: own === undefined ? ownFirst(input) : [...given, ...others],
  };
}

const ownFirst = ({ credentials }: DoctorInput): DoctorInput['credentials'] =>
  credentials.toSorted((a, b) => Number(a.origin === 'other-endpoint') - Number(b.origin === 'other-endpoint'));

function distinctTokens(texts: readonly string[]): readonly SignatureToken[] {
  const tokens = texts.flatMap((text) => signatureTokens(text));
  return tokens.filter(
    ({ text, encoding }, at) => at === tokens.findIndex((t) => t.text === text && t.encoding === encoding),
  );
}

const sameSigned = (a: Uint8Array | null, b: Uint8Array | null): boolean =>
  a === null || b === null ? a === b : Buffer.compare(a, b) === 0;

/** A blank after the body: changes what is signed wherever the raw bytes are, and nothing where only parsed fields are. */
function otherBody(body: Uint8Array): Uint8Array {
  return Buffer.concat([body, Buffer.from(' ')]);
}
