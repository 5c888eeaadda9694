import { sharedSecret } from '../schemes/shared-secret.ts';
import { UNPROTECTED } from '../schemes/token.ts';
import { sender } from '../sender.ts';

/** docs.directus.io, flows: headers of one's own, nothing signed. */
export const directus = sender({
  id: 'directus',
  name: 'Directus',
  docsUrl: 'https://docs.directus.io/configuration/flows.html',
  confidence: 'likely',
  marks: [
    [66, 'body:event^=items.', 'body:collection'],
    [60, 'body:event', 'body:collection', 'body:payload'],
  ],
  describe: {
    event: 'body:event',
    resource: 'body:collection + body:key | body:collection + body:keys.0',
  },
  signature: {
    secretLabel: '“Header-Name: value” of a header you configured',
    scheme: sharedSecret({ provider: 'Directus', note: UNPROTECTED }),
  },
  sample: { body: { event: 'items.create', collection: 'articles', key: 5, payload: { title: 'Hello' } } },
});
