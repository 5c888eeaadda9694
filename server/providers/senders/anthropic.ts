import { standardWebhooks } from '../schemes/standard-webhooks.ts';
import { sender } from '../sender.ts';

/** platform.claude.com, webhooks of managed agents. */
export const anthropic = sender({
  id: 'anthropic',
  name: 'Anthropic',
  docsUrl: 'https://platform.claude.com/docs/en/managed-agents/webhooks',
  marks: [[80, 'header:webhook-id', 'body:type=event', 'body:data.type']],
  describe: {
    event: 'body:data.type',
    resource: 'body:data.id',
    delivery: 'header:webhook-id',
  },
  signature: {
    secretLabel: 'Webhook secret (whsec_…)',
    scheme: standardWebhooks(),
  },
  sample: {
    body: {
      type: 'event',
      id: 'wevt_01HqR2k7vXbZ9mNpL3wYcT8f',
      created_at: '2026-01-15T11:59:59Z',
      data: { type: 'session.status_idled', id: 'sesn_01abc' },
    },
  },
});
