import { hmac } from '../schemes/hmac.ts';
import { sender } from '../sender.ts';

/** docs.metronome.com, webhooks: the date header stands before the body. */
export const metronome = sender({
  id: 'metronome',
  name: 'Metronome',
  docsUrl: 'https://docs.metronome.com/developer-resources/webhooks/',
  marks: [[95, 'header:Metronome-Webhook-Signature']],
  describe: {
    event: 'body:type',
    resource: 'body:properties.customer_id | body:customer_id',
    delivery: 'body:id',
  },
  signature: {
    secretLabel: 'Webhook secret',
    scheme: hmac({
      header: 'Metronome-Webhook-Signature',
      timestampHeader: ['X-Metronome-Date', 'Date'],
      signed: '{timestamp}\n{body}',
      time: { unit: 'http-date', toleranceS: 300 },
    }),
  },
  sample: {
    body: { id: 'evt_1', type: 'alerts.low_remaining_credit_balance_reached', properties: { customer_id: 'c1' } },
  },
});
