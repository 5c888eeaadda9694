import { firstCarried } from '../schemes/any-of.ts';
import { hmac } from '../schemes/hmac.ts';
import { token } from '../schemes/token.ts';
import { sender } from '../sender.ts';

/** docs.vapi.ai, server authentication: an HMAC, or a plain secret in X-Vapi-Secret. */
export const vapi = sender({
  id: 'vapi',
  name: 'Vapi',
  docsUrl: 'https://docs.vapi.ai/server-url/server-authentication',
  confidence: 'likely',
  marks: [
    [95, 'header:x-vapi-signature'],
    [95, 'header:x-vapi-secret'],
    [80, 'header:x-vapi-call-id'],
    [50, 'body:message.type', 'body:message.call'],
  ],
  describe: {
    event: 'body:message.type',
    resource: 'header:x-vapi-call-id | body:message.call.id',
  },
  signature: {
    secretLabel: 'Server secret',
    scheme: firstCarried(hmac({ header: 'X-Vapi-Signature' }), token({ header: 'X-Vapi-Secret' })),
  },
  sample: { body: { message: { type: 'status-update', status: 'ended', call: { id: 'call_1' } } } },
});
