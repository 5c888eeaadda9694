import { viewOf } from '../reading/view.ts';
import { hmac } from '../schemes/hmac.ts';
import { evidence, invalid } from '../schemes/outcome.ts';
import type { Scheme } from '../schemes/scheme.ts';
import { sender } from '../sender.ts';

/** docs.sumsub.com, webhooks: the digest's algorithm is named in a header; without it, SHA-1 was used. */
const HEADER = 'X-Payload-Digest';
const sha256 = hmac({ header: HEADER });
/** A Map, since the sender chooses the name: an object would answer to `constructor`. */
const SCHEMES: ReadonlyMap<string, Scheme> = new Map([
  ['HMAC_SHA1_HEX', hmac({ header: HEADER, algorithm: 'sha1' })],
  ['HMAC_SHA256_HEX', sha256],
  ['HMAC_SHA512_HEX', hmac({ header: HEADER, algorithm: 'sha512' })],
]);

export const sumsub = sender({
  id: 'sumsub',
  name: 'Sumsub',
  docsUrl: 'https://docs.sumsub.com/docs/webhook-manager',
  confidence: 'likely',
  marks: [[95, 'header:X-Payload-Digest']],
  describe: {
    event: 'body:type',
    resource: 'body:applicantId | body:externalUserId',
    delivery: 'body:correlationId',
    group: 'body:correlationId + body:type',
  },
  signature: {
    secretLabel: 'Secret key of the webhook',
    scheme: {
      ...sha256,
      check: (request, credential, nowMs) => {
        const named = viewOf(request).header('x-payload-digest-alg') ?? 'HMAC_SHA1_HEX';
        const scheme = SCHEMES.get(named.trim());
        if (scheme !== undefined) return scheme.check(request, credential, nowMs);
        return invalid(
          'algorithm-not-allowed',
          'X-Payload-Digest-Alg names an algorithm that Sumsub does not use.',
          evidence(sha256.name, { received: named }),
        );
      },
      sign: (request, credential, nowMs) => ({
        headers: [['X-Payload-Digest-Alg', 'HMAC_SHA256_HEX'], ...sha256.sign!(request, credential, nowMs).headers],
      }),
    },
  },
  sample: {
    body: {
      applicantId: '5cb56e8e0a975a35f333cb83',
      type: 'applicantReviewed',
      correlationId: 'req-1',
      createdAtMs: '2026-01-15 12:00:00.000',
    },
  },
});
