import { hmac } from '../schemes/hmac.ts';
import { sender } from '../sender.ts';

/** developers.mailersend.com, webhooks. */
export const mailersend = sender({
  id: 'mailersend',
  name: 'MailerSend',
  docsUrl: 'https://developers.mailersend.com/api/v1/webhooks.html',
  marks: [
    [84, 'header:Signature', 'body:type^=activity.'],
    [75, 'body:type^=activity.', 'body:webhook_id'],
  ],
  describe: {
    event: 'body:type',
    resource: 'body:data.email.recipient.email | body:data.id',
    delivery: 'body:data.id | body:webhook_id',
  },
  signature: {
    secretLabel: 'Signing secret',
    scheme: hmac({ header: 'Signature' }),
  },
  sample: {
    body: { type: 'activity.sent', domain_id: 'yv69oxl5kl785kw2', webhook_id: '2351ndgwr4zqx8ko', data: { id: 'd1' } },
  },
});
