import { worldlineAnswer } from '../challenges.ts';
import { hmac } from '../schemes/hmac.ts';
import { sender } from '../sender.ts';

/** docs.direct.worldline-solutions.com, webhooks: X-GCS-KeyId names the key. */
export const worldline = sender({
  id: 'worldline',
  name: 'Worldline',
  docsUrl: 'https://docs.direct.worldline-solutions.com/en/integration/api-developer-guide/webhooks',
  marks: [
    [95, 'header:X-GCS-Signature'],
    [95, 'header:X-GCS-Webhooks-Endpoint-Verification'],
  ],
  describe: {
    event: 'body:type',
    resource: 'body:payment.id | body:refund.id',
    delivery: 'body:id',
  },
  signature: {
    secretLabel: 'Webhooks secret key',
    extras: [{ name: 'keyId', label: 'Id of the key' }],
    scheme: hmac({
      header: 'X-GCS-Signature',
      encoding: 'base64',
      keyId: { header: 'X-GCS-KeyId', extra: ['keyId', 'secretKeyId', 'webhooksKeyId'] },
    }),
  },
  setup: {
    challenge: worldlineAnswer,
  },
  sample: {
    body: {
      apiVersion: 'v1',
      id: '8ee793f6-4553-4749-85dc-f2ef095c5ab0',
      type: 'payment.paid',
      payment: { id: '00000012341000059598' },
    },
  },
});
