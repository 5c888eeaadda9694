import { ANY_2XX, SECOND, waits } from '../../contract/schedule.ts';
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
  // The wait before retry n, counted from 1, is (2^n - 1) · 10 seconds; ten attempts in all.
  delivery: {
    source: 'https://developers.ashbyhq.com/docs/retries',
    schedule: waits(...Array.from({ length: 9 }, (_, at) => (2 ** (at + 1) - 1) * 10 * SECOND)),
    accepted: ANY_2XX,
    final: [
      [401, 401],
      [403, 405],
      [410, 410],
    ],
  },
  sample: { body: { action: 'candidateHire', data: { application: { id: 'a' } } } },
  samples: () => import('../samples/ashby.json', { with: { type: 'json' } }),
});
