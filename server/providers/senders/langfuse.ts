import { pairs } from '../schemes/pairs.ts';
import { sender } from '../sender.ts';

/** langfuse.com, prompt webhooks. */
export const langfuse = sender({
  id: 'langfuse',
  name: 'Langfuse',
  docsUrl: 'https://langfuse.com/docs/prompt-management/features/webhooks-slack-integrations',
  marks: [[95, 'header:x-langfuse-signature']],
  describe: {
    event: 'body:type + body:action',
    resource: 'body:prompt.name',
    delivery: 'body:id',
  },
  signature: {
    secretLabel: 'Webhook secret (lf-whsec_…)',
    scheme: pairs({ header: 'x-langfuse-signature', time: { unit: 's', toleranceS: null } }),
  },
  sample: {
    body: {
      id: 'b3c1',
      timestamp: '2026-01-15T12:00:00Z',
      type: 'prompt-version',
      action: 'created',
      prompt: { name: 'greeting' },
    },
  },
});
