import { hmac } from '../schemes/hmac.ts';
import { sender } from '../sender.ts';

/** developers.docusign.com, Connect HMAC: one header for each of up to 100 keys; the key looks like base64 and is text. */
export const docusign = sender({
  id: 'docusign',
  name: 'DocuSign Connect',
  docsUrl: 'https://developers.docusign.com/platform/webhooks/connect/hmac/',
  marks: [
    [95, 'header:X-DocuSign-Signature-1'],
    [85, 'ua:docusign-connect'],
    [65, 'body:event^=envelope-', 'body:data.envelopeId'],
  ],
  describe: {
    event: 'body:event',
    resource: 'body:data.envelopeId',
    delivery: 'body:data.envelopeId',
    group: 'body:event + body:data.envelopeId + body:generatedDateTime',
    retries: 'body:retryCount',
  },
  signature: {
    secretLabel: 'Connect HMAC key',
    scheme: hmac({
      header: Array.from({ length: 100 }, (_, at) => `X-DocuSign-Signature-${at + 1}`),
      encoding: 'base64',
    }),
  },
  sample: {
    headers: { 'User-Agent': 'docusign-connect' },
    body: {
      event: 'envelope-completed',
      retryCount: 0,
      generatedDateTime: '2026-01-15T12:00:00Z',
      data: { accountId: '4f4a1b2c', envelopeId: '9f8e7d' },
    },
  },
});
