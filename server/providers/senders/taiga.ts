import { hmac } from '../schemes/hmac.ts';
import { sender } from '../sender.ts';

/** docs.taiga.io, webhooks. */
export const taiga = sender({
  id: 'taiga',
  name: 'Taiga',
  docsUrl: 'https://docs.taiga.io/webhooks.html',
  marks: [[95, 'header:X-TAIGA-WEBHOOK-SIGNATURE']],
  describe: {
    event: 'body:type + body:action',
    resource: 'body:type + body:data.ref + body:data.subject',
  },
  signature: {
    secretLabel: 'Webhook key',
    scheme: hmac({ header: 'X-TAIGA-WEBHOOK-SIGNATURE', algorithm: 'sha1' }),
  },
  sample: { body: { action: 'create', type: 'milestone', data: { id: 1, ref: 7, subject: 'Sprint' } } },
});
