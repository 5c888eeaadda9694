import { xeroAnswer } from '../challenges.ts';
import { hmac } from '../schemes/hmac.ts';
import { sender } from '../sender.ts';

/** developer.xero.com, webhooks: an intent to receive with a false signature must be answered 401. */
export const xero = sender({
  id: 'xero',
  name: 'Xero',
  docsUrl: 'https://developer.xero.com/documentation/guides/webhooks/configuring-your-server/',
  marks: [[95, 'header:x-xero-signature']],
  describe: {
    event: 'body:events.0.eventCategory + body:events.0.eventType | text:intent-to-receive',
    resource: 'body:events.0.eventCategory + body:events.0.resourceId',
    delivery: 'body:lastEventSequence',
    group: 'body:entropy',
  },
  signature: {
    secretLabel: 'Webhooks key',
    scheme: hmac({ header: 'x-xero-signature', encoding: 'base64' }),
  },
  setup: {
    challenge: xeroAnswer,
  },
  sample: {
    body: {
      events: [{ resourceId: '717f2bfc-c6d4-41fd-b238-3f2f0c0cf777', eventCategory: 'INVOICE', eventType: 'CREATE' }],
      lastEventSequence: 1,
      firstEventSequence: 1,
      entropy: 'S0m3r4Nd0mt3xt',
    },
  },
});
