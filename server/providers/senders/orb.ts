import { hmac } from '../schemes/hmac.ts';
import { sender } from '../sender.ts';

/** docs.withorb.com, webhooks: the time has no zone and means UTC. */
export const orb = sender({
  id: 'orb',
  name: 'Orb',
  docsUrl: 'https://docs.withorb.com/integrations-and-exports/webhooks',
  marks: [[95, 'header:X-Orb-Signature']],
  describe: {
    event: 'body:type',
    resource: 'body:subscription.id | body:customer.id | body:invoice.id',
    delivery: 'body:id',
  },
  signature: {
    secretLabel: 'Webhook secret',
    scheme: hmac({
      header: 'X-Orb-Signature',
      prefix: 'v1=',
      separator: ' ',
      timestampHeader: 'X-Orb-Timestamp',
      signed: 'v1:{timestamp}:{body}',
      time: { unit: 'iso', toleranceS: 300, aheadS: 300 },
    }),
  },
  sample: {
    body: {
      id: 'o4mmewpfNNTnjfZc',
      created_at: '2026-01-15T12:00:00+00:00',
      type: 'subscription.created',
      subscription: { id: 's1' },
    },
  },
});
