import { hmac } from '../schemes/hmac.ts';
import { sender } from '../sender.ts';

/** dev.fingerprint.com, webhook signatures. */
export const fingerprint = sender({
  id: 'fingerprint',
  name: 'Fingerprint',
  docsUrl: 'https://dev.fingerprint.com/docs/webhooks-security',
  marks: [[95, 'header:FPJS-Event-Signature']],
  describe: {
    event: 'text:visit',
    resource: 'body:visitorId | body:url',
    delivery: 'body:requestId',
  },
  signature: {
    secretLabel: 'Encryption key of the webhook',
    scheme: hmac({ header: 'FPJS-Event-Signature', prefix: 'v1=', separator: ',' }),
  },
  sample: { body: { requestId: '1755', visitorId: '3HNey93AkBW6CRbxV6xP', url: 'https://example.com' } },
});
