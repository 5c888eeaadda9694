import { bodyHash, bodyHashClaim, constantClaim, jwt } from '../schemes/jwt.ts';
import { sender } from '../sender.ts';

/** docs.netlify.com, payload signature: a JWS whose claim sha256 is the hash of the body. */
export const netlify = sender({
  id: 'netlify',
  name: 'Netlify',
  docsUrl: 'https://docs.netlify.com/deploy/deploy-notifications/#payload-signature',
  marks: [
    [95, 'header:X-Netlify-Event'],
    [60, 'header:X-Webhook-Signature^=ey', 'body:deploy_url'],
  ],
  describe: {
    event: 'header:X-Netlify-Event | body:state',
    resource: 'body:name + body:branch',
    delivery: 'body:id',
    group: 'body:id + header:X-Netlify-Event',
  },
  signature: {
    secretLabel: 'JWS secret token',
    scheme: jwt({
      name: 'JWS HS256 with the SHA-256 of {body}',
      header: 'X-Webhook-Signature',
      algorithms: ['HS256'],
      rules: [constantClaim('iss', 'netlify'), bodyHashClaim('sha256', 'hex')],
      claims: (request) => ({ iss: 'netlify', sha256: bodyHash(request, 'hex') }),
    }),
  },
  sample: {
    headers: { 'X-Netlify-Event': 'deploy_created' },
    body: { id: '5e3c1d2b', state: 'ready', name: 'docs', branch: 'main' },
  },
});
