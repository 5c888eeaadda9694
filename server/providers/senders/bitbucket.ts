import { hmac } from '../schemes/hmac.ts';
import { sender } from '../sender.ts';

/** support.atlassian.com: manage webhooks. Data Center sends X-Request-Id instead of X-Hook-UUID. */
export const bitbucket = sender({
  id: 'bitbucket',
  name: 'Bitbucket',
  docsUrl: 'https://support.atlassian.com/bitbucket-cloud/docs/manage-webhooks/',
  marks: [
    [95, 'header:X-Event-Key', 'header:X-Hook-UUID'],
    [90, 'header:X-Event-Key', 'header:X-Request-Id'],
    [80, 'ua:Bitbucket-Webhooks/'],
  ],
  describe: {
    event: 'header:X-Event-Key',
    resource: 'body:repository.full_name | body:repository.slug',
    delivery: 'header:X-Request-UUID | header:X-Request-Id',
    attempt: 'header:X-Attempt-Number',
  },
  signature: {
    secretLabel: 'Webhook secret',
    scheme: hmac({ header: 'X-Hub-Signature', prefix: 'sha256=' }),
  },
  sample: {
    headers: {
      'User-Agent': 'Bitbucket-Webhooks/2.0',
      'X-Event-Key': 'repo:push',
      'X-Hook-UUID': '91e2a5e1-d608-4a66-bda6-db4e1590b209',
      'X-Request-UUID': 'b2f93568-9ff7-4532-adc0-43212479959d',
      'X-Attempt-Number': '1',
    },
    body: { push: { changes: [] }, repository: { full_name: 'team_name/repo_name' } },
  },
});
