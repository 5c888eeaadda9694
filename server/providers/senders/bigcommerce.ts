import { textKey } from '../schemes/key.ts';
import { standardWebhooks } from '../schemes/standard-webhooks.ts';
import { sender } from '../sender.ts';

/** developer.bigcommerce.com: the documents do not name these headers; the client secret's text is the key. */
export const bigcommerce = sender({
  id: 'bigcommerce',
  name: 'BigCommerce',
  docsUrl: 'https://developer.bigcommerce.com/docs/integrations/webhooks',
  confidence: 'uncertain',
  marks: [[82, 'body:producer^=stores/', 'body:scope']],
  describe: {
    event: 'body:scope',
    resource: 'body:data.type + body:data.id',
    delivery: 'body:hash | header:webhook-id',
  },
  signature: {
    secretLabel: 'Client secret of the app',
    scheme: standardWebhooks({ key: textKey }),
  },
  sample: {
    body: {
      store_id: '1000',
      producer: 'stores/abc123',
      scope: 'store/order/statusUpdated',
      data: { type: 'order', id: 250 },
      hash: '352e4afc6dd3fc85ea26bfdf3f91852604d57528',
      created_at: 1768478400,
    },
  },
});
