import { SVIX_HEADERS, standardWebhooks, WEBHOOK_HEADERS } from '../schemes/standard-webhooks.ts';
import { sender } from '../sender.ts';

/** docs.recall.ai, webhooks: Svix. */
export const recallAi = sender({
  id: 'recall-ai',
  name: 'Recall.ai',
  docsUrl: 'https://docs.recall.ai/docs/authenticating-requests-from-recallai',
  confidence: 'likely',
  marks: [
    [78, 'header:webhook-id', 'body:event^=bot.'],
    [78, 'header:svix-id', 'body:event^=bot.'],
    [76, 'header:webhook-id', 'body:event', 'body:data.bot'],
    [76, 'header:svix-id', 'body:event', 'body:data.bot'],
  ],
  describe: {
    event: 'body:event',
    resource: 'body:data.bot.id | body:data.bot_id',
    delivery: 'header:webhook-id | header:svix-id',
  },
  signature: {
    secretLabel: 'Verification secret (whsec_…)',
    scheme: standardWebhooks({ headers: [WEBHOOK_HEADERS, SVIX_HEADERS] }),
  },
  sample: { body: { event: 'bot.status_change', data: { bot: { id: '3fa85f64' }, data: { code: 'done' } } } },
});
