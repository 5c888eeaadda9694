import { hmac } from '../schemes/hmac.ts';
import { sender } from '../sender.ts';

/** segment.com, webhooks destination. */
export const segment = sender({
  id: 'segment',
  name: 'Segment',
  docsUrl: 'https://segment.com/docs/connections/destinations/catalog/webhooks/',
  confidence: 'likely',
  marks: [
    [82, 'header:X-Signature', 'body:messageId', 'body:type'],
    [62, 'body:messageId', 'body:anonymousId', 'body:type'],
  ],
  describe: {
    event: 'body:type + body:event',
    resource: 'body:userId | body:anonymousId',
    delivery: 'body:messageId',
  },
  signature: {
    secretLabel: 'Shared secret',
    scheme: hmac({ header: 'X-Signature', algorithm: 'sha1' }),
  },
  sample: { body: { type: 'track', event: 'Signed Up', messageId: 'ajs-1', userId: 'u1', anonymousId: 'a1' } },
});
