import { hmac } from '../schemes/hmac.ts';
import { sender } from '../sender.ts';

/** developers.line.biz, verify webhook signature. */
export const line = sender({
  id: 'line',
  name: 'LINE',
  docsUrl: 'https://developers.line.biz/en/docs/messaging-api/verify-webhook-signature/',
  marks: [
    [95, 'header:x-line-signature'],
    [90, 'ua:LineBotWebhook'],
  ],
  describe: {
    event: 'body:events.0.type | text:verify',
    resource: 'body:events.0.source.type + body:events.0.source.userId',
    delivery: 'body:events.0.webhookEventId',
  },
  signature: {
    secretLabel: 'Channel secret',
    scheme: hmac({ header: 'x-line-signature', encoding: 'base64' }),
  },
  sample: {
    headers: { 'User-Agent': 'LineBotWebhook/2.0' },
    body: {
      destination: 'U8e742f61d673b39c7fff3cecb7536ef0',
      events: [
        {
          type: 'message',
          webhookEventId: '01FZ74A0TDDPYRVKNK77XKC3ZR',
          source: { type: 'user', userId: 'U4af4980629' },
        },
      ],
    },
  },
});
