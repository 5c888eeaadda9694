import { hmac } from '../schemes/hmac.ts';
import { sender } from '../sender.ts';

/** cursor.com, webhooks of cloud agents. */
export const cursor = sender({
  id: 'cursor',
  name: 'Cursor',
  docsUrl: 'https://cursor.com/docs/cloud-agent/api/webhooks',
  confidence: 'likely',
  marks: [
    [95, 'ua:Cursor-Agent-Webhook'],
    [75, 'header:X-Webhook-ID', 'header:X-Webhook-Event', 'header:X-Webhook-Signature^=sha256='],
  ],
  describe: {
    event: 'header:X-Webhook-Event | body:event',
    resource: 'body:id + body:status',
    delivery: 'header:X-Webhook-ID',
  },
  signature: {
    secretLabel: 'Webhook secret',
    scheme: hmac({ header: 'X-Webhook-Signature', prefix: 'sha256=' }),
  },
  sample: {
    headers: { 'User-Agent': 'Cursor-Agent-Webhook/1.0', 'X-Webhook-ID': 'msg_01', 'X-Webhook-Event': 'statusChange' },
    body: { event: 'statusChange', id: 'bc_abc', status: 'FINISHED' },
  },
});
