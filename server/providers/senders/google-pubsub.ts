import type { CapturedRequest } from '../../contract/request.ts';
import type { Credential } from '../provider.ts';
import { jwt } from '../schemes/jwt.ts';
import { extraOf } from '../schemes/key.ts';
import { sender } from '../sender.ts';

/** cloud.google.com, push authentication: a token of Google, which says nothing of the body. */
const claimIs =
  (name: string, extra: string) =>
  (claims: Readonly<Record<string, unknown>>, _request: CapturedRequest, credential: Credential) => {
    const wanted = extraOf(credential, extra);
    if (wanted === undefined || claims[name] === wanted) return null;
    return { code: 'claim-differs', sentence: `The claim ${name} of the token is not the stored one.` } as const;
  };

export const googlePubsub = sender({
  id: 'google-pubsub',
  name: 'Google Pub/Sub push',
  docsUrl: 'https://cloud.google.com/pubsub/docs/authenticate-push-subscriptions',
  confidence: 'likely',
  marks: [
    [88, 'body:message.messageId', 'body:subscription'],
    [80, 'body:message.message_id', 'body:subscription'],
  ],
  describe: {
    event: 'body:message.attributes.eventType | body:message.attributes.event | text:message',
    resource: 'body:subscription',
    delivery: 'body:message.messageId',
    attempt: 'body:deliveryAttempt',
  },
  signature: {
    secretLabel: 'Google’s certificates (googleapis.com/oauth2/v1/certs or v3)',
    extras: [
      { name: 'audience', label: 'Audience' },
      { name: 'email', label: 'Email of the service account' },
    ],
    scheme: jwt({
      name: 'JWT RS256 of Google',
      header: 'Authorization',
      prefix: 'Bearer',
      algorithms: ['RS256'],
      rules: [
        (claims) =>
          claims['iss'] === 'https://accounts.google.com' || claims['iss'] === 'accounts.google.com'
            ? null
            : { code: 'claim-differs', sentence: 'The token was not issued by accounts.google.com.' },
        claimIs('aud', 'audience'),
        claimIs('email', 'email'),
      ],
      note: 'The token says nothing of this delivery: the body is not protected.',
      lifeS: 3600,
      claims: (request, credential) => ({
        iss: 'https://accounts.google.com',
        aud: extraOf(credential, 'audience') ?? request.publicUrl,
        email: extraOf(credential, 'email') ?? 'push@example.iam.gserviceaccount.com',
        email_verified: true,
      }),
    }),
  },
  sample: {
    body: {
      message: { attributes: { eventType: 'OBJECT_FINALIZE' }, data: 'SGVsbG8=', messageId: '2070443601311540' },
      subscription: 'projects/myproject/subscriptions/mysubscription',
      deliveryAttempt: 1,
    },
  },
});
