import { ANY_2XX, USUAL_TERMS, waits } from '../../contract/schedule.ts';
import { standardWebhooks } from '../schemes/standard-webhooks.ts';
import { sender } from '../sender.ts';

/** github.com/standard-webhooks: any sender that follows the specification and is not known by name. */
export const standardWebhooksSender = sender({
  id: 'standard-webhooks',
  name: 'Standard Webhooks',
  docsUrl: 'https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md',
  marks: [[55, 'header:webhook-id', 'header:webhook-timestamp', 'header:webhook-signature']],
  describe: {
    event: 'body:type',
    resource: 'body:data.id',
    delivery: 'header:webhook-id',
  },
  signature: {
    secretLabel: 'Signing secret (whsec_…) or public key (whpk_…)',
    scheme: standardWebhooks(),
  },
  // What the standard suggests to senders.
  delivery: {
    source: 'https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md',
    timeoutMs: USUAL_TERMS.timeoutMs,
    schedule: waits(...USUAL_TERMS.schedule.delaysMs),
    accepted: ANY_2XX,
  },
  sample: {
    body: {
      type: 'contact.created',
      timestamp: '2026-01-15T12:00:00Z',
      data: { id: '1f81eb52-5198-4599-803e-771906343485' },
    },
  },
  samples: () => import('../samples/standard-webhooks.json', { with: { type: 'json' } }),
});
