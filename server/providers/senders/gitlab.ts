import { SECOND } from '../../contract/schedule.ts';
import { anyOf } from '../schemes/any-of.ts';
import { standardWebhooks } from '../schemes/standard-webhooks.ts';
import { token } from '../schemes/token.ts';
import { sender } from '../sender.ts';

/** docs.gitlab.com, webhooks: a plain token, and since 2026 a signing token after Standard Webhooks; both can be on. */
export const gitlab = sender({
  id: 'gitlab',
  name: 'GitLab',
  docsUrl: 'https://docs.gitlab.com/user/project/integrations/webhooks/',
  marks: [
    [95, 'header:X-Gitlab-Event'],
    [90, 'header:X-Gitlab-Token'],
    [90, 'header:X-Gitlab-Instance'],
  ],
  describe: {
    event: 'header:X-Gitlab-Event | body:object_kind',
    resource: 'body:project.path_with_namespace | body:group.full_path',
    delivery: 'header:Idempotency-Key | header:webhook-id | header:X-Gitlab-Event-UUID',
  },
  signature: {
    secretLabel: 'Secret token, or signing token (whsec_…)',
    scheme: anyOf(standardWebhooks(), token({ header: 'X-Gitlab-Token' })),
  },
  delivery: {
    source: 'https://docs.gitlab.com/user/gitlab_com/',
    note: 'on GitLab.com; a webhook that fails is switched off for a while, and no document says that a delivery is tried again',
    timeoutMs: 10 * SECOND,
  },
  sample: {
    headers: {
      'User-Agent': 'GitLab/18.9.0',
      'X-Gitlab-Event': 'Push Hook',
      'X-Gitlab-Event-UUID': 'f92eb1b5-1a40-4e58-b001-54d2a86fed80',
      'X-Gitlab-Instance': 'https://gitlab.com',
    },
    body: { object_kind: 'push', ref: 'refs/heads/main', project: { path_with_namespace: 'mike/diaspora' } },
  },
  samples: () => import('../samples/gitlab.json', { with: { type: 'json' } }),
});
