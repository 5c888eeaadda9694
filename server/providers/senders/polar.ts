import { textKey } from '../schemes/key.ts';
import { standardWebhooks } from '../schemes/standard-webhooks.ts';
import { sender } from '../sender.ts';

/** docs.polar.sh, webhooks: the text of the secret is the key. */
export const polar = sender({
  id: 'polar',
  name: 'Polar',
  docsUrl: 'https://polar.sh/docs/integrate/webhooks/delivery',
  marks: [[90, 'ua:polar.sh webhooks']],
  describe: {
    event: 'body:type',
    resource: 'body:data.id',
    delivery: 'header:webhook-id',
  },
  signature: {
    secretLabel: 'Webhook secret (polar_whs_…)',
    scheme: standardWebhooks({ key: textKey }),
  },
  sample: {
    headers: { 'User-Agent': 'polar.sh webhooks' },
    body: {
      type: 'organization.updated',
      timestamp: '2026-01-15T12:00:00Z',
      data: { id: '1dbfc517-0bbf-4301-9ba8-555ca42b9737' },
    },
  },
});
