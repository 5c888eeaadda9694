import { hmac } from '../schemes/hmac.ts';
import { sender } from '../sender.ts';

/** developer.revolut.com, verify the payload signature. */
export const revolut = sender({
  id: 'revolut',
  name: 'Revolut',
  docsUrl:
    'https://developer.revolut.com/docs/guides/manage-accounts/tutorials/work-with-webhooks/verify-the-payload-signature',
  marks: [[95, 'header:Revolut-Signature']],
  describe: {
    event: 'body:event',
    resource: 'body:order_id | body:data.id',
  },
  signature: {
    secretLabel: 'Signing secret (wsk_…)',
    scheme: hmac({
      header: 'Revolut-Signature',
      prefix: 'v1=',
      separator: ',',
      timestampHeader: 'Revolut-Request-Timestamp',
      signed: 'v1.{timestamp}.{body}',
      time: { unit: 'ms', toleranceS: 300 },
    }),
  },
  sample: {
    body: {
      event: 'TransactionStateChanged',
      timestamp: '2026-01-15T12:00:00Z',
      data: { id: '645a7696-22f3-aa47-9c74-cbae0449cc46' },
    },
  },
});
