import type { CapturedRequest } from '../contract/request.ts';
import type { Credential, Provider } from '../providers/provider.ts';
import type { Budget } from './case.ts';
import type { DiagnosisCode } from './codes.ts';
import type { Difference } from './difference.ts';

/** A secret that the doctor may try, and whose it is. Secrets themselves never appear in a diagnosis; endpoint names do. */
export interface DoctorCredential {
  readonly credential: Credential;
  readonly origin: 'this-endpoint' | 'other-endpoint';
  readonly endpointName: string;
}

/** A delivery whose check failed, and everything that may help to tell why. */
export interface DoctorInput {
  readonly request: CapturedRequest;
  readonly provider: Provider;
  readonly credentials: readonly DoctorCredential[];
  /** Providers whose signature this could be instead. */
  readonly otherProviders: readonly Provider[];
  /** URLs under which this endpoint is or was reachable: the tunnel's, the local one. */
  readonly publicUrls: readonly string[];
  /** Those of them that are the tunnel's. */
  readonly tunnelUrls?: readonly string[];
  /** Unix milliseconds; the moment of arrival in normal use. */
  readonly nowMs: number;
  /** What the diagnosis may cost; `DEFAULT_BUDGET` otherwise. */
  readonly budget?: Budget;
}

/**
 * Why a signature failed. `code` is null when nothing that was tried explains it (or nothing failed).
 * `proof` tells what was changed so that the signature fitted, or what gives the cause away.
 */
export interface Diagnosis {
  readonly code: DiagnosisCode | null;
  /** The second cause where two had to be put right together; null otherwise. */
  readonly also: DiagnosisCode | null;
  readonly sentence: string;
  readonly fix: string;
  readonly proof: string | null;
  readonly tried: readonly { readonly code: DiagnosisCode; readonly sentence: string }[];
  readonly difference: Difference | null;
}
