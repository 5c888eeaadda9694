import { DAY, within } from '../../contract/schedule.ts';
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
  delivery: {
    source:
      'https://www.chargebee.com/docs/1.0/site-configuration/articles-and-faq/how-would-i-know-if-the-configured-webhook-url-in-my-chargebee-site-is-failing.html',
    schedule: within({ retries: 7, forMs: 3 * DAY }),
    accepted: [[200, 200]],
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
  samples: () => import('../samples/chargebee.json', { with: { type: 'json' } }),
});
