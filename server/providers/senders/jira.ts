import { ANY_2XX, MINUTE, waits } from '../../contract/schedule.ts';
import { hmac } from '../schemes/hmac.ts';
import { sender } from '../sender.ts';

/** developer.atlassian.com, Jira webhooks with a secret. */
export const jira = sender({
  id: 'jira',
  name: 'Jira',
  docsUrl: 'https://developer.atlassian.com/cloud/jira/platform/webhooks/',
  marks: [
    [90, 'header:X-Atlassian-Webhook-Identifier'],
    [84, 'body:webhookEvent', '!header:Authorization^=JWT '],
    [60, 'ua:Atlassian HttpClient'],
  ],
  describe: {
    event: 'body:webhookEvent | body:issue_event_type_name',
    resource: 'body:issue.key + body:issue.fields.summary | body:project.key | body:sprint.name',
    delivery: 'header:X-Atlassian-Webhook-Identifier',
    retries: 'header:X-Atlassian-Webhook-Retry',
  },
  signature: {
    secretLabel: 'Webhook secret',
    scheme: hmac({ header: 'X-Hub-Signature', prefix: 'sha256=' }),
  },
  delivery: {
    source: 'https://developer.atlassian.com/cloud/jira/platform/webhooks/',
    note: 'each wait is 5 to 15 minutes: the shortest is taken',
    schedule: waits(5 * MINUTE, 5 * MINUTE, 5 * MINUTE, 5 * MINUTE, 5 * MINUTE),
    accepted: ANY_2XX,
    final: [
      [300, 407],
      [410, 424],
      [426, 428],
      [430, 499],
    ],
  },
  sample: {
    headers: { 'User-Agent': 'Atlassian HttpClient', 'X-Atlassian-Webhook-Identifier': '4c7d0e4e' },
    body: {
      timestamp: 1768478400000,
      webhookEvent: 'jira:issue_created',
      issue: { key: 'EX-1', fields: { summary: 'Broken' } },
    },
  },
  samples: () => import('../samples/jira.json', { with: { type: 'json' } }),
});
