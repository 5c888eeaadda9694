import { pairs } from '../schemes/pairs.ts';
import { sender } from '../sender.ts';

/** developer.calendly.com, webhook signatures. */
export const calendly = sender({
  id: 'calendly',
  name: 'Calendly',
  docsUrl: 'https://developer.calendly.com/api-docs/4c305798a61d3-webhook-signatures',
  marks: [[95, 'header:Calendly-Webhook-Signature']],
  describe: {
    event: 'body:event',
    resource: 'body:payload.email | body:payload.name | body:payload.uri',
    group: 'body:event + body:payload.uri + body:created_at',
  },
  signature: {
    secretLabel: 'Signing key of the subscription',
    scheme: pairs({ header: 'Calendly-Webhook-Signature', time: { unit: 's', toleranceS: 180 } }),
  },
  sample: {
    body: {
      event: 'invitee.created',
      created_at: '2026-01-15T12:00:00.000000Z',
      payload: { email: 'test@example.com', uri: 'https://api.calendly.com/scheduled_events/AAA' },
    },
  },
});
