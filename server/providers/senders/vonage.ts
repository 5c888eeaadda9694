import { bodyHash, bodyHashClaim, jwt } from '../schemes/jwt.ts';
import { sender } from '../sender.ts';

/** developer.vonage.com, webhooks: a JWT with the hash of the body. */
export const vonage = sender({
  id: 'vonage',
  name: 'Vonage',
  docsUrl: 'https://developer.vonage.com/en/getting-started/concepts/webhooks#decoding-signed-webhooks',
  marks: [
    [80, 'header:Authorization^=Bearer ey', 'body:message_uuid'],
    [72, 'body:message_uuid', 'body:channel'],
    [70, 'header:Authorization^=Bearer ey', 'body:conversation_uuid'],
  ],
  describe: {
    event: 'body:status | body:channel | body:type',
    resource: 'body:from + body:to | body:conversation_uuid',
    delivery: 'body:message_uuid | body:uuid',
  },
  signature: {
    secretLabel: 'Signature secret',
    scheme: jwt({
      name: 'JWT HS256 with the SHA-256 of {body}',
      header: 'Authorization',
      prefix: 'Bearer',
      algorithms: ['HS256', 'RS256'],
      rules: [bodyHashClaim('payload_hash', 'hex')],
      claims: (request) => ({ iss: 'Vonage', payload_hash: bodyHash(request, 'hex') }),
    }),
  },
  sample: {
    body: {
      to: '447700900000',
      from: '447700900001',
      channel: 'sms',
      message_uuid: 'aaaaaaaa-bbbb-4ccc-8ddd-0123456789ab',
      text: 'Hi',
    },
  },
});
