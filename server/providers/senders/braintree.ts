import { createHash, createHmac } from 'node:crypto';
import type { CapturedRequest } from '../../contract/request.ts';
import { braintreeAnswer } from '../challenges.ts';
import type { Provider } from '../provider.ts';
import { field } from '../reading/form.ts';
import { viewOf } from '../reading/view.ts';
import { equalText } from '../schemes/bytes.ts';
import { extraOf } from '../schemes/key.ts';
import { badCredential, evidence, fitting, invalid } from '../schemes/outcome.ts';
import type { Scheme } from '../schemes/scheme.ts';
import { sender } from '../sender.ts';

/** developer.paypal.com/braintree, webhooks: HMAC-SHA1 with the SHA-1 of the private key, in a form. */
const NAME = 'HMAC-SHA1 of bt_payload with the SHA-1 of the private key, hex';

const macOf = (secret: string, payload: string): string =>
  createHmac('sha1', createHash('sha1').update(secret, 'utf8').digest()).update(payload, 'utf8').digest('hex');

/** `publicKey|hex` pairs, joined by `&`. */
const pairsOf = (value: string): readonly (readonly [string, string])[] =>
  value
    .split('&')
    .slice(0, 50)
    .filter((pair) => pair.includes('|'))
    .map((pair) => [pair.slice(0, pair.indexOf('|')), pair.slice(pair.indexOf('|') + 1)]);

const scheme: Scheme = {
  name: NAME,
  proves: 'bytes',
  carried: (request) => field(viewOf(request).form(), 'bt_signature') !== undefined,
  check: (request, credential, nowMs) => {
    const form = viewOf(request).form();
    const [stated, payload] = [field(form, 'bt_signature'), field(form, 'bt_payload')];
    if (stated === undefined || payload === undefined)
      return invalid('missing-header', 'The form has no bt_signature and bt_payload.', evidence(NAME));
    const all = pairsOf(stated);
    const found = { received: stated, signed: Buffer.from(payload, 'utf8') };
    if (all.length === 0)
      return invalid(
        'malformed-header',
        'The field bt_signature is not of the form `publicKey|hex`.',
        evidence(NAME, found),
      );
    if (credential.value === '') return badCredential(NAME, 'The private key is empty.');
    const publicKey = extraOf(credential, 'btPublicKey', 'publicKey');
    const own = publicKey === undefined ? all : all.filter(([key]) => equalText(key, publicKey));
    if (own.length === 0)
      return invalid('key-id-mismatch', 'No signature is for this public key.', evidence(NAME, found));
    const expected = [payload, `${payload}\n`].map((text) => macOf(credential.value, text));
    const fits = own.some(([, mac]) => expected.filter((ours) => equalText(ours, mac)).length > 0);
    const shown = evidence(NAME, { ...found, expected: expected[0]! });
    if (fits) return fitting(shown, null, nowMs, null);
    return invalid('signature-differs', 'The signature does not fit this payload and this key.', shown);
  },
  sign: (request, credential) => {
    const payload = field(viewOf(request).form(), 'bt_payload') ?? `${Buffer.from(request.body).toString('base64')}\n`;
    const publicKey = extraOf(credential, 'btPublicKey', 'publicKey') ?? 'public_key';
    const form = new URLSearchParams({
      bt_signature: `${publicKey}|${macOf(credential.value, payload)}`,
      bt_payload: payload,
    });
    return {
      headers: [['Content-Type', 'application/x-www-form-urlencoded']],
      body: Buffer.from(form.toString(), 'utf8'),
    };
  },
};

const kindOf = (request: CapturedRequest): string | null => {
  const payload = field(viewOf(request).form(), 'bt_payload');
  const xml = payload === undefined ? '' : Buffer.from(payload, 'base64').toString('utf8');
  return /<kind>([a-z_]{1,80})<\/kind>/.exec(xml)?.[1] ?? null;
};

const SAMPLE_XML = `<notification>
  <timestamp type="datetime">2026-01-15T12:00:00Z</timestamp>
  <kind>subscription_went_past_due</kind>
  <subject><subscription><id>my_id</id><transactions type="array"></transactions></subscription></subject>
</notification>`;
const SAMPLE_PAYLOAD = `${Buffer.from(SAMPLE_XML).toString('base64')}\n`;

const data = sender({
  id: 'braintree',
  name: 'Braintree',
  docsUrl: 'https://developer.paypal.com/braintree/docs/guides/webhooks/parse/node',
  marks: [
    [95, 'form:bt_signature'],
    [90, 'query:bt_challenge'],
  ],
  signature: {
    secretLabel: 'Private key',
    extras: [{ name: 'btPublicKey', label: 'Public key' }],
    scheme,
  },
  setup: {
    challenge: braintreeAnswer,
  },
  sample: { body: new URLSearchParams({ bt_payload: SAMPLE_PAYLOAD }).toString() },
});

export const braintree: Provider = {
  ...data,
  describe: (request) => ({ ...data.describe(request), event: kindOf(request) }),
};
