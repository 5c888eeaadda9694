import type { Hypothesis } from '../hypothesis.ts';

/** Another stored secret fits: one of this endpoint, or of another. */
export const otherSecret: Hypothesis = {
  code: 'wrong-secret',
  tried: 'Every other stored secret, of this endpoint and of the others.',
  on: 'secret',
  find: (of) => {
    const own = of.own.slice(1, 50).find((credential) => of.fitsWith(credential));
    if (own !== undefined) return { code: 'wrong-secret', proof: `The secret “${own.name}” of this endpoint fits.` };
    const other = of.foreign.slice(0, 200).find(({ credential }) => of.fitsWith(credential));
    if (other === undefined) return null;
    return {
      code: 'wrong-secret',
      proof: `The secret “${other.credential.name}” of the endpoint “${other.endpointName}” fits.`,
    };
  },
};
