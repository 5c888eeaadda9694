import type { Verdict } from './verdict.ts';

/** Why a check made no statement. */
export const UNCHECKED = {
  'unknown-provider': 'Nothing in this delivery tells which provider sent it.',
  'no-secret': 'Add the signing secret of this endpoint to check the signature.',
  truncated: 'The body was not kept whole, so its signature cannot be checked.',
  damaged: 'The stored bytes are no longer those that were captured, so they cannot be checked.',
  malformed: 'This was not a well-formed HTTP request.',
  'not-signed': 'This provider does not sign its deliveries.',
  'no-signature': 'This delivery carries no signature.',
  'cannot-be-checked': 'The scheme of this signature is not public.',
} as const satisfies Record<string, string>;
export type UncheckedCode = keyof typeof UNCHECKED;

/** The verdict `unchecked` with its reason; `sentence` replaces the standard one. */
export function unchecked(code: UncheckedCode, sentence: string = UNCHECKED[code]): Verdict {
  return { kind: 'unchecked', stale: false, code, sentence, cause: null };
}
