import { bodyHash, bodyHashClaim, jwt } from '../schemes/jwt.ts';
import { extraOf } from '../schemes/key.ts';
import { sender } from '../sender.ts';

/** docs.livekit.io, webhooks: a JWT without "Bearer", with the hash of the body. */
export const livekit = sender({
  id: 'livekit',
  name: 'LiveKit',
  docsUrl: 'https://docs.livekit.io/home/server/webhooks/',
  marks: [
    [95, 'header:Content-Type^=application/webhook+json'],
    [70, 'header:Authorization^=ey', 'body:event', 'body:room'],
  ],
  describe: {
    event: 'body:event',
    resource: 'body:room.name | body:room.sid | body:participant.identity',
    delivery: 'body:id',
  },
  signature: {
    secretLabel: 'API secret',
    extras: [{ name: 'apiKey', label: 'API key' }],
    scheme: jwt({
      name: 'JWT HS256 with the SHA-256 of {body}',
      header: 'Authorization',
      algorithms: ['HS256'],
      rules: [
        (claims, _request, credential) => {
          const apiKey = extraOf(credential, 'apiKey', 'key');
          if (apiKey === undefined || claims['iss'] === apiKey) return null;
          return {
            code: 'key-id-mismatch',
            sentence: 'The token names another API key than the one stored with this secret.',
          };
        },
        bodyHashClaim('sha256', 'base64'),
      ],
      claims: (request, credential) => ({
        iss: extraOf(credential, 'apiKey', 'key') ?? 'key',
        sha256: bodyHash(request, 'base64'),
      }),
    }),
  },
  sample: {
    headers: { 'Content-Type': 'application/webhook+json' },
    body: { event: 'room_started', id: 'EV_1', room: { sid: 'RM_TkVjUvAqgzKz', name: 'mytestroom' } },
  },
});
