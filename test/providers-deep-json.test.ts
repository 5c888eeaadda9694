import { expect, test } from 'vitest';
import type { CapturedRequest } from '../server/contract/request.ts';
import { CONFIRMATIONS } from '../server/providers/confirmations.ts';
import { answerChallenge, describeDelivery, judge, providers, recogniseProvider } from '../server/providers/index.ts';
import { freshCredential, NOW, sampleRequest, withSigned } from './support/provider-bench.ts';

const LEVELS = 5_000;
const BODIES = [
  `${'{"a":'.repeat(LEVELS)}1${'}'.repeat(LEVELS)}`,
  `${'['.repeat(LEVELS)}1.0${']'.repeat(LEVELS)}`,
  `{"module":"entry","event":"publish","data":${'{"a":'.repeat(LEVELS)}1.0${'}'.repeat(LEVELS)}}`,
];

test('JSON of thousands of levels makes no provider throw', () => {
  const threw: unknown[] = [];
  for (const provider of providers.filter(({ samples }) => samples !== undefined)) {
    const credential = freshCredential(provider);
    const sample = sampleRequest(provider);
    const signed =
      provider.signature?.sign === undefined
        ? sample
        : withSigned(sample, provider.signature.sign(sample, credential, NOW));
    for (const text of BODIES) {
      const form = Buffer.from(`json=${text}&payload=${text}&mandrill_events=${text}`);
      const isForm = signed.headers.some(([, value]) => value.includes('urlencoded'));
      const request: CapturedRequest = { ...signed, body: isForm ? form : Buffer.from(text) };
      for (const [what, run] of Object.entries({
        recognise: () => recogniseProvider(request),
        describe: () => describeDelivery(request, provider),
        judge: () => judge(request, provider, [credential], NOW),
        challenge: () => answerChallenge(request, provider, [credential]),
        confirm: () => CONFIRMATIONS.get(provider.id)?.(request),
        sign: () => provider.signature?.sign?.(request, credential, NOW),
      }))
        try {
          run();
        } catch (error) {
          threw.push([provider.id, what, String(error)]);
        }
    }
  }
  expect(threw).toEqual([]);
});
