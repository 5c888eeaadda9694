import { hmac } from '../schemes/hmac.ts';
import { sender } from '../sender.ts';

/** developer.clickup.com, webhook signature. */
export const clickup = sender({
  id: 'clickup',
  name: 'ClickUp',
  docsUrl: 'https://developer.clickup.com/docs/webhooksignature',
  marks: [
    [85, 'header:X-Signature', 'body:webhook_id', 'body:event'],
    [65, 'body:webhook_id', 'body:task_id', 'body:event'],
  ],
  describe: {
    event: 'body:event',
    resource: 'body:task_id | body:list_id | body:space_id',
    delivery: 'body:history_items.0.id',
  },
  signature: {
    secretLabel: 'webhook.secret from the answer that created it',
    scheme: hmac({ header: 'X-Signature' }),
  },
  sample: {
    body: {
      webhook_id: '7689a169-a000-4985-8676-6902b96d6627',
      event: 'taskCreated',
      task_id: 'c0j',
      history_items: [{ id: '3394266113344261722' }],
    },
  },
});
