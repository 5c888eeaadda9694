import type { Hypothesis } from '../hypothesis.ts';
import { bareSignature } from '../signature-text.ts';

/** Secrets that documents and samples use. */
const SAMPLE_SECRETS: readonly string[] = [
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

/** A placeholder instead of a signature, or one of a simulator: PayPal's signs with the webhook id `WEBHOOK_ID`. */
export const testSignature: Hypothesis = {
  code: 'test-signature',
  tried: 'Placeholders instead of a signature, and the fixed secrets of simulators.',
  on: 'signature',
  find: (of) => {
    const received = of.evidence?.received ?? of.received[0] ?? '';
    const bare = received.replace(/^[\w-]+[=,]/, '').trim();
    if (PLACEHOLDER.test(bare) || PLACEHOLDER.test(bareSignature(received))) {
      return { code: 'test-signature', proof: 'The signature is a placeholder.' };
    }
    const first = of.own[0];
    return first !== undefined && of.fitsWith({ ...first, value: 'WEBHOOK_ID' })
      ? { code: 'test-signature', proof: 'It was signed with `WEBHOOK_ID`, as the simulator of PayPal does.' }
      : null;
  },
};

/** Signed with a secret that stands in documents and samples. */
export const sampleSecret: Hypothesis = {
  code: 'wrong-secret',
  tried: 'The sample secrets of documents (`secret`, `test`, `whsec_test` …).',
  on: 'secret',
  find: (of) => {
    const first = of.own[0];
    const sample = first && SAMPLE_SECRETS.find((value) => value !== first.value && of.fitsWith({ ...first, value }));
    return sample === undefined ? null : { code: 'wrong-secret', proof: `The sample secret “${sample}” fits.` };
  },
};
