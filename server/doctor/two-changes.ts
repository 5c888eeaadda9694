import type { Budget } from './case.ts';
import type { Case, Finding } from './hypothesis.ts';
import { type Repair, repairsOf } from './repairs.ts';

/** What all trials of two changes together may cost. */
const BUDGET: Budget = { computations: 1_500, bytes: 6 * 1_048_576 };

/**
 * Two changes at once: what is seen to be damaged is put right on trial, and every single change is tried on the rest.
 * Bounded by the budget of the diagnosis and by `repairsOf`; an ordinary delivery shows next to nothing to put right.
 */
export function twoChanges(of: Case, singles: (of: Case) => Finding | null): Finding | null {
  const repairs = repairsOf(of);
  if (repairs.length === 0) return null;
  const bounded = of.within(BUDGET);
  for (const repair of repairs) {
    if (bounded.isSpent()) return null;
    const changed = bounded.with(repair);
    if (changed === null) continue;
    if (changed.base.kind === 'valid') return { code: repair.code, proof: `${repair.how} the signature fits.` };
    const second = singles(changed);
    if (second !== null) return both(repair, second);
  }
  return null;
}

const both = ({ code, how }: Repair, second: Finding): Finding => ({
  code,
  ...(second.code === code ? {} : { also: second.code }),
  proof: `Two changes together make the signature fit. First: ${lowered(how)}. Then: ${lowered(second.proof)}`,
  difference: second.difference ?? null,
});

const lowered = (text: string): string =>
  /^(The|With|Its) /.test(text) ? text[0]?.toLowerCase() + text.slice(1) : text;
