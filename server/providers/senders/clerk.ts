import { ANY_2XX, SECOND } from '../../contract/schedule.ts';
import { SVIX_HEADERS, standardWebhooks, WEBHOOK_HEADERS } from '../schemes/standard-webhooks.ts';
import { sender } from '../sender.ts';
import { SVIX_SCHEDULE } from '../svix-schedule.ts';

/** clerk.com, sync data with webhooks: Svix. */
export const clerk = sender({
  id: 'clerk',
  name: 'Clerk',
  docsUrl: 'https://clerk.com/docs/guides/development/webhooks/syncing',
  marks: [[80, 'header:svix-id', 'body:instance_id^=ins_']],
  describe: {
    event: 'body:type',
    resource: 'body:data.object + body:data.id',
    delivery: 'header:svix-id',
  },
  signature: {
    secretLabel: 'Signing secret (whsec_…)',
    scheme: standardWebhooks({ headers: [SVIX_HEADERS, WEBHOOK_HEADERS] }),
  },
  delivery: {
    source: 'https://clerk.com/docs/guides/development/webhooks/overview',
    note: 'delivered by Svix, to whose document this one leads',
    timeoutMs: 15 * SECOND,
    schedule: SVIX_SCHEDULE,
    accepted: ANY_2XX,
  },
  sample: {
    body: {
      data: { id: 'user_29w83sxmDNGwOuEthce5gg56FcC', object: 'user' },
      object: 'event',
      type: 'user.created',
      instance_id: 'ins_2g7np7Hrk0SN6kj5EDMLDaKNL0S',
    },
  },
  samples: () => import('../samples/clerk.json', { with: { type: 'json' } }),
});
