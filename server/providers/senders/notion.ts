import { learnedSecret } from '../learned-secret.ts';
import { bodyText } from '../reading/source.ts';
import { hmac } from '../schemes/hmac.ts';
import { sender } from '../sender.ts';

/** developers.notion.com, webhooks: the verification token of the set-up request is the secret. */
export const notion = sender({
  id: 'notion',
  name: 'Notion',
  docsUrl: 'https://developers.notion.com/reference/webhooks',
  marks: [
    [95, 'header:X-Notion-Signature'],
    [70, 'body:verification_token'],
    [65, 'ua:Notion/'],
  ],
  describe: {
    event: 'body:type',
    resource: 'body:entity.type + body:entity.id',
    delivery: 'body:id',
    attempt: 'body:attempt_number',
  },
  signature: {
    secretLabel: 'Verification token (secret_…)',
    scheme: hmac({ header: 'X-Notion-Signature', prefix: 'sha256=' }),
  },
  setup: {
    challenge: (request, credentials) => {
      const secret = bodyText(request, 'verification_token');
      return secret === undefined
        ? null
        : learnedSecret({ provider: 'Notion', where: 'verification_token of the body', secret, echo: {}, credentials });
    },
  },
  sample: {
    body: {
      id: '367cba44-b6f3-4c92-81e7-6a2e9659efd4',
      type: 'page.created',
      entity: { id: '153104cd', type: 'page' },
      attempt_number: 1,
    },
  },
});
