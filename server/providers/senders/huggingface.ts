import { token } from '../schemes/token.ts';
import { sender } from '../sender.ts';

/** huggingface.co, webhooks: the secret stands in a header. */
export const huggingface = sender({
  id: 'huggingface',
  name: 'Hugging Face',
  docsUrl: 'https://huggingface.co/docs/hub/webhooks',
  confidence: 'likely',
  marks: [
    [80, 'body:webhook.id', 'body:repo', 'body:event.scope'],
    [60, 'header:X-Webhook-Secret'],
  ],
  describe: {
    event: 'body:event.scope + body:event.action',
    resource: 'body:repo.type + body:repo.name',
  },
  signature: {
    secretLabel: 'Webhook secret',
    scheme: token({ header: 'X-Webhook-Secret' }),
  },
  sample: {
    body: {
      event: { action: 'create', scope: 'discussion' },
      repo: { type: 'model', name: 'gpt2' },
      webhook: { id: '6390e855e30d9209411de93b', version: 3 },
    },
  },
});
