import { pairs } from '../schemes/pairs.ts';
import { sender } from '../sender.ts';

/** Go1's webhook-verifier-js: `{timestamp}.{body}`, and 60 s, past only. */
export const go1 = sender({
  id: 'go1',
  name: 'Go1',
  docsUrl: 'https://www.go1.com/developers/partner/platform-fundamentals/webhooks',
  marks: [[95, 'header:go1-signature']],
  describe: {
    event: 'body:type | body:event',
    resource: 'body:data.id',
    delivery: 'body:id',
  },
  signature: {
    secretLabel: 'Webhook secret',
    scheme: pairs({ header: 'go1-signature', time: { unit: 's', toleranceS: 60 } }),
  },
  sample: { body: { id: 'e1', type: 'enrollment.create', data: { id: 'd1' } } },
});
