import { hmac } from '../schemes/hmac.ts';
import { sender } from '../sender.ts';

/** gogs.io, webhooks. */
export const gogs = sender({
  id: 'gogs',
  name: 'Gogs',
  docsUrl: 'https://gogs.io/docs/features/webhook',
  confidence: 'likely',
  marks: [[94, 'header:X-Gogs-Event']],
  describe: {
    event: 'header:X-Gogs-Event',
    resource: 'body:repository.full_name',
    delivery: 'header:X-Gogs-Delivery',
  },
  signature: {
    secretLabel: 'Webhook secret',
    scheme: hmac({ header: 'X-Gogs-Signature' }),
  },
  sample: {
    headers: { 'X-Gogs-Event': 'push', 'X-Gogs-Delivery': '3a9f5c1e-0d2b-4c6a-9e8f-7b6a5c4d3e2f' },
    body: { ref: 'refs/heads/master', repository: { full_name: 'unknwon/gogs' } },
  },
});
