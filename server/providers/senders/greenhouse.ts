import { hmac } from '../schemes/hmac.ts';
import { sender } from '../sender.ts';

/** developers.greenhouse.io, webhooks: `sha256 <hex>`. */
export const greenhouse = sender({
  id: 'greenhouse',
  name: 'Greenhouse',
  docsUrl: 'https://developers.greenhouse.io/webhooks.html',
  marks: [
    [95, 'header:Greenhouse-Event-ID'],
    [85, 'header:Signature^=sha256 '],
  ],
  describe: {
    event: 'body:action',
    resource: 'body:payload.application.id | body:payload.candidate.id | body:payload.job.id',
    delivery: 'header:Greenhouse-Event-ID',
  },
  signature: {
    secretLabel: 'Secret key of the webhook',
    scheme: hmac({ header: 'Signature', prefix: 'sha256 ' }),
  },
  sample: {
    headers: { 'Greenhouse-Event-ID': '104' },
    body: { action: 'candidate_stage_change', payload: { application: { id: 46194062, status: 'active' } } },
  },
});
