import type { Hypothesis } from '../hypothesis.ts';
import { bareSignature } from '../signature-text.ts';

/** Secrets that documents, samples and simulators use. PayPal's simulator signs with the webhook id `WEBHOOK_ID`. */
const SAMPLE_SECRETS: readonly string[] = [
  'WEBHOOK_ID',
  'test',
  'secret',
  'test_secret',
  'test-secret',
  'testsecret',
  'mysecret',
  'my-secret',
  'my_secret',
  'your-secret',
  'your_secret',
  'webhook_secret',
  'webhook-secret',
  'changeme',
  'whsec_test',
  'whsec_test_secret',
  'whsec_123',
  'whsec_secret',
  "It's a Secret to Everybody",
  '8f742231b10e8888abcd99yyyzzz85a5',
  'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
  '12345',
  '123456',
  'password',
];

const PLACEHOLDER =
  /^(?:(.)\1{7,}|test|dummy|fake|none|null|undefined|signature|your[-_ ]?signature|xxx+|todo|<[^>]*>|\{\{.*\}\})$/i;

/** A placeholder instead of a signature, or one made with the sample secret of some document. */
export const testSignature: Hypothesis = {
  code: 'test-signature',
  tried: 'Placeholders instead of a signature, and the sample secrets of documents and simulators.',
  on: 'signature',
  find: (of) => {
    const received = of.evidence?.received ?? of.received[0] ?? '';
    const bare = received.replace(/^[\w-]+[=,]/, '').trim();
    if (PLACEHOLDER.test(bare) || PLACEHOLDER.test(bareSignature(received))) {
      return { code: 'test-signature', proof: 'The signature is a placeholder.' };
    }
    const first = of.own[0];
    const sample = first && SAMPLE_SECRETS.find((value) => value !== first.value && of.fitsWith({ ...first, value }));
    return sample === undefined
      ? null
      : { code: 'test-signature', proof: `It was signed with the sample secret “${sample}”.` };
  },
};
