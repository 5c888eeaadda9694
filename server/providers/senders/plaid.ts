import { bodyHash, bodyHashClaim, jwt } from '../schemes/jwt.ts';
import { sender } from '../sender.ts';

/** plaid.com, webhook verification: a JWT with the hash of the body; the key is fetched by its id from Plaid's API. */
export const plaid = sender({
  id: 'plaid',
  name: 'Plaid',
  docsUrl: 'https://plaid.com/docs/api/webhooks/webhook-verification/',
  confidence: 'likely',
  marks: [
    [95, 'header:Plaid-Verification'],
    [65, 'body:webhook_type', 'body:webhook_code'],
  ],
  describe: {
    event: 'body:webhook_type + body:webhook_code',
    resource: 'body:item_id | body:account_id',
  },
  signature: {
    secretLabel: 'Public key (JWK from /webhook_verification_key/get)',
    scheme: jwt({
      name: 'JWT ES256 with the SHA-256 of {body}',
      header: 'Plaid-Verification',
      algorithms: ['ES256'],
      rules: [bodyHashClaim('request_body_sha256', 'hex')],
      maxAgeS: 300,
      claims: (request) => ({ request_body_sha256: bodyHash(request, 'hex') }),
    }),
  },
  sample: {
    body: {
      webhook_type: 'TRANSACTIONS',
      webhook_code: 'INITIAL_UPDATE',
      item_id: 'eVBnVMp7zdTJLkRNr33Rs6zr7KNJqBFL9DrE6',
      new_transactions: 19,
    },
  },
});
