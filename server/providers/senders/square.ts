import { ANY_2XX, DAY, within } from '../../contract/schedule.ts';
import { asRegistered } from '../schemes/as-registered.ts';
import { hmac } from '../schemes/hmac.ts';
import { sender } from '../sender.ts';

/** developer.squareup.com, validate webhooks: the notification URL as registered stands before the body. */
export const square = sender({
  id: 'square',
  name: 'Square',
  docsUrl: 'https://developer.squareup.com/docs/webhooks/step3validate',
  marks: [
    [97, 'header:x-square-hmacsha256-signature'],
    [85, 'header:square-environment'],
    [80, 'header:x-square-signature'],
  ],
  describe: {
    event: 'body:type',
    resource: 'body:data.type + body:data.id',
    delivery: 'body:event_id',
    retries: 'header:square-retry-number',
  },
  signature: {
    secretLabel: 'Signature key of the subscription',
    scheme: asRegistered(hmac({ header: 'x-square-hmacsha256-signature', encoding: 'base64', signed: '{url}{body}' })),
  },
  delivery: {
    source: 'https://developer.squareup.com/docs/webhooks/troubleshooting',
    schedule: within({ forMs: DAY }),
    accepted: ANY_2XX,
  },
  sample: {
    headers: { 'square-environment': 'Sandbox' },
    body: {
      merchant_id: '6SSW7HV8K2ST5',
      type: 'payment.updated',
      event_id: '13b867cf',
      data: { type: 'payment', id: 'hYy9pRFVxpDsO1FB05SunFWUe9JZY' },
    },
  },
  samples: () => import('../samples/square.json', { with: { type: 'json' } }),
});
