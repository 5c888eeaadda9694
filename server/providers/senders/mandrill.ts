import { headAnswer } from '../challenges.ts';
import { asRegistered } from '../schemes/as-registered.ts';
import { hmac } from '../schemes/hmac.ts';
import { urlAndForm } from '../schemes/url-and-form.ts';
import { sender } from '../sender.ts';

/** mailchimp.com, Transactional: the URL as registered, then the sorted form. */
export const mandrill = sender({
  id: 'mandrill',
  name: 'Mailchimp Transactional (Mandrill)',
  docsUrl: 'https://mailchimp.com/developer/transactional/guides/track-respond-activity-webhooks/',
  marks: [
    [95, 'header:X-Mandrill-Signature'],
    [90, 'form:mandrill_events'],
    [80, 'ua:Mandrill-Webhook'],
  ],
  describe: {
    event: 'form-json:mandrill_events.0.event | form-json:mandrill_events.0.type',
    resource: 'form-json:mandrill_events.0.msg.email',
    delivery: 'form-json:mandrill_events.0._id',
  },
  signature: {
    secretLabel: 'Webhook key',
    scheme: asRegistered(
      hmac({
        header: 'X-Mandrill-Signature',
        algorithm: 'sha1',
        encoding: 'base64',
        name: 'HMAC-SHA1 of {url} and the sorted form, base64',
        signed: (request) => urlAndForm(request),
      }),
    ),
  },
  setup: {
    challenge: headAnswer('Mandrill'),
  },
  sample: {
    headers: { 'User-Agent': 'Mandrill-Webhook/1.0' },
    body: 'mandrill_events=%5B%7B%22event%22%3A%22send%22%2C%22_id%22%3A%22exampleaaaaaaaaaaaaaaa%22%7D%5D',
  },
});
