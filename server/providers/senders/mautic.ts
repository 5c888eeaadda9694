import { hmac } from '../schemes/hmac.ts';
import { sender } from '../sender.ts';

/** docs.mautic.org, webhooks. The header has the name that Standard Webhooks and GoCardless use for other things. */
export const mautic = sender({
  id: 'mautic',
  name: 'Mautic',
  docsUrl: 'https://docs.mautic.org/en/latest/webhooks/webhooks.html',
  marks: [
    [80, 'key:mautic.'],
    [
      45,
      'header:Webhook-Signature',
      '!header:webhook-id',
      '!header:webhook-signature~hex40',
      '!header:webhook-signature~hex64',
    ],
  ],
  describe: {
    event: 'other-key:timestamp',
  },
  signature: {
    secretLabel: 'Webhook secret',
    scheme: hmac({ header: 'Webhook-Signature', encoding: 'base64' }),
  },
  sample: { body: { 'mautic.lead_post_save_new': [{ contact: { id: 47 }, timestamp: '2026-01-15T12:00:00+00:00' }] } },
});
