import { basic } from '../schemes/token.ts';
import { sender } from '../sender.ts';

/** chargebee.com, webhooks: HTTP Basic only. */
export const chargebee = sender({
  id: 'chargebee',
  name: 'Chargebee',
  docsUrl: 'https://www.chargebee.com/docs/billing/2.0/site-configuration/webhook_settings',
  marks: [
    [90, 'ua:ChargeBee'],
    [70, 'body:object=event', 'body:api_version', 'body:content'],
  ],
  describe: {
    event: 'body:event_type',
    resource: 'body:content.subscription.id | body:content.customer.id',
    delivery: 'body:id',
  },
  signature: {
    secretLabel: 'user:password of the webhook',
    scheme: basic(),
  },
  sample: {
    headers: { 'User-Agent': 'ChargeBee' },
    body: {
      id: 'ev_16BHbhF4s42tO2lK',
      object: 'event',
      api_version: 'v2',
      event_type: 'subscription_created',
      content: { subscription: { id: '16BHbhF4s42tO2lJ' } },
    },
  },
});
