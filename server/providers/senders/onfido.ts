import { hmac } from '../schemes/hmac.ts';
import { sender } from '../sender.ts';

/** documentation.onfido.com, webhooks. */
export const onfido = sender({
  id: 'onfido',
  name: 'Onfido',
  docsUrl: 'https://documentation.onfido.com/api/latest/#webhooks',
  marks: [[95, 'header:X-SHA2-Signature']],
  describe: {
    event: 'body:payload.action',
    resource: 'body:payload.resource_type + body:payload.object.id',
    delivery: 'body:payload.object.id',
    group: 'body:payload.action + body:payload.object.id',
  },
  signature: {
    secretLabel: 'Webhook token',
    scheme: hmac({ header: 'X-SHA2-Signature' }),
  },
  sample: {
    body: {
      payload: {
        resource_type: 'check',
        action: 'check.completed',
        object: { id: '12345-23122-32123', status: 'complete' },
      },
    },
  },
});
