import { standardWebhooks, whsecOrTextKey } from '../schemes/standard-webhooks.ts';
import { sender } from '../sender.ts';

/** docs.whop.com, webhooks: a secret that begins with whsec_ is decoded, any other is used as text. */
export const whop = sender({
  id: 'whop',
  name: 'Whop',
  docsUrl: 'https://docs.whop.com/developer/guides/webhooks',
  marks: [[72, 'header:webhook-id', 'body:api_version', 'body:type', 'body:data']],
  describe: {
    event: 'body:type',
    resource: 'body:data.id',
    delivery: 'header:webhook-id',
  },
  signature: {
    secretLabel: 'Webhook secret',
    scheme: standardWebhooks({ key: whsecOrTextKey }),
  },
  sample: {
    body: {
      id: 'msg_1',
      api_version: 'v1',
      timestamp: '2026-01-15T12:00:00.000Z',
      type: 'payment.succeeded',
      data: { id: 'pay_1' },
    },
  },
});
