import { hmac } from '../schemes/hmac.ts';
import { sender } from '../sender.ts';

/** developers.ashbyhq.com, authenticating webhooks. */
export const ashby = sender({
  id: 'ashby',
  name: 'Ashby',
  docsUrl: 'https://developers.ashbyhq.com/docs/authenticating-webhooks',
  secretLabel: 'Webhook secret token',
  marks: [[95, 'header:Ashby-Signature']],
  event: 'body:action',
  resource: 'body:data.application.id | body:data.candidate.id | body:data.job.id',
  scheme: hmac({ header: 'Ashby-Signature', prefix: 'sha256=' }),
  sample: { body: { action: 'candidateHire', data: { application: { id: 'a' } } } },
});
