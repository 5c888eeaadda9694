import { MINUTE, SECOND, within } from '../../contract/schedule.ts';
import { crcAnswer } from '../challenges.ts';
import { hmac } from '../schemes/hmac.ts';
import { sender } from '../sender.ts';

/** docs.x.com, account activity webhooks. */
export const xTwitter = sender({
  id: 'x-twitter',
  name: 'X (Twitter)',
  docsUrl: 'https://docs.x.com/x-api/webhooks/quickstart',
  marks: [
    [95, 'header:x-twitter-webhooks-signature'],
    [85, 'query:crc_token'],
    [70, 'body:for_user_id'],
  ],
  describe: {
    event: 'other-key:for_user_id,user_has_blocked,users,apps',
    resource: 'body:for_user_id',
  },
  signature: {
    secretLabel: 'Consumer secret of the app',
    scheme: hmac({ header: 'x-twitter-webhooks-signature', prefix: 'sha256=', encoding: 'base64' }),
  },
  setup: {
    challenge: crcAnswer,
  },
  delivery: {
    source: 'https://developer.x.com/en/docs/x-api/enterprise/account-activity-api/guides/activity-retries',
    timeoutMs: 3 * SECOND,
    schedule: within({ retries: 3, forMs: 5 * MINUTE }),
    accepted: [[200, 200]],
  },
  sample: { body: { for_user_id: '2244994945', tweet_create_events: [{ id_str: '1', text: 'hi' }] } },
  samples: () => import('../samples/x-twitter.json', { with: { type: 'json' } }),
});
