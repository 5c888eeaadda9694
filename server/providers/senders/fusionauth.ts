import { bodyHash, bodyHashClaim, jwt } from '../schemes/jwt.ts';
import { sender } from '../sender.ts';

/** fusionauth.io, signed webhooks: a JWT with the hash of the body, by any key of its key master. */
export const fusionauth = sender({
  id: 'fusionauth',
  name: 'FusionAuth',
  docsUrl: 'https://fusionauth.io/docs/extend/events-and-webhooks/signing',
  confidence: 'likely',
  marks: [
    [95, 'header:X-FusionAuth-Signature-JWT'],
    [65, 'body:event.tenantId', 'body:event.type'],
  ],
  describe: {
    event: 'body:event.type',
    resource: 'body:event.user.email | body:event.user.id',
    delivery: 'body:event.id',
  },
  signature: {
    secretLabel: 'Signing key: HMAC secret, or public key (PEM, JWK, JWKS)',
    scheme: jwt({
      name: 'JWT with the SHA-256 of {body}',
      header: 'X-FusionAuth-Signature-JWT',
      algorithms: ['HS256', 'HS384', 'HS512', 'RS256', 'RS384', 'RS512', 'ES256', 'ES384', 'ES512', 'EdDSA'],
      rules: [bodyHashClaim('request_body_sha256', 'base64')],
      claims: (request) => ({ request_body_sha256: bodyHash(request, 'base64') }),
    }),
  },
  sample: { body: { event: { id: 'e1', tenantId: 't1', type: 'user.create', user: { email: 'a@example.com' } } } },
});
