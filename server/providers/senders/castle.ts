import { hmac } from '../schemes/hmac.ts';
import { sender } from '../sender.ts';

/** docs.castle.io, webhooks. */
export const castle = sender({
  id: 'castle',
  name: 'Castle',
  docsUrl: 'https://docs.castle.io/docs/webhooks',
  confidence: 'likely',
  marks: [[95, 'header:X-Castle-Signature']],
  describe: {
    event: 'body:type',
    resource: 'body:data.user_id | body:data.id',
    delivery: 'body:data.id',
  },
  signature: {
    secretLabel: 'API secret',
    scheme: hmac({ header: 'X-Castle-Signature', encoding: 'base64' }),
  },
  sample: { body: { api_version: 'v1', type: '$incident.confirmed', data: { id: 'test', user_id: '1' } } },
});
