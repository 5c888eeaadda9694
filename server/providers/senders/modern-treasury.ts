import { hmac } from '../schemes/hmac.ts';
import { sender } from '../sender.ts';

/** docs.moderntreasury.com, webhooks. */
export const modernTreasury = sender({
  id: 'modern-treasury',
  name: 'Modern Treasury',
  docsUrl: 'https://docs.moderntreasury.com/platform/reference/webhook-signature-verification',
  marks: [
    [92, 'header:X-Topic', 'header:X-Event', 'header:X-Signature'],
    [80, 'header:X-Topic', 'header:X-Webhook-ID'],
  ],
  describe: {
    event: 'header:X-Topic + header:X-Event | body:event',
    resource: 'body:data.object + body:data.id',
    delivery: 'header:X-Webhook-ID',
  },
  signature: {
    secretLabel: 'Webhook key',
    scheme: hmac({ header: 'X-Signature' }),
  },
  sample: {
    headers: { 'X-Topic': 'payment_order', 'X-Event': 'created', 'X-Webhook-ID': 'w1' },
    body: { event: 'created', data: { id: 'c1', object: 'payment_order' } },
  },
});
