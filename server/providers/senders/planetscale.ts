import { hmac } from '../schemes/hmac.ts';
import { sender } from '../sender.ts';

/** planetscale.com, webhooks. */
export const planetscale = sender({
  id: 'planetscale',
  name: 'PlanetScale',
  docsUrl: 'https://planetscale.com/docs/api/webhooks',
  marks: [[95, 'header:X-PlanetScale-Signature']],
  describe: {
    event: 'body:event',
    resource: 'body:database + body:resource.name | body:database',
  },
  signature: {
    secretLabel: 'Webhook secret',
    scheme: hmac({ header: 'X-PlanetScale-Signature' }),
  },
  sample: {
    body: {
      timestamp: 1768478400,
      event: 'branch.ready',
      organization: 'acme',
      database: 'shop',
      resource: { name: 'main' },
    },
  },
});
