import { ANY_2XX, MINUTE, SECOND, waits } from '../../contract/schedule.ts';
import { echoJson } from '../challenges.ts';
import { hmac } from '../schemes/hmac.ts';
import { sender } from '../sender.ts';

/** docs.slack.dev, verifying requests: the signing secret, not the old verification token. */
export const slack = sender({
  id: 'slack',
  name: 'Slack',
  docsUrl: 'https://docs.slack.dev/authentication/verifying-requests-from-slack',
  marks: [
    [95, 'header:X-Slack-Signature'],
    [70, 'ua:Slackbot 1.0'],
    [60, 'body:type=url_verification', 'body:challenge'],
  ],
  describe: {
    event: 'body:event.type | body:type | form-json:payload.type | form:command',
    resource: 'body:event.channel | form:channel_id | body:team_id',
    delivery: 'body:event_id | form:trigger_id',
    retries: 'header:X-Slack-Retry-Num',
  },
  signature: {
    secretLabel: 'Signing secret of the app',
    scheme: hmac({
      header: 'X-Slack-Signature',
      prefix: 'v0=',
      timestampHeader: 'X-Slack-Request-Timestamp',
      signed: 'v0:{timestamp}:{body}',
      time: { unit: 's', toleranceS: 300 },
    }),
  },
  setup: {
    challenge: echoJson('Slack', { type: 'url_verification' }, 'challenge'),
  },
  delivery: {
    source: 'https://docs.slack.dev/apis/events-api/',
    timeoutMs: 3 * SECOND,
    schedule: waits(0, MINUTE, 5 * MINUTE),
    accepted: ANY_2XX,
  },
  sample: {
    headers: { 'User-Agent': 'Slackbot 1.0 (+https://api.slack.com/robots)' },
    body: {
      team_id: 'T123ABC456',
      event: { type: 'app_mention', user: 'U123', channel: 'C123ABC456' },
      type: 'event_callback',
      event_id: 'Ev123ABC456',
    },
  },
  samples: () => import('../samples/slack.json', { with: { type: 'json' } }),
});
