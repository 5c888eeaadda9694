import { expect, test } from 'vitest';
import { confirmationWords } from '../renderer/view/confirmation.ts';
import type { Verdict } from '../server/contract/verdict.ts';

const verdict = (kind: Verdict['kind']): Verdict => ({ kind, stale: false, code: kind, sentence: '.', cause: null });
const confirmation = { url: 'https://sns.us-west-2.amazonaws.com/?Action=ConfirmSubscription', refusal: null };

test('a delivery that asks for nothing has no words', () => {
  expect(confirmationWords({ confirmation: null, verdict: verdict('valid') }, 'Amazon SNS')).toBeNull();
});

test.each([
  ['valid', 'Calls sns.us-west-2.amazonaws.com once.'],
  [
    'unchecked',
    'Calls sns.us-west-2.amazonaws.com once. The signature was not checked: make sure that you know the topic.',
  ],
] as const)('a %s delivery tells what a click calls', (kind, hint) => {
  expect(confirmationWords({ confirmation, verdict: verdict(kind) }, 'Amazon SNS')).toEqual({
    sentence: 'Amazon SNS sends nothing more until this subscription is confirmed.',
    refusal: null,
    hint,
  });
});

test('what the server would refuse is refused in words, and an address that is none does no harm', () => {
  const refused = { url: 'nonsense', refusal: 'SubscribeURL is not an address of sns.<region>.amazonaws.com.' };
  expect(confirmationWords({ confirmation: refused, verdict: verdict('valid') }, null)?.refusal).toBe(
    'Hookglass does not confirm it: SubscribeURL is not an address of sns.<region>.amazonaws.com.',
  );
  expect(confirmationWords({ confirmation, verdict: verdict('invalid') }, null)?.refusal).toBe(
    'Hookglass does not confirm it: The signature of this delivery is not valid.',
  );
});
