import { standardWebhooks } from '../schemes/standard-webhooks.ts';
import { sender } from '../sender.ts';

/** render.com, webhooks: Standard Webhooks. */
export const render = sender({
  id: 'render',
  name: 'Render',
  docsUrl: 'https://render.com/docs/webhooks',
  confidence: 'likely',
  marks: [[75, 'header:webhook-signature', 'body:type', 'body:data.serviceId']],
  describe: {
    event: 'body:type',
    resource: 'body:data.serviceName + body:data.serviceId',
    delivery: 'header:webhook-id',
  },
  signature: {
    secretLabel: 'Signing secret (whsec_…)',
    scheme: standardWebhooks(),
  },
  sample: {
    body: {
      type: 'deploy_ended',
      timestamp: '2026-01-15T12:00:00Z',
      data: { id: 'evt-1', serviceId: 'srv-1', serviceName: 'web' },
    },
  },
});
