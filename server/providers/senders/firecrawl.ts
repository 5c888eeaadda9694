import { hmac } from '../schemes/hmac.ts';
import { sender } from '../sender.ts';

/** docs.firecrawl.dev, webhooks. */
export const firecrawl = sender({
  id: 'firecrawl',
  name: 'Firecrawl',
  docsUrl: 'https://docs.firecrawl.dev/webhooks/overview',
  marks: [[95, 'header:X-Firecrawl-Signature']],
  describe: {
    event: 'body:type',
    resource: 'body:id',
    delivery: 'body:webhookId',
  },
  signature: {
    secretLabel: 'Webhook secret of the account',
    scheme: hmac({ header: 'X-Firecrawl-Signature', prefix: 'sha256=' }),
  },
  sample: { body: { success: true, type: 'crawl.completed', id: '550e8400', webhookId: '9a1c', data: [] } },
});
