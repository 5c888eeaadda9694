import { SVIX_HEADERS, standardWebhooks, WEBHOOK_HEADERS } from '../schemes/standard-webhooks.ts';
import { sender } from '../sender.ts';
import { SVIX_SCHEDULE } from '../svix-schedule.ts';

/** resend.com, webhooks: Svix. */
export const resend = sender({
  id: 'resend',
  name: 'Resend',
  docsUrl: 'https://resend.com/docs/dashboard/webhooks/verify-webhooks-requests',
  marks: [
    [78, 'header:svix-id', 'body:type^=email.', 'body:data'],
    [78, 'header:svix-id', 'body:type^=domain.', 'body:data'],
    [78, 'header:svix-id', 'body:type^=contact.', 'body:data'],
  ],
  describe: {
    event: 'body:type',
    resource: 'body:data.email_id + body:data.subject | body:data.id',
    delivery: 'header:svix-id',
  },
  signature: {
    secretLabel: 'Signing secret (whsec_…)',
    scheme: standardWebhooks({ headers: [SVIX_HEADERS, WEBHOOK_HEADERS] }),
  },
  delivery: {
    source: 'https://resend.com/docs/webhooks/retries-and-replays',
    schedule: SVIX_SCHEDULE,
  },
  sample: {
    body: {
      type: 'email.delivered',
      created_at: '2026-01-15T12:00:00.000Z',
      data: { email_id: '56761188-7520-42d8-8898-ff6fc54ce618', subject: 'Sending this example' },
    },
  },
  samples: () => import('../samples/resend.json', { with: { type: 'json' } }),
});
