import { hmac } from '../schemes/hmac.ts';
import { rewrittenKey } from '../schemes/key.ts';
import { sender } from '../sender.ts';

/** docs.easypost.com, webhooks: the secret is normalised to NFKD first. */
export const easypost = sender({
  id: 'easypost',
  name: 'EasyPost',
  docsUrl: 'https://docs.easypost.com/guides/webhooks-guide',
  marks: [
    [92, 'header:X-Hmac-Signature^=hmac-sha256-hex='],
    [60, 'body:object=Event', 'body:description', 'body:result'],
  ],
  describe: {
    event: 'body:description',
    resource: 'body:result.object + body:result.id',
    delivery: 'body:id',
  },
  signature: {
    secretLabel: 'Webhook secret',
    scheme: hmac({
      header: 'X-Hmac-Signature',
      prefix: 'hmac-sha256-hex=',
      key: rewrittenKey((value) => value.normalize('NFKD')),
    }),
  },
  sample: {
    body: { object: 'Event', id: 'evt_1', description: 'batch.created', result: { id: 'batch_123', object: 'Batch' } },
  },
});
