import { hmac } from '../schemes/hmac.ts';
import { sender } from '../sender.ts';

/** aftership.com, webhook signature. */
export const aftership = sender({
  id: 'aftership',
  name: 'AfterShip',
  docsUrl: 'https://www.aftership.com/docs/tracking/webhook/webhook-signature',
  confidence: 'likely',
  marks: [[95, 'header:aftership-hmac-sha256']],
  describe: {
    event: 'body:event',
    resource: 'body:msg.tracking_number | body:msg.id',
    delivery: 'body:event_id',
  },
  signature: {
    secretLabel: 'Webhook secret',
    scheme: hmac({ header: 'aftership-hmac-sha256', encoding: 'base64' }),
  },
  sample: { body: { event: 'tracking_update', event_id: 'e1', msg: { id: '1', tracking_number: '1Z999' } } },
});
