import { hmac } from '../schemes/hmac.ts';
import { sender } from '../sender.ts';

/** developer.frame.io, webhooks. */
export const frameio = sender({
  id: 'frameio',
  name: 'Frame.io',
  docsUrl: 'https://developer.frame.io/platform/docs/guides/webhooks',
  confidence: 'likely',
  marks: [
    [95, 'header:X-Frameio-Signature'],
    [80, 'ua:Frame.io'],
  ],
  describe: {
    event: 'body:type',
    resource: 'body:resource.type + body:resource.id',
  },
  signature: {
    secretLabel: 'Signing secret of the webhook',
    scheme: hmac({
      header: 'X-Frameio-Signature',
      prefix: 'v0=',
      timestampHeader: 'X-Frameio-Request-Timestamp',
      signed: 'v0:{timestamp}:{body}',
      time: { unit: 's', toleranceS: 300 },
    }),
  },
  sample: {
    headers: { 'User-Agent': 'Frame.io V2 API' },
    body: { project: { id: 'p' }, resource: { id: 'r', type: 'asset' }, type: 'asset.created' },
  },
});
