import { headerWrapper } from '../schemes/header-wrapper.ts';
import { ecdsa } from '../schemes/public-key-scheme.ts';
import { sender } from '../sender.ts';

/** twilio.com/docs/sendgrid, signed event webhook: ECDSA, and the body ends in CRLF. */
export const sendgrid = sender({
  id: 'sendgrid',
  name: 'SendGrid',
  docsUrl:
    'https://www.twilio.com/docs/sendgrid/for-developers/tracking-events/getting-started-event-webhook-security-features',
  marks: [
    [97, 'header:X-Twilio-Email-Event-Webhook-Signature'],
    [78, 'body:0.sg_event_id'],
  ],
  describe: {
    event: 'body:0.event',
    resource: 'body:0.email',
    delivery: 'body:0.sg_event_id',
  },
  signature: {
    secretLabel: 'Verification key (base64)',
    scheme: ecdsa({
      name: 'ECDSA P-256 SHA-256 of {timestamp}{body}, base64',
      wrapper: headerWrapper({
        header: 'X-Twilio-Email-Event-Webhook-Signature',
        timestampHeader: 'X-Twilio-Email-Event-Webhook-Timestamp',
      }),
      signed: '{timestamp}{body}',
      encoding: 'base64',
      hash: 'sha256',
      time: { unit: 's', toleranceS: null },
    }),
  },
  sample: {
    body: [
      {
        email: 'hello@world.com',
        event: 'dropped',
        sg_event_id: 'ZHJvcC0xMDk5NDkxOS1MUnpYbF9OSFN0T0doUTRrb2ZTbV9BLTA',
      },
    ],
  },
});
