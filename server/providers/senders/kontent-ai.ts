import { hmac } from '../schemes/hmac.ts';
import { sender } from '../sender.ts';

/** kontent.ai, webhooks: two-blank JSON with CRLF, so never printed anew; the secret looks like base64 and is text. */
export const kontentAi = sender({
  id: 'kontent-ai',
  name: 'Kontent.ai',
  docsUrl: 'https://kontent.ai/learn/docs/webhooks/webhooks/javascript',
  marks: [
    [95, 'header:X-Kontent-ai-Signature'],
    [94, 'header:X-KC-Signature'],
    [65, 'body:notifications.0.message.environment_id'],
  ],
  describe: {
    event:
      'body:notifications.0.message.object_type + body:notifications.0.message.action | body:message.type + body:message.operation',
    resource:
      'body:notifications.0.data.system.codename | body:notifications.0.data.system.name | body:data.items.0.codename',
  },
  signature: {
    secretLabel: 'Webhook secret',
    scheme: hmac({ header: ['X-Kontent-ai-Signature', 'X-KC-Signature'], encoding: 'base64' }),
  },
  sample: {
    body: {
      notifications: [
        {
          data: { system: { id: 'e113e464', name: 'Coffee', codename: 'coffee' } },
          message: { environment_id: '7fc', object_type: 'content_item', action: 'published' },
        },
      ],
    },
  },
});
