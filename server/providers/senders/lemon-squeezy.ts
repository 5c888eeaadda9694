import { SECOND, waits } from '../../contract/schedule.ts';
import { hmac } from '../schemes/hmac.ts';
import { sender } from '../sender.ts';

/** docs.lemonsqueezy.com, signing requests. */
export const lemonSqueezy = sender({
  id: 'lemon-squeezy',
  name: 'Lemon Squeezy',
  docsUrl: 'https://docs.lemonsqueezy.com/help/webhooks/signing-requests',
  confidence: 'likely',
  marks: [
    [92, 'header:X-Event-Name', 'header:X-Signature'],
    [80, 'body:meta.event_name', 'body:data.type'],
  ],
  describe: {
    event: 'header:X-Event-Name | body:meta.event_name',
    resource: 'body:data.type + body:data.id',
    delivery: 'body:meta.webhook_id',
  },
  signature: {
    secretLabel: 'Signing secret',
    scheme: hmac({ header: 'X-Signature' }),
  },
  delivery: {
    source: 'https://docs.lemonsqueezy.com/help/webhooks/webhook-requests',
    note: 'three times, by exponential waits: the document gives these as an example',
    schedule: waits(5 * SECOND, 25 * SECOND, 125 * SECOND),
    accepted: [[200, 200]],
  },
  sample: {
    headers: { 'X-Event-Name': 'order_created' },
    body: { meta: { event_name: 'order_created', webhook_id: '0f3' }, data: { type: 'orders', id: '1' } },
  },
  samples: () => import('../samples/lemon-squeezy.json', { with: { type: 'json' } }),
});
