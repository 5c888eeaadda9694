import { hmac } from '../schemes/hmac.ts';
import { sender } from '../sender.ts';

/** docs.customer.io, reporting webhooks. */
export const customerIo = sender({
  id: 'customer-io',
  name: 'Customer.io',
  docsUrl: 'https://docs.customer.io/journeys/reporting-webhooks/',
  marks: [
    [95, 'header:X-CIO-Signature'],
    [95, 'header:X-CIO-Timestamp'],
  ],
  describe: {
    event: 'body:object_type + body:metric',
    resource: 'body:data.identifiers.email | body:data.customer_id | body:data.recipient',
    delivery: 'body:event_id',
  },
  signature: {
    secretLabel: 'Webhook signing key',
    scheme: hmac({
      header: 'X-CIO-Signature',
      timestampHeader: 'X-CIO-Timestamp',
      signed: 'v0:{timestamp}:{body}',
      time: { unit: 's', toleranceS: 300 },
    }),
  },
  sample: {
    body: {
      event_id: '01E4C4CT6YDC7Y5M7FE1GWWPQJ',
      object_type: 'email',
      metric: 'sent',
      timestamp: 1768478400,
      data: { customer_id: '42' },
    },
  },
});
