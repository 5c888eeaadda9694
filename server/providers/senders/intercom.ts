import { hmac } from '../schemes/hmac.ts';
import { sender } from '../sender.ts';

/** developers.intercom.com, webhooks: SHA-1 with the app's client secret. */
export const intercom = sender({
  id: 'intercom',
  name: 'Intercom',
  docsUrl: 'https://developers.intercom.com/docs/webhooks/setting-up-webhooks',
  marks: [
    [84, 'header:X-Hub-Signature^=sha1=', 'body:topic', 'body:app_id'],
    [80, 'body:type=notification_event', 'body:topic'],
  ],
  describe: {
    event: 'body:topic',
    resource: 'body:data.item.type + body:data.item.id',
    delivery: 'body:id',
    attempt: 'body:delivery_attempts',
  },
  signature: {
    secretLabel: 'Client secret of the app',
    scheme: hmac({ header: 'X-Hub-Signature', prefix: 'sha1=', algorithm: 'sha1' }),
  },
  sample: {
    body: {
      type: 'notification_event',
      app_id: 'a86dr8yl',
      id: 'notif_1',
      topic: 'conversation.user.created',
      delivery_attempts: 1,
      data: { item: { type: 'conversation', id: '123' } },
    },
  },
});
