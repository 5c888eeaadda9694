import { header } from '../../contract/header.ts';
import type { CapturedRequest } from '../../contract/request.ts';
import type { Provider } from '../../providers/provider.ts';
import type { Case, Hypothesis } from '../hypothesis.ts';
import { ownLines } from '../own-lines.ts';
import { lacksHeader } from './header-names.ts';

/** The delivery passes the check of another provider with the endpoint's own secret. */
export const otherProvider: Hypothesis = {
  code: 'other-provider',
  tried: 'The rules of every other provider, with the secrets of this endpoint.',
  on: 'headers',
  find: (of) => {
    for (const { provider } of bySureness(of)) {
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

/** The delivery has what another provider's deliveries have, and nothing of this one's. */
export const foreignDelivery: Hypothesis = {
  code: 'other-provider',
  tried: 'Whether the delivery looks like one of another provider.',
  on: 'headers',
  find: (of) => {
    if (!lacksHeader(of) || sureness(of.provider, of.request) > 0 || hasOwnSignature(of)) return null;
    const other = bySureness(of)[0];
    return other === undefined || other.sure < 50
      ? null
      : {
          code: 'other-provider',
          proof: `The delivery has the marks of ${other.provider.name}, and none of ${of.provider.name}.`,
        };
  },
};

/** Whether a signature stands where this provider writes its own: several share the headers of one standard. */
const hasOwnSignature = (of: Case): boolean =>
  ownLines(of).some(([name]) => /signature|hmac/i.test(name) && header(of.request.headers, name) !== undefined);

const bySureness = (of: Case) =>
  of.otherProviders
    .map((provider) => ({ provider, sure: sureness(provider, of.request) }))
    .sort((a, b) => b.sure - a.sure);

function sureness(provider: Provider, request: CapturedRequest): number {
  try {
    return provider.recognise(request);
  } catch {
    return 0;
  }
}
