import { sharedSecret } from '../schemes/shared-secret.ts';
import { UNPROTECTED } from '../schemes/token.ts';
import { sender } from '../sender.ts';

/** WordPress core has no webhooks; plugins send with its User-Agent and sign as they like. */
export const wordpress = sender({
  id: 'wordpress',
  name: 'WordPress',
  docsUrl: 'https://developer.wordpress.org/plugins/http-api/',
  confidence: 'likely',
  marks: [[40, 'ua:WordPress/']],
  describe: {
    event: 'body:event | body:action | body:hook',
    resource: 'body:post.ID + body:post.post_title | body:post_id',
  },
  signature: {
    secretLabel: 'Token of the plugin: “Header-Name: value”, or what stands in the address',
    scheme: sharedSecret({ provider: 'WordPress', note: UNPROTECTED }),
  },
  sample: {
    headers: { 'User-Agent': 'WordPress/6.8; https://example.com' },
    body: { hook: 'publish_post', post_id: 12 },
  },
});
