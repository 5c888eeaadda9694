import type { CapturedRequest } from '../../contract/request.ts';
import type { Check, Credential, Signed } from '../provider.ts';

/**
 * A way of proving where a delivery comes from, bound to its parameters. Pure and total like Provider.
 * `proves` is what a fitting credential proves: the bytes, or only that the sender knows a shared secret.
 */
export interface Scheme {
  readonly name: string;
  readonly proves: 'bytes' | 'sender';
  /** Whether the request carries what `check` would look at. */
  carried(request: CapturedRequest): boolean;
  check(request: CapturedRequest, credential: Credential, nowMs: number): Check;
  sign?(request: CapturedRequest, credential: Credential, nowMs: number): Signed;
}
