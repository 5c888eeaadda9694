import { firstCarried } from '../schemes/any-of.ts';
import { digest, hmac } from '../schemes/hmac.ts';
import { sender } from '../sender.ts';

/** nango.dev, webhooks: an HMAC; the older header is a plain hash of secret and body. */
export const nango = sender({
  id: 'nango',
  name: 'Nango',
  docsUrl: 'https://nango.dev/docs/implementation-guides/platform/webhooks-from-nango',
  marks: [
    [95, 'header:X-Nango-Hmac-Sha256'],
    [94, 'header:X-Nango-Signature'],
    [75, 'body:from=nango'],
  ],
  describe: {
    event: 'body:type + body:operation',
    resource: 'body:providerConfigKey + body:connectionId',
  },
  signature: {
    secretLabel: 'Webhook signing key (older: secret key)',
    scheme: firstCarried(
      hmac({ header: 'X-Nango-Hmac-Sha256' }),
      digest({ header: 'X-Nango-Signature', secretAt: 'start' }),
    ),
  },
  sample: {
    body: { from: 'nango', type: 'auth', operation: 'creation', connectionId: 'c-1', providerConfigKey: 'github' },
  },
});
