import { echoQuery } from '../challenges.ts';
import { hmac } from '../schemes/hmac.ts';
import { sender } from '../sender.ts';

/** developer.nylas.com, webhooks: the bytes as sent are signed, which may be gzip. */
export const nylas = sender({
  id: 'nylas',
  name: 'Nylas',
  docsUrl: 'https://developer.nylas.com/docs/v3/notifications/',
  confidence: 'likely',
  marks: [
    [95, 'header:X-Nylas-Signature'],
    [60, 'body:specversion', 'body:data.application_id'],
  ],
  describe: {
    event: 'body:type',
    resource: 'body:data.object.object + body:data.object.id',
    delivery: 'body:id',
    attempt: 'body:webhook_delivery_attempt',
  },
  signature: {
    secretLabel: 'Webhook secret',
    scheme: hmac({ header: 'X-Nylas-Signature' }),
  },
  setup: {
    challenge: echoQuery('Nylas', 'challenge', 'GET'),
  },
  sample: {
    body: {
      specversion: '1.0',
      type: 'message.created',
      id: 'm',
      source: '/google',
      webhook_delivery_attempt: 1,
      data: { application_id: 'a', object: { id: 'o', object: 'message' } },
    },
  },
});
