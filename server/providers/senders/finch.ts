import { standardWebhooks } from '../schemes/standard-webhooks.ts';
import { sender } from '../sender.ts';

/** developer.tryfinch.com, webhooks: Standard Webhooks under its own header names; the secret has no prefix. */
export const finch = sender({
  id: 'finch',
  name: 'Finch',
  docsUrl: 'https://developer.tryfinch.com/developer-resources/Webhooks',
  marks: [
    [95, 'header:Finch-Signature'],
    [95, 'header:Finch-Event-Id'],
  ],
  describe: {
    event: 'body:event_type',
    resource: 'body:company_id | body:connection_id',
    delivery: 'header:Finch-Event-Id',
  },
  signature: {
    secretLabel: 'Webhook secret (base64)',
    scheme: standardWebhooks({
      headers: [{ id: 'Finch-Event-Id', timestamp: 'Finch-Timestamp', signature: 'Finch-Signature' }],
    }),
  },
  sample: {
    body: {
      company_id: '720be419-0293-4d32-a707-32179b0827ab',
      event_type: 'individual.created',
      data: { individual_id: 'fc8b024e' },
    },
  },
});
