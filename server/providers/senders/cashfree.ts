import { hmac } from '../schemes/hmac.ts';
import { sender } from '../sender.ts';

/** docs.cashfree.com, webhook signature. */
export const cashfree = sender({
  id: 'cashfree',
  name: 'Cashfree',
  docsUrl: 'https://www.cashfree.com/docs/payments/online/webhooks/signature-verification',
  marks: [
    [95, 'header:x-webhook-version', 'header:x-webhook-signature'],
    [85, 'header:x-webhook-timestamp', 'header:x-webhook-signature'],
  ],
  describe: {
    event: 'body:type',
    resource: 'body:data.order.order_id',
    delivery: 'header:x-idempotency-key',
    attempt: 'header:x-webhook-attempt',
  },
  signature: {
    secretLabel: 'Client secret',
    scheme: hmac({
      header: 'x-webhook-signature',
      encoding: 'base64',
      timestampHeader: 'x-webhook-timestamp',
      signed: '{timestamp}{body}',
      time: { unit: 's-or-ms', toleranceS: null },
    }),
  },
  sample: {
    headers: { 'x-webhook-version': '2023-08-01' },
    body: { data: { order: { order_id: 'order_OFR_2', order_currency: 'INR' } }, type: 'PAYMENT_SUCCESS_WEBHOOK' },
  },
});
