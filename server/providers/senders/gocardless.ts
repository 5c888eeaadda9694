import { hmac } from '../schemes/hmac.ts';
import { sender } from '../sender.ts';

/** developer.gocardless.com, webhooks: 64 hex digits under the header name that others use for other things. */
export const gocardless = sender({
  id: 'gocardless',
  name: 'GoCardless',
  docsUrl: 'https://developer.gocardless.com/getting-started/staying-up-to-date-with-webhooks/',
  marks: [
    [95, 'ua:gocardless-webhook-service'],
    [75, 'header:Webhook-Signature~hex64', '!header:webhook-id', 'body:events'],
  ],
  describe: {
    event: 'body:events.0.resource_type + body:events.0.action',
    resource: 'body:events.0.resource_type + body:events.0.id',
    delivery: 'body:meta.webhook_id | body:events.0.id',
  },
  signature: {
    secretLabel: 'Webhook endpoint secret',
    scheme: hmac({ header: 'Webhook-Signature' }),
  },
  sample: {
    headers: { 'User-Agent': 'gocardless-webhook-service/1.1' },
    body: {
      events: [{ id: 'EV00BD05S5VM2T', resource_type: 'subscriptions', action: 'created' }],
      meta: { webhook_id: 'WB123' },
    },
  },
});
