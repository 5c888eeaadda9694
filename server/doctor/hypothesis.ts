import type { CapturedRequest } from '../contract/request.ts';
import type { Check, Credential, Evidence, Provider } from '../providers/provider.ts';
import type { Budget } from './case.ts';
import type { DiagnosisCode } from './codes.ts';
import type { Difference } from './difference.ts';
import type { Rule } from './rule.ts';
import type { SignatureToken } from './signature-text.ts';

/** One failed delivery, prepared for hypotheses to be tried on. Everything is within the budget of one diagnosis. */
export interface Case {
  readonly request: CapturedRequest;
  readonly provider: Provider;
  /** The endpoint's own credentials; the first is the one that `base` was made with. */
  readonly own: readonly Credential[];
  readonly foreign: readonly { readonly credential: Credential; readonly endpointName: string }[];
  readonly otherProviders: readonly Provider[];
  readonly publicUrls: readonly string[];
  readonly nowMs: number;
  readonly base: Check;
  readonly evidence: Evidence | null;
  /** How `evidence.expected` comes about, where it is an HMAC that could be reproduced. */
  readonly rule: Rule | null;
  /** Signatures in the delivery: those the provider looked at first. */
  readonly received: readonly string[];
  /** Everything in `received` that could be a digest. */
  readonly tokens: readonly SignatureToken[];
  /** False only when shown: another body (or URL) leaves the signed string as it is. */
  readonly signsBody: boolean;
  readonly signsUrl: boolean;
  /** Does the changed request pass with one of the endpoint's own credentials? Counts against the budget. */
  fits(request: CapturedRequest): boolean;
  /** Does the request as captured pass with this credential, at this provider? Counts against the budget. */
  fitsWith(credential: Credential, provider?: Provider): boolean;
  /** The same case with a part of its budget. */
  within(budget: Budget): Case;
  /** The same case with a repaired request or other secrets, within the same budget; null once that is used up. */
  with(change: { readonly request?: CapturedRequest; readonly own?: readonly Credential[] }): Case | null;
  /** Ask before hashing `data` oneself: false once the budget is used up. */
  mayCompute(data: Uint8Array): boolean;
  /** True once the budget is used up: nothing fits any more. */
  isSpent(): boolean;
}

/** A cause that fits. `proof` tells what was changed so that it matched, or what gives it away. */
export interface Finding {
  readonly code: DiagnosisCode;
  readonly proof: string;
  readonly difference?: Difference | null;
  /** A second cause that had to be put right with the first. */
  readonly also?: DiagnosisCode;
}

/**
 * One possible cause. `find` is pure and looks for the change that makes the signature fit.
 * `on` names the part that it is about (`told`: what the check itself found out); `costly` ones are left out for large bodies.
 */
export interface Hypothesis {
  readonly code: DiagnosisCode;
  /** What was tried, for people. */
  readonly tried: string;
  readonly on: 'body' | 'url' | 'secret' | 'headers' | 'signature' | 'told';
  readonly costly?: true;
  find(of: Case): Finding | null;
}
