import { ANY_2XX, HOUR, SECOND, within } from '../../contract/schedule.ts';
import { hmac } from '../schemes/hmac.ts';
import { sender } from '../sender.ts';

/** shopify.dev, verify deliveries; the Events family has the same headers without X-. */
export const shopify = sender({
  id: 'shopify',
  name: 'Shopify',
  docsUrl: 'https://shopify.dev/docs/apps/build/webhooks/subscribe/https',
  marks: [
    [95, 'header:X-Shopify-Topic'],
    [95, 'header:X-Shopify-Hmac-Sha256'],
    [92, 'header:shopify-topic'],
    [92, 'header:shopify-hmac-sha256'],
  ],
  describe: {
    event: 'header:X-Shopify-Topic | header:shopify-topic',
    resource: 'body:admin_graphql_api_id | body:id | body:name',
    delivery: 'header:X-Shopify-Webhook-Id | header:shopify-webhook-id',
    group: 'header:X-Shopify-Event-Id + header:X-Shopify-Topic | header:X-Shopify-Webhook-Id | header:shopify-event-id',
  },
  signature: {
    secretLabel: 'Client secret of the app, or the store’s signing key',
    scheme: hmac({ header: ['X-Shopify-Hmac-Sha256', 'shopify-hmac-sha256'], encoding: 'base64' }),
  },
  delivery: {
    source: 'https://shopify.dev/docs/apps/build/webhooks/subscribe/https',
    timeoutMs: 5 * SECOND,
    schedule: within({ retries: 8, forMs: 4 * HOUR }),
    accepted: ANY_2XX,
  },
  sample: {
    headers: {
      'X-Shopify-Topic': 'orders/create',
      'X-Shopify-Shop-Domain': 'johns-apparel.myshopify.com',
      'X-Shopify-Webhook-Id': 'b54557e4-bdd9-4b37-8a5f-bf7d70bcd043',
      'X-Shopify-Event-Id': '98880550-7158-44d4-b7cd-2c97c8a091b5',
      'User-Agent': 'Shopify-Captain-Hook',
    },
    body: {
      id: JSON.rawJSON('820982911946154508'),
      admin_graphql_api_id: 'gid://shopify/Order/820982911946154508',
      email: 'jon@example.com',
    },
  },
  samples: () => import('../samples/shopify.json', { with: { type: 'json' } }),
});
