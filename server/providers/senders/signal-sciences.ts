import { hmac } from '../schemes/hmac.ts';
import { sender } from '../sender.ts';

/** Signal Sciences (Fastly Next-Gen WAF); from memory only. */
export const signalSciences = sender({
  id: 'signal_sciences',
  name: 'Signal Sciences (Fastly)',
  docsUrl: 'https://www.fastly.com/documentation/guides/next-gen-waf/',
  confidence: 'uncertain',
  marks: [[95, 'header:X-SigSci-Signature']],
  describe: {
    event: 'body:type',
    resource: 'body:payload.id',
  },
  signature: {
    secretLabel: 'Signing key',
    scheme: hmac({ header: 'X-SigSci-Signature' }),
  },
  sample: { body: { created: '2026-01-15T12:00:00Z', type: 'flag', payload: { id: 'x' } } },
});
