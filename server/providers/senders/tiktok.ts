import { pairs } from '../schemes/pairs.ts';
import { sender } from '../sender.ts';

/** developers.tiktok.com, webhook verification. */
export const tiktok = sender({
  id: 'tiktok',
  name: 'TikTok',
  docsUrl: 'https://developers.tiktok.com/doc/webhooks-verification',
  marks: [[95, 'header:TikTok-Signature']],
  describe: {
    event: 'body:event',
    resource: 'body:user_openid',
  },
  signature: {
    secretLabel: 'Client secret',
    scheme: pairs({ header: 'TikTok-Signature', signatureName: 's', time: { unit: 's', toleranceS: 300 } }),
  },
  sample: {
    body: {
      client_key: 'bwo2m45353a6k85',
      event: 'video.publish.completed',
      create_time: 1768478400,
      user_openid: 'act.example',
      content: '{}',
    },
  },
});
