import { HOUR, MINUTE, SECOND, waits } from '../../contract/schedule.ts';
import { hmac } from '../schemes/hmac.ts';
import { sender } from '../sender.ts';

/** linear.app, webhooks: the window is judged by webhookTimestamp inside the signed body; the header's time is not signed. */
export const linear = sender({
  id: 'linear',
  name: 'Linear',
  docsUrl: 'https://linear.app/developers/webhooks',
  marks: [
    [95, 'header:Linear-Event'],
    [95, 'header:Linear-Signature'],
    [90, 'header:Linear-Delivery'],
  ],
  describe: {
    event: 'header:Linear-Event + body:action',
    resource: 'body:data.identifier + body:data.title | body:data.title | body:data.id',
    delivery: 'header:Linear-Delivery',
  },
  signature: {
    secretLabel: 'Signing secret (lin_wh_…)',
    scheme: hmac({ header: 'Linear-Signature', time: { unit: 'ms', toleranceS: 60, from: 'body:webhookTimestamp' } }),
  },
  delivery: {
    source: 'https://linear.app/developers/webhooks',
    timeoutMs: 5 * SECOND,
    schedule: waits(MINUTE, HOUR, 6 * HOUR),
    accepted: [[200, 200]],
  },
  sample: (nowMs) => ({
    headers: {
      'Linear-Event': 'Issue',
      'Linear-Delivery': '234d1a4e-b617-4388-90fe-adc3633d6b72',
      'User-Agent': 'Linear-Webhook',
    },
    body: {
      action: 'create',
      type: 'Issue',
      data: { id: '2174add1', identifier: 'ENG-1', title: 'Fix the tunnel' },
      webhookTimestamp: nowMs,
    },
  }),
  samples: () => import('../samples/linear.json', { with: { type: 'json' } }),
});
