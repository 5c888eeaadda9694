import { hmac } from '../schemes/hmac.ts';
import { sender } from '../sender.ts';

/** docs.pinwheelapi.com, webhook signatures. */
export const pinwheel = sender({
  id: 'pinwheel',
  name: 'Pinwheel',
  docsUrl: 'https://docs.pinwheelapi.com/public/docs/webhooks',
  marks: [[95, 'header:x-pinwheel-signature']],
  describe: {
    event: 'body:event',
    resource: 'body:payload.account_id | body:payload.end_user_id',
    delivery: 'body:event_id',
  },
  signature: {
    secretLabel: 'API secret',
    scheme: hmac({
      header: 'x-pinwheel-signature',
      prefix: 'v2=',
      timestampHeader: 'x-timestamp',
      signed: 'v2:{timestamp}:{body}',
      time: { unit: 's', toleranceS: null },
    }),
  },
  sample: { body: { event: 'account.added', event_id: 'e', payload: { account_id: 'a' } } },
});
