import { DAY, HOUR, MINUTE, waits } from '../../contract/schedule.ts';
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
  // That 200 alone is accepted stands in its neighbour, how-would-i-know-if-the-configured-webhook-url-in-my-chargebee-site-is-failing.html.
  delivery: {
    source:
      'https://www.chargebee.com/docs/2.0/site-configuration/articles-and-faq/at-which-rate-can-we-expect-the-webhook-calls-in-chargebee-will-there-be-any-performance-disruption.html',
    schedule: waits(2 * MINUTE, 6 * MINUTE, 30 * MINUTE, HOUR, 5 * HOUR, DAY, 2 * DAY),
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
