import { headerWrapper } from '../schemes/header-wrapper.ts';
import { ed25519 } from '../schemes/public-key-scheme.ts';
import { sender } from '../sender.ts';

/** developers.telnyx.com, webhook signing: Ed25519, with a bar between time and body. */
export const telnyx = sender({
  id: 'telnyx',
  name: 'Telnyx',
  docsUrl: 'https://developers.telnyx.com/development/api-fundamentals/webhooks/receiving-webhooks',
  marks: [
    [95, 'header:telnyx-signature-ed25519'],
    [75, 'ua:telnyx-webhooks'],
  ],
  describe: {
    event: 'body:data.event_type',
    resource: 'body:data.payload.id | body:data.payload.call_control_id',
    delivery: 'body:data.id',
    attempt: 'body:meta.attempt',
  },
  signature: {
    secretLabel: 'Public key of the account (base64)',
    scheme: ed25519({
      name: 'Ed25519 of {timestamp}|{body}, base64',
      wrapper: headerWrapper({ header: 'telnyx-signature-ed25519', timestampHeader: 'telnyx-timestamp' }),
      signed: '{timestamp}|{body}',
      encoding: 'base64',
      time: { unit: 's', toleranceS: 300 },
    }),
  },
  sample: {
    headers: { 'User-Agent': 'telnyx-webhooks' },
    body: {
      data: { event_type: 'message.received', id: 'b301ed3f-1490-491f-995f-6e64e69674d4', payload: { id: 'p1' } },
      meta: { attempt: 1 },
    },
  },
});
