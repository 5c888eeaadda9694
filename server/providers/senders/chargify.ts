import { hmac } from '../schemes/hmac.ts';
import { sender } from '../sender.ts';

/** docs.maxio.com, webhooks: the whole form is signed. */
export const chargify = sender({
  id: 'chargify',
  name: 'Maxio (Chargify)',
  docsUrl: 'https://docs.maxio.com/hc/en-us/articles/24266187250189-Webhooks',
  confidence: 'likely',
  marks: [
    [95, 'header:X-Chargify-Webhook-Id'],
    [95, 'header:X-Chargify-Webhook-Signature-Hmac-Sha-256'],
  ],
  describe: {
    event: 'form:event',
    resource: 'form:payload[subscription][id] | form:payload[site][subdomain]',
    delivery: 'header:X-Chargify-Webhook-Id | form:id',
  },
  signature: {
    secretLabel: 'Shared key of the site',
    scheme: hmac({ header: 'X-Chargify-Webhook-Signature-Hmac-Sha-256' }),
  },
  sample: { headers: { 'X-Chargify-Webhook-Id': '1' }, body: 'event=signup_success&id=1&payload%5Bsite%5D%5Bid%5D=1' },
});
