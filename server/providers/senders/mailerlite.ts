import { hmac } from '../schemes/hmac.ts';
import { sender } from '../sender.ts';

/** developers.mailerlite.com, webhooks. */
export const mailerlite = sender({
  id: 'mailerlite',
  name: 'MailerLite',
  docsUrl: 'https://developers.mailerlite.com/docs/webhooks.html',
  confidence: 'likely',
  marks: [
    [90, 'ua:MailerLite'],
    [72, 'header:Signature', 'body:type^=subscriber.'],
    [72, 'header:Signature', 'body:type^=campaign.'],
  ],
  describe: {
    event: 'body:type',
    resource: 'body:subscriber.email | body:fields.email | body:email',
  },
  signature: {
    secretLabel: 'Webhook secret',
    scheme: hmac({ header: 'Signature' }),
  },
  sample: {
    headers: { 'User-Agent': 'MailerLite' },
    body: { type: 'subscriber.created', fields: { email: 'a@example.com' }, account_id: 1 },
  },
});
