import { ANY_2XX, HOUR, within } from '../../contract/schedule.ts';
import { standardWebhooks, whsecOrTextKey } from '../schemes/standard-webhooks.ts';
import { sender } from '../sender.ts';

/** platform.openai.com, webhooks. As openai-node does, a secret without `whsec_` is text, and `v1,` may be missing. */
export const openai = sender({
  id: 'openai',
  name: 'OpenAI',
  docsUrl: 'https://platform.openai.com/docs/guides/webhooks',
  marks: [
    [85, 'header:webhook-id', 'ua:OpenAI/'],
    [78, 'header:webhook-id', 'body:object=event', 'body:id^=evt_'],
  ],
  describe: {
    event: 'body:type',
    resource: 'body:data.id',
    delivery: 'header:webhook-id',
  },
  signature: {
    secretLabel: 'Webhook secret (whsec_…)',
    scheme: standardWebhooks({ key: whsecOrTextKey, unversioned: 'accepted' }),
  },
  delivery: {
    source: 'https://developers.openai.com/api/docs/guides/webhooks',
    schedule: within({ forMs: 72 * HOUR }),
    accepted: ANY_2XX,
  },
  sample: {
    headers: { 'User-Agent': 'OpenAI/1.0 (+https://platform.openai.com/docs/webhooks)' },
    body: {
      id: 'evt_685343a1381c819085d44c354e1b330e',
      object: 'event',
      created_at: 1768478400,
      type: 'response.completed',
      data: { id: 'resp_abc123' },
    },
  },
  samples: () => import('../samples/openai.json', { with: { type: 'json' } }),
});
