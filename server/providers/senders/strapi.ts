import { sharedSecret } from '../schemes/shared-secret.ts';
import { UNPROTECTED } from '../schemes/token.ts';
import { sender } from '../sender.ts';

/** docs.strapi.io, webhooks: headers of one's own, nothing signed. */
export const strapi = sender({
  id: 'strapi',
  name: 'Strapi',
  docsUrl: 'https://docs.strapi.io/cms/backend-customization/webhooks',
  confidence: 'likely',
  marks: [
    [95, 'header:X-Strapi-Event'],
    [66, 'body:event^=entry.', 'body:model'],
    [66, 'body:event^=media.', 'body:media'],
  ],
  describe: {
    event: 'header:X-Strapi-Event | body:event',
    resource: 'body:model + body:entry.id + body:entry.title | body:model + body:entry.id | body:media.name',
  },
  signature: {
    secretLabel: '“Header-Name: value” of a header you configured',
    scheme: sharedSecret({ provider: 'Strapi', note: UNPROTECTED }),
  },
  sample: {
    headers: { 'X-Strapi-Event': 'entry.publish' },
    body: {
      event: 'entry.publish',
      createdAt: '2026-01-15T12:00:00.000Z',
      model: 'article',
      entry: { id: 1, title: 'Hello' },
    },
  },
});
