import { hmac } from '../schemes/hmac.ts';
import { sender } from '../sender.ts';

/** Clearbit, whose service is retired; from memory only. */
export const clearbit = sender({
  id: 'clearbit',
  name: 'Clearbit (retired)',
  docsUrl: 'https://dashboard.clearbit.com/docs#webhooks',
  confidence: 'uncertain',
  marks: [[90, 'header:X-Request-Signature^=sha1=']],
  describe: {
    event: 'body:type',
    resource: 'body:body.id',
    delivery: 'body:id',
  },
  signature: {
    secretLabel: 'API key',
    scheme: hmac({ header: 'X-Request-Signature', prefix: 'sha1=', algorithm: 'sha1' }),
  },
  sample: { body: { id: '123', type: 'person', status: 200, body: { id: 'p1' } } },
});
