import { firstCarried } from '../schemes/any-of.ts';
import { hmac } from '../schemes/hmac.ts';
import { sender } from '../sender.ts';

/** docs.gitea.com, webhooks. Gitea also sends the headers of GitHub and Gogs, hence the higher mark. */
export const gitea = sender({
  id: 'gitea',
  name: 'Gitea',
  docsUrl: 'https://docs.gitea.com/usage/webhooks',
  confidence: 'likely',
  marks: [
    [97, 'header:X-Gitea-Event'],
    [97, 'header:X-Gitea-Delivery'],
  ],
  describe: {
    event: 'header:X-Gitea-Event-Type | header:X-Gitea-Event',
    resource: 'body:repository.full_name',
    delivery: 'header:X-Gitea-Delivery',
  },
  signature: {
    secretLabel: 'Webhook secret',
    scheme: firstCarried(
      hmac({ header: 'X-Gitea-Signature' }),
      hmac({ header: 'X-Hub-Signature-256', prefix: 'sha256=' }),
      hmac({ header: 'X-Gogs-Signature' }),
    ),
  },
  sample: {
    headers: {
      'X-Gitea-Event': 'push',
      'X-Gitea-Delivery': 'f6266f16-1bf3-46a5-9ea4-602e06ead473',
      'X-GitHub-Event': 'push',
      'X-GitHub-Delivery': 'f6266f16-1bf3-46a5-9ea4-602e06ead473',
      'X-Gogs-Event': 'push',
    },
    body: { ref: 'refs/heads/develop', repository: { full_name: 'gitea/webhooks' } },
  },
});
