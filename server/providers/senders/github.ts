import { ANY_2XX, NO_RETRY, SECOND } from '../../contract/schedule.ts';
import { hmac } from '../schemes/hmac.ts';
import { sender } from '../sender.ts';

/** docs.github.com: validating webhook deliveries. X-Hub-Signature with SHA-1 is the legacy one and proves little. */
export const github = sender({
  id: 'github',
  name: 'GitHub',
  docsUrl: 'https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries',
  marks: [
    [90, 'header:X-GitHub-Event', 'header:X-GitHub-Delivery'],
    [80, 'header:X-GitHub-Event'],
    [70, 'ua:GitHub-Hookshot/'],
  ],
  describe: {
    event: 'header:X-GitHub-Event + body:action',
    resource: 'body:repository.full_name | body:organization.login',
    delivery: 'header:X-GitHub-Delivery',
  },
  signature: {
    secretLabel: 'Webhook secret',
    scheme: hmac({ header: 'X-Hub-Signature-256', prefix: 'sha256=' }),
  },
  delivery: {
    source: 'https://docs.github.com/en/webhooks/using-webhooks/handling-failed-webhook-deliveries',
    timeoutMs: 10 * SECOND,
    schedule: NO_RETRY,
    accepted: ANY_2XX,
  },
  sample: {
    headers: {
      'User-Agent': 'GitHub-Hookshot/044aadd',
      'X-GitHub-Event': 'issues',
      'X-GitHub-Delivery': '72d3162e-cc78-11e3-81ab-4c9367dc0958',
    },
    body: {
      action: 'opened',
      issue: { number: 1347, title: 'Found a bug' },
      repository: { full_name: 'octocat/Hello-World' },
    },
  },
  samples: () => import('../samples/github.json', { with: { type: 'json' } }),
});
