import { MINUTE, SECOND, waits } from '../../contract/schedule.ts';
import { anyOf } from '../schemes/any-of.ts';
import { pairs } from '../schemes/pairs.ts';
import { token } from '../schemes/token.ts';
import { sender } from '../sender.ts';

/** revenuecat.com, webhooks: a fixed Authorization value, and optionally an HMAC. */
export const revenuecat = sender({
  id: 'revenuecat',
  name: 'RevenueCat',
  docsUrl: 'https://www.revenuecat.com/docs/integrations/webhooks',
  confidence: 'likely',
  marks: [
    [90, 'header:X-RevenueCat-Webhook-Signature'],
    [78, 'body:event.app_user_id', 'body:api_version'],
    [70, 'body:event.app_user_id', 'body:event.type'],
  ],
  describe: {
    event: 'body:event.type',
    resource: 'body:event.product_id + body:event.app_user_id',
    delivery: 'body:event.id',
  },
  signature: {
    secretLabel: 'Authorization header value, or signing secret',
    scheme: anyOf(
      pairs({ header: 'X-RevenueCat-Webhook-Signature', time: { unit: 's', toleranceS: null } }),
      token({ header: 'Authorization' }),
    ),
  },
  delivery: {
    source: 'https://www.revenuecat.com/docs/integrations/webhooks',
    timeoutMs: 60 * SECOND,
    schedule: waits(5 * MINUTE, 10 * MINUTE, 20 * MINUTE, 40 * MINUTE, 80 * MINUTE),
    accepted: [[200, 200]],
  },
  sample: {
    body: {
      api_version: '1.0',
      event: { id: '12345678', type: 'INITIAL_PURCHASE', app_user_id: 'u1', product_id: 'com.example.pro' },
    },
  },
  samples: () => import('../samples/revenuecat.json', { with: { type: 'json' } }),
});
