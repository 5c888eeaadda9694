import type { HeaderLine } from '../contract/header.ts';
import type { Case } from './hypothesis.ts';

/** The header lines that the provider itself would sign this request with; none where its key is not to be had. */
export function ownLines(of: Case): readonly HeaderLine[] {
  const credential = of.own[0];
  if (credential === undefined || of.provider.signature?.sign === undefined || !of.mayCompute(of.request.body))
    return [];
  return of.provider.signature.sign(of.request, credential, of.nowMs).headers;
}
