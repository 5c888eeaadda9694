import type { Hypothesis } from '../hypothesis.ts';

/** The delivery passes the check of another provider with the endpoint's own secret. */
export const otherProvider: Hypothesis = {
  code: 'other-provider',
  tried: 'The rules of every other provider, with the secrets of this endpoint.',
  on: 'signature',
  find: (of) => {
    const likely = of.otherProviders
      .map((provider) => ({ provider, sure: recognised(() => provider.recognise(of.request)) }))
      .sort((a, b) => b.sure - a.sure);
    for (const { provider } of likely) {
      const credential = of.own.slice(0, 2).find((own) => of.fitsWith(own, provider));
      if (credential !== undefined) {
        return {
          code: 'other-provider',
          proof: `By the rules of ${provider.name} the signature fits the secret “${credential.name}”.`,
        };
      }
    }
    return null;
  },
};

function recognised(ask: () => number): number {
  try {
    return ask();
  } catch {
    return 0;
  }
}
