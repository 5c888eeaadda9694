import { hmac } from '../schemes/hmac.ts';
import { sender } from '../sender.ts';

/** developer.webex.com, webhooks. */
export const webex = sender({
  id: 'webex',
  name: 'Webex',
  docsUrl: 'https://developer.webex.com/docs/api/guides/webhooks',
  marks: [
    [95, 'header:X-Spark-Signature'],
    [65, 'body:targetUrl', 'body:resource', 'body:event', 'body:actorId'],
  ],
  describe: {
    event: 'body:resource + body:event',
    resource: 'body:resource + body:data.id',
    delivery: 'body:data.id',
    group: 'body:data.id + body:event',
  },
  signature: {
    secretLabel: 'Webhook secret',
    scheme: hmac({ header: 'X-Spark-Signature', algorithm: 'sha1' }),
  },
  sample: { body: { id: 'Y2lz', name: 'x', resource: 'messages', event: 'created', data: { id: 'm' } } },
});
