import { hmac } from '../schemes/hmac.ts';
import { sender } from '../sender.ts';

/** developer.helpscout.com, webhooks. */
export const helpscout = sender({
  id: 'helpscout',
  name: 'Help Scout',
  docsUrl: 'https://developer.helpscout.com/webhooks/',
  marks: [
    [95, 'header:X-HelpScout-Event'],
    [95, 'header:X-HelpScout-Signature'],
  ],
  describe: {
    event: 'header:X-HelpScout-Event',
    resource: 'body:number + body:subject | body:id',
  },
  signature: {
    secretLabel: 'Secret key of the webhook',
    scheme: hmac({ header: 'X-HelpScout-Signature', algorithm: 'sha1', encoding: 'base64' }),
  },
  sample: { headers: { 'X-HelpScout-Event': 'convo.created' }, body: { id: 1, number: 10, subject: 'x' } },
});
