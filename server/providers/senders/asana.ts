import { ANY_2XX, DAY, SECOND, within } from '../../contract/schedule.ts';
import { learnedSecret } from '../learned-secret.ts';
import { viewOf } from '../reading/view.ts';
import { hmac } from '../schemes/hmac.ts';
import { sender } from '../sender.ts';

/** developers.asana.com, webhooks: the secret comes in the X-Hook-Secret header of the handshake, which must be echoed. */
export const asana = sender({
  id: 'asana',
  name: 'Asana',
  docsUrl: 'https://developers.asana.com/docs/webhooks-guide',
  marks: [
    [95, 'header:X-Hook-Signature'],
    [92, 'header:X-Hook-Secret'],
    [80, 'ua:Asana'],
  ],
  describe: {
    event: 'body:events.0.resource.resource_type + body:events.0.action | text:heartbeat',
    resource: 'body:events.0.resource.resource_type + body:events.0.resource.gid',
  },
  signature: {
    secretLabel: 'X-Hook-Secret of the handshake',
    scheme: hmac({ header: 'X-Hook-Signature' }),
  },
  setup: {
    challenge: (request, credentials) => {
      const secret = viewOf(request).header('x-hook-secret');
      return secret === undefined || /[^\x21-\x7e]/.test(secret)
        ? null
        : learnedSecret({
            provider: 'Asana',
            where: 'X-Hook-Secret header',
            secret,
            echo: { 'X-Hook-Secret': secret },
            credentials,
          });
    },
  },
  delivery: {
    source: 'https://developers.asana.com/docs/webhooks-guide',
    timeoutMs: 10 * SECOND,
    schedule: within({ forMs: DAY }),
    accepted: ANY_2XX,
  },
  sample: {
    headers: { 'User-Agent': 'Asana Webhooks' },
    body: {
      events: [
        {
          user: { gid: '1200' },
          created_at: '2026-01-15T11:59:59.000Z',
          action: 'changed',
          resource: { gid: '1337', resource_type: 'task' },
        },
      ],
    },
  },
  samples: () => import('../samples/asana.json', { with: { type: 'json' } }),
});
