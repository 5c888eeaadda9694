import { hmac } from '../schemes/hmac.ts';
import { sender } from '../sender.ts';

/** developers.ashbyhq.com, authenticating webhooks. */
export const ashby = sender({
  id: 'ashby',
  name: 'Ashby',
  docsUrl: 'https://developers.ashbyhq.com/docs/authenticating-webhooks',
  marks: [[95, 'header:Ashby-Signature']],
  describe: {
    event: 'body:action',
    resource: 'body:data.application.id | body:data.candidate.id | body:data.job.id',
  },
  signature: {
    secretLabel: 'Webhook secret token',
    scheme: hmac({ header: 'Ashby-Signature', prefix: 'sha256=' }),
  },
  sample: { body: { action: 'candidateHire', data: { application: { id: 'a' } } } },
});
