import { tokenIn } from '../schemes/token.ts';
import { sender } from '../sender.ts';

/** prismic.io, webhooks: the secret is repeated in the body. */
export const prismic = sender({
  id: 'prismic',
  name: 'Prismic',
  docsUrl: 'https://prismic.io/docs/webhooks',
  confidence: 'likely',
  marks: [
    [82, 'body:type=api-update', 'body:masterRef'],
    [75, 'body:type=test-trigger', 'body:domain'],
    [70, 'body:masterRef', 'body:apiUrl'],
  ],
  describe: {
    event: 'body:type',
    resource: 'body:domain',
    delivery: 'body:masterRef',
  },
  signature: {
    secretLabel: 'Secret of the webhook',
    scheme: tokenIn({ from: 'body:secret', where: 'secret of the body' }),
  },
  sample: {
    body: {
      type: 'api-update',
      masterRef: 'X6qn-RIAACMAVge1',
      domain: 'repo',
      apiUrl: 'https://repo.prismic.io/api',
      secret: '',
    },
  },
});
