import { hmac } from '../schemes/hmac.ts';
import { sender } from '../sender.ts';

/** docs.attio.com, webhooks. */
export const attio = sender({
  id: 'attio',
  name: 'Attio',
  docsUrl: 'https://docs.attio.com/rest-api/guides/webhooks',
  marks: [
    [95, 'header:Attio-Signature'],
    [94, 'header:X-Attio-Signature'],
  ],
  describe: {
    event: 'body:events.0.event_type',
    resource: 'body:events.0.id.record_id | body:events.0.id.note_id | body:events.0.id.workspace_id',
    delivery: 'header:Idempotency-Key',
  },
  signature: {
    secretLabel: 'Webhook secret',
    scheme: hmac({ header: ['Attio-Signature', 'X-Attio-Signature'] }),
  },
  sample: {
    headers: { 'Idempotency-Key': '5b1a6d3f' },
    body: { webhook_id: '23e42eaf', events: [{ event_type: 'note.created', id: { workspace_id: 'w', note_id: 'n' } }] },
  },
});
