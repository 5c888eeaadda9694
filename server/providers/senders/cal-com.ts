import { hmac } from '../schemes/hmac.ts';
import { sender } from '../sender.ts';

/** cal.com, webhooks. */
export const calCom = sender({
  id: 'cal-com',
  name: 'Cal.com',
  docsUrl: 'https://cal.com/docs/developing/guides/automation/webhooks',
  marks: [
    [95, 'header:X-Cal-Signature-256'],
    [65, 'body:triggerEvent', 'body:payload'],
  ],
  describe: {
    event: 'body:triggerEvent',
    resource: 'body:payload.title | body:payload.uid',
    delivery: 'body:payload.uid',
    group: 'body:triggerEvent + body:payload.uid + body:createdAt',
  },
  signature: {
    secretLabel: 'Webhook secret',
    scheme: hmac({ header: 'X-Cal-Signature-256' }),
  },
  sample: {
    body: {
      triggerEvent: 'BOOKING_CREATED',
      createdAt: '2026-01-15T11:59:59.000Z',
      payload: { uid: 'bFJeNb2uX8ANpT3JL5EfXw', title: '60min between A and B' },
    },
  },
});
