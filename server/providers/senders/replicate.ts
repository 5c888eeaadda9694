import { standardWebhooks } from '../schemes/standard-webhooks.ts';
import { sender } from '../sender.ts';

/** replicate.com, verify webhooks: no window is set by its library. */
export const replicate = sender({
  id: 'replicate',
  name: 'Replicate',
  docsUrl: 'https://replicate.com/docs/topics/webhooks/verify-webhook',
  marks: [[78, 'header:webhook-id', 'body:urls', 'body:version', 'body:status']],
  describe: {
    event: 'body:status',
    resource: 'body:model + body:id',
    delivery: 'header:webhook-id',
  },
  signature: {
    secretLabel: 'Webhook signing secret (whsec_…)',
    scheme: standardWebhooks({ toleranceS: null }),
  },
  sample: {
    body: {
      id: 'ufawqhfynnddngldkgtslldrkq',
      version: '5c7d5dc6',
      status: 'succeeded',
      urls: { get: 'https://api.replicate.com/v1/predictions/ufawqhfynnddngldkgtslldrkq' },
    },
  },
});
