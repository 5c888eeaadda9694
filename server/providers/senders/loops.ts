import { standardWebhooks } from '../schemes/standard-webhooks.ts';
import { sender } from '../sender.ts';

/** loops.so, webhooks. */
export const loops = sender({
  id: 'loops',
  name: 'Loops',
  docsUrl: 'https://loops.so/docs/webhooks',
  confidence: 'likely',
  secretLabel: 'Signing secret (whsec_…)',
  marks: [[78, 'header:webhook-id', 'body:eventName']],
  event: 'body:eventName',
  resource: 'body:contactIdentity.email | body:contact.email',
  delivery: 'header:webhook-id',
  scheme: standardWebhooks(),
  sample: {
    body: { eventName: 'email.delivered', eventTime: 1768478400, contactIdentity: { id: 'c', email: 'a@example.com' } },
  },
});
