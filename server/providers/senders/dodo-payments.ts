import { standardWebhooks } from '../schemes/standard-webhooks.ts';
import { sender } from '../sender.ts';

/** docs.dodopayments.com, webhooks. */
export const dodoPayments = sender({
  id: 'dodo-payments',
  name: 'Dodo Payments',
  docsUrl: 'https://docs.dodopayments.com/developer-resources/webhooks',
  marks: [[78, 'header:webhook-id', 'body:business_id']],
  describe: {
    event: 'body:type',
    resource: 'body:data.payload_type + body:data.payment_id | body:data.payload_type + body:data.subscription_id',
    delivery: 'header:webhook-id',
  },
  signature: {
    secretLabel: 'Webhook secret key (whsec_… or base64)',
    scheme: standardWebhooks(),
  },
  sample: {
    body: {
      business_id: 'bus_1',
      type: 'payment.succeeded',
      timestamp: '2026-01-15T12:00:00Z',
      data: { payload_type: 'Payment', payment_id: 'pay_1' },
    },
  },
});
