import { hmac } from '../schemes/hmac.ts';
import { base64Key } from '../schemes/key.ts';
import { sender } from '../sender.ts';

/** airtable.com/developers, webhooks: pings only; the MAC secret is base64. */
export const airtable = sender({
  id: 'airtable',
  name: 'Airtable',
  docsUrl: 'https://airtable.com/developers/web/api/webhooks-overview',
  marks: [
    [95, 'header:X-Airtable-Content-MAC'],
    [75, 'body:base.id^=app', 'body:webhook.id^=ach'],
  ],
  describe: {
    event: 'text:ping',
    resource: 'body:base.id',
    delivery: 'body:webhook.id + body:timestamp',
  },
  signature: {
    secretLabel: 'macSecretBase64 of the webhook',
    scheme: hmac({ header: 'X-Airtable-Content-MAC', prefix: 'hmac-sha256=', key: base64Key }),
  },
  sample: {
    body: {
      base: { id: 'app00000000000000' },
      webhook: { id: 'ach00000000000000' },
      timestamp: '2026-01-15T12:00:00.000Z',
    },
  },
});
