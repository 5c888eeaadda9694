import { firstCarried } from '../schemes/any-of.ts';
import { hmac } from '../schemes/hmac.ts';
import { sender } from '../sender.ts';

/** forgejo.org, user/webhooks. Forgejo sends the headers of Gitea, Gogs and GitHub too, hence the highest mark of the four. */
export const forgejo = sender({
  id: 'forgejo',
  name: 'Forgejo',
  docsUrl: 'https://forgejo.org/docs/latest/user/webhooks/',
  confidence: 'likely',
  marks: [
    [100, 'header:X-Forgejo-Event'],
    [100, 'header:X-Forgejo-Signature'],
  ],
  describe: {
    event: 'header:X-Forgejo-Event-Type | header:X-Forgejo-Event',
    resource: 'body:repository.full_name',
    delivery: 'header:X-Forgejo-Delivery',
  },
  signature: {
    secretLabel: 'Webhook secret',
    scheme: firstCarried(
      hmac({ header: 'X-Forgejo-Signature' }),
      hmac({ header: 'X-Gitea-Signature' }),
      hmac({ header: 'X-Hub-Signature-256', prefix: 'sha256=' }),
    ),
  },
  sample: {
    headers: {
      'X-Forgejo-Event': 'push',
      'X-Forgejo-Delivery': 'f6266f16-1bf3-46a5-9ea4-602e06ead473',
      'X-Gitea-Event': 'push',
      'X-GitHub-Event': 'push',
      'X-Gogs-Event': 'push',
    },
    body: { ref: 'refs/heads/main', repository: { full_name: 'forgejo/forgejo' } },
  },
});
