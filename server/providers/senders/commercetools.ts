import { sharedSecret } from '../schemes/shared-secret.ts';
import { UNPROTECTED } from '../schemes/token.ts';
import { sender } from '../sender.ts';

/** docs.commercetools.com, subscriptions and API extensions: an Authorization value or a function key, nothing signed. */
export const commercetools = sender({
  id: 'commercetools',
  name: 'commercetools',
  docsUrl: 'https://docs.commercetools.com/api/projects/subscriptions',
  confidence: 'uncertain',
  marks: [
    [75, 'body:resource.typeId', 'body:notificationType'],
    [72, 'body:projectKey', 'body:notificationType'],
  ],
  describe: {
    event: 'body:type | body:notificationType | body:action',
    resource: 'body:resource.typeId + body:resource.id',
    delivery: 'body:id',
  },
  signature: {
    secretLabel: 'Authorization header value',
    scheme: sharedSecret({ provider: 'commercetools', note: UNPROTECTED }),
  },
  sample: {
    body: {
      notificationType: 'Message',
      projectKey: 'demo',
      id: 'm1',
      type: 'OrderCreated',
      resource: { typeId: 'order', id: 'o1' },
    },
  },
});
