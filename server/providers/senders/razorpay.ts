import { ANY_2XX, DAY, SECOND, within } from '../../contract/schedule.ts';
import { hmac } from '../schemes/hmac.ts';
import { sender } from '../sender.ts';

/** razorpay.com, validate webhooks. */
export const razorpay = sender({
  id: 'razorpay',
  name: 'Razorpay',
  docsUrl: 'https://razorpay.com/docs/webhooks/validate-test/',
  marks: [
    [95, 'header:X-Razorpay-Event-Id'],
    [95, 'header:X-Razorpay-Signature'],
  ],
  describe: {
    event: 'body:event',
    resource: 'body:contains.0 + body:payload.payment.entity.id | body:payload.order.entity.id | body:account_id',
    delivery: 'header:X-Razorpay-Event-Id',
  },
  signature: {
    secretLabel: 'Webhook secret',
    scheme: hmac({ header: 'X-Razorpay-Signature' }),
  },
  delivery: {
    source: 'https://razorpay.com/docs/webhooks/best-practices/',
    timeoutMs: 5 * SECOND,
    schedule: within({ forMs: DAY }),
    accepted: ANY_2XX,
  },
  sample: {
    headers: { 'X-Razorpay-Event-Id': 'MGXWz1FbOLkpuE' },
    body: {
      entity: 'event',
      account_id: 'acc_1',
      event: 'payment.captured',
      contains: ['payment'],
      payload: { payment: { entity: { id: 'pay_1' } } },
    },
  },
  samples: () => import('../samples/razorpay.json', { with: { type: 'json' } }),
});
