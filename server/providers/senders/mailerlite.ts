import { hmac } from '../schemes/hmac.ts';
import { sender } from '../sender.ts';

/** developers.mailerlite.com, webhooks. */
export const mailerlite = sender({
  id: 'mailerlite',
  name: 'MailerLite',
  docsUrl: 'https://developers.mailerlite.com/docs/webhooks.html',
  confidence: 'likely',
  secretLabel: 'Webhook secret',
  marks: [
    [90, 'ua:MailerLite'],
    [72, 'header:Signature', 'body:type^=subscriber.'],
    [72, 'header:Signature', 'body:type^=campaign.'],
  ],
  event: 'body:type',
  resource: 'body:subscriber.email | body:fields.email | body:email',
  scheme: hmac({ header: 'Signature' }),
  sample: {
    headers: { 'User-Agent': 'MailerLite' },
    body: { type: 'subscriber.created', fields: { email: 'a@example.com' }, account_id: 1 },
  },
});
