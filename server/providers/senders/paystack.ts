import { HOUR, MINUTE, waits } from '../../contract/schedule.ts';
import { hmac } from '../schemes/hmac.ts';
import { sender } from '../sender.ts';

/** paystack.com, webhooks: signed with the API secret key. */
export const paystack = sender({
  id: 'paystack',
  name: 'Paystack',
  docsUrl: 'https://paystack.com/docs/payments/webhooks/',
  confidence: 'likely',
  marks: [[95, 'header:x-paystack-signature']],
  describe: {
    event: 'body:event',
    resource: 'body:data.reference | body:data.id',
    delivery: 'body:data.id',
    group: 'body:event + body:data.id',
  },
  signature: {
    secretLabel: 'Secret key (sk_…)',
    scheme: hmac({ header: 'x-paystack-signature', algorithm: 'sha512' }),
  },
  delivery: {
    source: 'https://paystack.com/docs/payments/webhooks/',
    note: 'in live mode; in test mode hourly for 10 hours, with a time-out of 30 s',
    schedule: waits(...[3 * MINUTE, 3 * MINUTE, 3 * MINUTE], ...Array.from({ length: 72 }, () => HOUR)),
    accepted: [[200, 200]],
  },
  sample: { body: { event: 'charge.success', data: { id: 302961, reference: 'qTPrJoy9Bx', amount: 10000 } } },
  samples: () => import('../samples/paystack.json', { with: { type: 'json' } }),
});
