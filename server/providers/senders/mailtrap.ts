import { hmac } from '../schemes/hmac.ts';
import { sender } from '../sender.ts';

/** docs.mailtrap.io, webhooks. */
export const mailtrap = sender({
  id: 'mailtrap',
  name: 'Mailtrap',
  docsUrl: 'https://docs.mailtrap.io/email-api-smtp/advanced/webhooks',
  marks: [[95, 'header:Mailtrap-Signature']],
  describe: {
    event: 'body:events.0.event',
    resource: 'body:events.0.email',
    delivery: 'body:events.0.event_id',
  },
  signature: {
    secretLabel: 'Signing secret (32 hex digits)',
    scheme: hmac({ header: 'Mailtrap-Signature' }),
  },
  sample: {
    body: { events: [{ event: 'delivery', message_id: '0b2f5d2c', email: 'receiver@example.com', event_id: 'e1' }] },
  },
});
