import { ebayAnswer } from '../challenges.ts';
import { exactJson } from '../reading/exact-json.ts';
import { reprinted } from '../reading/reprinted.ts';
import { asText, memberAt } from '../reading/source.ts';
import { strictBase64 } from '../schemes/bytes.ts';
import { malformedHeader, missingHeader } from '../schemes/outcome.ts';
import { ecdsa } from '../schemes/public-key-scheme.ts';
import type { Wrapper } from '../schemes/wrapper.ts';
import { sender } from '../sender.ts';

/** developer.ebay.com, notifications: base64 of JSON with an ECDSA signature; the key is fetched by its id. */
const HEADER = 'X-EBAY-SIGNATURE';

/** The signature in the header's JSON; null for any other form, algorithm or digest. */
function signatureIn(header: string): string | null {
  const value = exactJson(strictBase64(header)?.toString('utf8') ?? '');
  const algorithm = asText(memberAt(value, ['alg'])) ?? 'ecdsa';
  const hash = asText(memberAt(value, ['digest'])) ?? 'sha1';
  if (algorithm.toLowerCase() !== 'ecdsa' || hash.toLowerCase() !== 'sha1') return null;
  return asText(memberAt(value, ['signature'])) ?? null;
}

const wrapper: Wrapper = {
  names: [HEADER],
  carried: (view) => view.header('x-ebay-signature') !== undefined,
  read: (view, scheme) => {
    const value = view.header('x-ebay-signature');
    if (value === undefined) return missingHeader(scheme, HEADER);
    const signature = signatureIn(value);
    if (signature === null)
      return malformedHeader(
        scheme,
        HEADER,
        value,
        'of base64 of JSON with alg (ecdsa), kid, signature and digest (SHA1)',
      );
    return { signatures: [signature], timestamp: null, id: null };
  },
  write: ({ signature }) => {
    const json = JSON.stringify({ alg: 'ecdsa', kid: 'hookglass', signature, digest: 'SHA1' });
    return { headers: [[HEADER, Buffer.from(json, 'utf8').toString('base64')]] };
  },
};

export const ebay = sender({
  id: 'ebay',
  name: 'eBay',
  docsUrl: 'https://developer.ebay.com/api-docs/commerce/notification/overview.html',
  marks: [
    [95, 'header:X-EBAY-SIGNATURE'],
    [90, 'query:challenge_code'],
    [70, 'body:metadata.topic', 'body:notification.notificationId'],
  ],
  describe: {
    event: 'body:metadata.topic',
    resource: 'body:notification.data.username | body:notification.data.itemId',
    delivery: 'body:notification.notificationId',
    attempt: 'body:notification.publishAttemptCount',
  },
  signature: {
    secretLabel: 'Public key of the header’s key id (from getPublicKey)',
    extras: [{ name: 'verificationToken', label: 'Verification token' }],
    scheme: ecdsa({
      name: 'ECDSA SHA-1 of {body}, base64',
      wrapper,
      signed: '{body}',
      variants: [
        { signed: reprinted, note: 'It fits the JSON as printed anew, which is what eBay’s own library checks.' },
      ],
      encoding: 'base64',
      hash: 'sha1',
    }),
  },
  setup: {
    challenge: ebayAnswer,
  },
  sample: {
    body: {
      metadata: { topic: 'MARKETPLACE_ACCOUNT_DELETION', schemaVersion: '1.0' },
      notification: { notificationId: '49feeaeb', publishAttemptCount: 1, data: { username: 'test_user' } },
    },
  },
});
