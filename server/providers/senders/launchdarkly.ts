import { hmac } from '../schemes/hmac.ts';
import { sender } from '../sender.ts';

/** launchdarkly.com: sign webhooks. */
export const launchdarkly = sender({
  id: 'launchdarkly',
  name: 'LaunchDarkly',
  docsUrl: 'https://launchdarkly.com/docs/home/infrastructure/webhooks',
  confidence: 'likely',
  marks: [
    [95, 'header:X-LD-Signature'],
    [60, 'body:_id', 'body:kind', 'body:accesses'],
  ],
  describe: {
    event: 'body:kind + body:accesses.0.action',
    resource: 'body:kind + body:name',
    delivery: 'body:_id',
  },
  signature: {
    secretLabel: 'Webhook secret',
    scheme: hmac({ header: 'X-LD-Signature' }),
  },
  sample: {
    body: {
      _id: '61c0a9',
      date: 1768478400000,
      kind: 'flag',
      name: 'new-checkout',
      accesses: [{ action: 'updateOn', resource: 'proj/default' }],
    },
  },
});
