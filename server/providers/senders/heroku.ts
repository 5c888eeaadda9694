import { hmac } from '../schemes/hmac.ts';
import { sender } from '../sender.ts';

/** devcenter.heroku.com, app webhooks. */
export const heroku = sender({
  id: 'heroku',
  name: 'Heroku',
  docsUrl: 'https://devcenter.heroku.com/articles/app-webhooks',
  confidence: 'likely',
  marks: [[95, 'header:Heroku-Webhook-Hmac-SHA256']],
  describe: {
    event: 'body:resource + body:action',
    resource: 'body:resource + body:data.app.name | body:resource + body:data.id',
    delivery: 'body:id',
  },
  signature: {
    secretLabel: 'Webhook secret',
    scheme: hmac({ header: 'Heroku-Webhook-Hmac-SHA256', encoding: 'base64' }),
  },
  sample: {
    body: {
      id: '01234567-89ab-cdef-0123-456789abcdef',
      action: 'update',
      resource: 'release',
      data: { id: 'b1', app: { name: 'example' } },
    },
  },
});
