import { standardWebhooks } from '../schemes/standard-webhooks.ts';
import { sender } from '../sender.ts';

/** developer.brex.com, webhooks: every active secret may have signed. */
export const brex = sender({
  id: 'brex',
  name: 'Brex',
  docsUrl: 'https://developer.brex.com/docs/webhooks/',
  confidence: 'likely',
  marks: [[78, 'header:webhook-id', 'body:event_type', 'body:company_id']],
  describe: {
    event: 'body:event_type',
    resource: 'body:transfer_id | body:expense_id | body:id',
    delivery: 'header:webhook-id',
  },
  signature: {
    secretLabel: 'Secret from GET /v1/webhooks/secrets (base64)',
    scheme: standardWebhooks({
      headers: [{ id: 'Webhook-Id', timestamp: 'Webhook-Timestamp', signature: 'Webhook-Signature' }],
    }),
  },
  sample: { body: { event_type: 'TRANSFER_PROCESSED', transfer_id: 'dpm_x', company_id: 'c' } },
});
