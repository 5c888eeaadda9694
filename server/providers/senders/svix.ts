import { ANY_2XX, SECOND } from '../../contract/schedule.ts';
import { SVIX_HEADERS, standardWebhooks, WEBHOOK_HEADERS } from '../schemes/standard-webhooks.ts';
import { sender } from '../sender.ts';
import { SVIX_SCHEDULE } from '../svix-schedule.ts';

/** docs.svix.com, verifying payloads; many senders deliver through Svix. */
export const svix = sender({
  id: 'svix',
  name: 'Svix',
  docsUrl: 'https://docs.svix.com/receiving/verifying-payloads/how-manual',
  marks: [
    [58, 'header:svix-id', 'header:svix-timestamp', 'header:svix-signature'],
    [50, 'ua:Svix-Webhooks/'],
  ],
  describe: {
    event: 'body:type | body:event_type | body:eventType',
    resource: 'body:data.id',
    delivery: 'header:svix-id | header:webhook-id',
  },
  signature: {
    secretLabel: 'Signing secret (whsec_…) or public key (whpk_…)',
    scheme: standardWebhooks({ headers: [SVIX_HEADERS, WEBHOOK_HEADERS] }),
  },
  delivery: {
    source: 'https://docs.svix.com/retries',
    timeoutMs: 15 * SECOND,
    schedule: SVIX_SCHEDULE,
    accepted: ANY_2XX,
  },
  sample: { headers: { 'User-Agent': 'Svix-Webhooks/1.62' }, body: { type: 'invoice.paid', data: { id: 'inv_1' } } },
  samples: () => import('../samples/svix.json', { with: { type: 'json' } }),
});
