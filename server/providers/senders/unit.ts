import { hmac } from '../schemes/hmac.ts';
import { sender } from '../sender.ts';

/** docs.unit.co, webhooks. */
export const unit = sender({
  id: 'unit',
  name: 'Unit',
  docsUrl: 'https://www.unit.co/docs/api/webhooks/',
  confidence: 'likely',
  marks: [[95, 'header:X-Unit-Signature']],
  describe: {
    event: 'body:data.0.type',
    resource: 'body:data.0.relationships.customer.data.id | body:data.0.relationships.account.data.id',
    delivery: 'body:data.0.id',
  },
  signature: {
    secretLabel: 'Webhook token',
    scheme: hmac({ header: 'X-Unit-Signature', algorithm: 'sha1', encoding: 'base64' }),
  },
  sample: {
    body: { data: [{ id: '376', type: 'customer.created', relationships: { customer: { data: { id: '10001' } } } }] },
  },
});
