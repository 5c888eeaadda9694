import { anyOf } from '../schemes/any-of.ts';
import { hmac } from '../schemes/hmac.ts';
import { sender } from '../sender.ts';

/** docs.ramp.com, webhooks: the encoding is not documented, so hex and base64 are both tried. */
const rule = { header: 'X-Ramp-Signature' };

export const ramp = sender({
  id: 'ramp',
  name: 'Ramp',
  docsUrl: 'https://docs.ramp.com/developer-api/v1/webhooks',
  confidence: 'uncertain',
  marks: [
    [95, 'header:X-Ramp-Webhook-ID'],
    [95, 'header:X-Ramp-Signature'],
  ],
  describe: {
    event: 'body:type',
    resource: 'body:object.id | body:business_id',
    delivery: 'body:id',
  },
  signature: {
    secretLabel: 'Secret of the subscription',
    scheme: anyOf(hmac(rule), hmac({ ...rule, encoding: 'base64' })),
  },
  sample: { headers: { 'X-Ramp-Webhook-ID': 'x' }, body: { id: 'e', type: 'transactions.cleared', business_id: 'b' } },
});
