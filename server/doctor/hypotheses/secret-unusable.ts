import type { DiagnosisCode } from '../codes.ts';
import type { Hypothesis } from '../hypothesis.ts';
import { labels } from './secret-prefix.ts';
import { withoutQuotes } from './secret-quotes.ts';
import type { SecretVariant } from './secret-variants.ts';
import { withoutBlanks } from './secret-whitespace.ts';

const SORTS: readonly (readonly [DiagnosisCode, (value: string) => Iterable<SecretVariant>])[] = [
  ['secret-prefix-left-in', labels],
  ['secret-quoted', withoutQuotes],
  ['secret-has-whitespace', withoutBlanks],
];

/** The secret cannot be used as it stands, and can be without what stands around it; the signature still does not fit. */
export const secretUnusable: Hypothesis = {
  code: 'secret-prefix-left-in',
  tried: 'Whether the secret can be used without what stands around it.',
  on: 'secret',
  find: (of) => {
    const [first, ...rest] = of.own;
    if (first === undefined || of.base.kind !== 'invalid' || of.base.code !== 'bad-credential') return null;
    for (const [code, variants] of SORTS) {
      for (const { value, how } of variants(first.value)) {
        if (value === '' || value === first.value) continue;
        const changed = of.with({ own: [{ ...first, value }, ...rest] });
        if (changed !== null && !(changed.base.kind === 'invalid' && changed.base.code === 'bad-credential'))
          return {
            code,
            proof: `The secret “${first.name}” ${how} can be used, and as it stands it cannot; the signature fits neither, so something else was changed, too.`,
          };
      }
    }
    return null;
  },
};
