import { pairs } from '../schemes/pairs.ts';
import { sender } from '../sender.ts';

/** docs.rootly.com: time and body are joined without anything between. */
export const rootly = sender({
  id: 'rootly',
  name: 'Rootly',
  docsUrl: 'https://docs.rootly.com/integrations/webhooks',
  confidence: 'likely',
  marks: [[95, 'header:X-Rootly-Signature']],
  describe: {
    event: 'body:event.type',
    resource: 'body:data.title | body:data.id',
    delivery: 'body:event.id',
  },
  signature: {
    secretLabel: 'Webhook secret',
    scheme: pairs({ header: 'X-Rootly-Signature', signed: '{timestamp}{body}', time: { unit: 's', toleranceS: null } }),
  },
  sample: {
    body: {
      event: { id: '1b8a3f5e', type: 'incident.created', issued_at: '2026-01-15T12:00:00.000-00:00' },
      data: { id: 'x', title: 'Outage' },
    },
  },
});
