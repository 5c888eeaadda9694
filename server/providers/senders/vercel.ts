import { hmac } from '../schemes/hmac.ts';
import { sender } from '../sender.ts';

/** vercel.com, webhooks API. */
export const vercel = sender({
  id: 'vercel',
  name: 'Vercel',
  docsUrl: 'https://vercel.com/docs/webhooks/webhooks-api',
  marks: [[95, 'header:x-vercel-signature']],
  describe: {
    event: 'body:type',
    resource: 'body:payload.deployment.name | body:payload.project.id | body:payload.deployment.id',
    delivery: 'body:id',
  },
  signature: {
    secretLabel: 'Webhook secret (integrations: client secret)',
    scheme: hmac({ header: 'x-vercel-signature', algorithm: 'sha1' }),
  },
  sample: {
    body: {
      id: 'uev_0h8m2x',
      type: 'deployment.created',
      createdAt: 1768478400000,
      payload: { deployment: { id: 'dpl_1', name: 'site' } },
    },
  },
});
