import { standardWebhooks } from '../schemes/standard-webhooks.ts';
import { sender } from '../sender.ts';

/** loops.so, webhooks. */
export const loops = sender({
  id: 'loops',
  name: 'Loops',
  docsUrl: 'https://loops.so/docs/webhooks',
  confidence: 'likely',
  marks: [[78, 'header:webhook-id', 'body:eventName']],
  describe: {
    event: 'body:eventName',
    resource: 'body:contactIdentity.email | body:contact.email',
    delivery: 'header:webhook-id',
  },
  signature: {
    secretLabel: 'Signing secret (whsec_…)',
    scheme: standardWebhooks(),
  },
  sample: {
    body: { eventName: 'email.delivered', eventTime: 1768478400, contactIdentity: { id: 'c', email: 'a@example.com' } },
  },
});
