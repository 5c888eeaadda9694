import { hmac } from '../schemes/hmac.ts';
import { sender } from '../sender.ts';

/** docs.cloud.coinbase.com/commerce, webhooks security. */
export const coinbaseCommerce = sender({
  id: 'coinbase-commerce',
  name: 'Coinbase Commerce',
  docsUrl: 'https://docs.cdp.coinbase.com/commerce-onchain/docs/webhooks-security',
  marks: [[95, 'header:X-CC-Webhook-Signature']],
  describe: {
    event: 'body:event.type',
    resource: 'body:event.data.code | body:event.data.id',
    delivery: 'body:event.id',
    attempt: 'body:attempt_number',
  },
  signature: {
    secretLabel: 'Webhook shared secret',
    scheme: hmac({ header: 'X-CC-Webhook-Signature' }),
  },
  sample: {
    body: { attempt_number: 1, event: { id: '24934862', type: 'charge:confirmed', data: { code: 'VAJMPEXK' } } },
  },
});
