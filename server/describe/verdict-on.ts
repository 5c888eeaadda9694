import { unchecked } from '../contract/unchecked.ts';
import type { Verdict } from '../contract/verdict.ts';
import { judge, toVerdict } from '../providers/judge.ts';
import type { Credential } from '../providers/provider.ts';
import { type Described, OWN_SETUP } from './describe.ts';

/** The verdict on a delivery by the secrets of its endpoint, at the time it came. What caused a failure is the doctor's to find. */
export function verdictOn(described: Described, credentials: readonly Credential[]): Verdict {
  const standing = withoutCheck(described);
  if (standing !== null) return standing;
  const { request, rules } = described;
  if (rules === null) return unchecked('unknown-provider');
  return toVerdict(judge(request, rules, credentials, request.arrivedAtMs).check);
}

/** The verdict where no signature is looked at: what stands in the way; null where nothing does. */
export function withoutCheck(described: Described): Verdict | null {
  if (described.meta.malformed !== undefined) return unchecked('malformed');
  if (described.meta.truncated || described.meta.aborted) return unchecked('truncated');
  if (described.rules?.signature?.carried(described.request) !== true) {
    if (described.setup !== null) return unchecked('no-signature', described.setup);
    const isAnswered = described.meta.challenge !== undefined;
    if (isAnswered && described.rules?.signature !== undefined) return unchecked('no-signature', OWN_SETUP);
  }
  return described.provider === null ? unchecked('unknown-provider') : null;
}
