import { hmac } from '../schemes/hmac.ts';
import { sender } from '../sender.ts';

/**
 * docs.mollie.com, next-gen webhooks: the header is sent twice while the secret is rotated. Classic ones carry only an id and
 * no signature.
 */
export const mollie = sender({
  id: 'mollie',
  name: 'Mollie',
  docsUrl: 'https://docs.mollie.com/reference/webhooks-new',
  confidence: 'likely',
  marks: [
    [95, 'header:X-Mollie-Signature'],
    [70, 'form:id^=tr_'],
    [70, 'form:id^=ord_'],
    [70, 'body:resource=event', 'body:id^=event_'],
  ],
  describe: {
    event: 'body:type | text:payment.changed',
    resource: 'body:entityId | form:id',
    delivery: 'body:id',
  },
  signature: {
    secretLabel: 'Signing secret of a next-gen webhook',
    scheme: hmac({ header: 'X-Mollie-Signature', prefix: 'sha256=', separator: ',' }),
  },
  sample: {
    body: { resource: 'event', id: 'event_GvJ8WHrp5isUdRub9CJyH', type: 'payment-link.paid', entityId: 'pl_1' },
  },
});
