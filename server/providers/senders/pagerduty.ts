import { hmac } from '../schemes/hmac.ts';
import { sender } from '../sender.ts';

/** developer.pagerduty.com, webhook signatures: several v1 while secrets rotate. */
export const pagerduty = sender({
  id: 'pagerduty',
  name: 'PagerDuty',
  docsUrl: 'https://developer.pagerduty.com/docs/verifying-webhook-signatures',
  marks: [
    [95, 'header:X-PagerDuty-Signature'],
    [85, 'ua:PagerDuty-Webhook/'],
    [70, 'header:X-Webhook-Subscription', 'body:event.event_type'],
  ],
  describe: {
    event: 'body:event.event_type',
    resource: 'body:event.data.type + body:event.data.id',
    delivery: 'body:event.id | header:X-Webhook-Id',
  },
  signature: {
    secretLabel: 'Signing secret of the subscription',
    scheme: hmac({ header: 'X-PagerDuty-Signature', prefix: 'v1=', separator: ',' }),
  },
  sample: {
    headers: { 'User-Agent': 'PagerDuty-Webhook/V3.0', 'X-Webhook-Subscription': 'PF9KMXH' },
    body: {
      event: {
        id: '5ac64822-4adc-4fda-ade0-410becf0de4f',
        event_type: 'incident.priority_updated',
        data: { id: 'PGR0VU2', type: 'incident' },
      },
    },
  },
});
