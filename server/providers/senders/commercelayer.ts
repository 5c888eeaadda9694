import { hmac } from '../schemes/hmac.ts';
import { sender } from '../sender.ts';

/** docs.commercelayer.io, callbacks security. */
export const commercelayer = sender({
  id: 'commercelayer',
  name: 'Commerce Layer',
  docsUrl: 'https://docs.commercelayer.io/core/callbacks-security',
  confidence: 'likely',
  marks: [
    [95, 'header:X-CommerceLayer-Topic'],
    [95, 'header:X-CommerceLayer-Signature'],
  ],
  describe: {
    event: 'header:X-CommerceLayer-Topic',
    resource: 'body:data.type + body:data.id',
  },
  signature: {
    secretLabel: 'Shared secret of the webhook',
    scheme: hmac({ header: 'X-CommerceLayer-Signature', encoding: 'base64' }),
  },
  sample: {
    headers: { 'X-CommerceLayer-Topic': 'orders.place' },
    body: { data: { id: 'wBXVhKzrnq', type: 'orders' } },
  },
});
