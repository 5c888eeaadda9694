import type { CapturedRequest } from '../../contract/request.ts';
import { viewOf } from '../reading/view.ts';
import { detachedJws } from '../schemes/detached-jws.ts';
import { hmac } from '../schemes/hmac.ts';
import { privateKeyOf } from '../schemes/public-key-scheme.ts';
import { sender } from '../sender.ts';

/** docs.saleor.io, payload signature: a detached JWS over the raw body; with a secret key, an HMAC in hex. */
const detached = detachedJws({
  name: 'detached JWS RS256 of {body}',
  header: 'Saleor-Signature',
  algorithm: 'RS256',
  payloads: (request) => [request.body],
  own: () => ({ header: { kid: '1', typ: 'JWT', b64: false, crit: ['b64'] }, lines: [] }),
});
const secretKey = hmac({ header: 'Saleor-Signature' });

/** A token has two dots, a hex digest has none. */
const isToken = (request: CapturedRequest): boolean =>
  viewOf(request).header('saleor-signature')?.includes('.') ?? true;

export const saleor = sender({
  id: 'saleor',
  name: 'Saleor',
  docsUrl: 'https://docs.saleor.io/developer/extending/webhooks/payload-signature',
  marks: [
    [95, 'header:Saleor-Event'],
    [90, 'header:Saleor-Signature'],
  ],
  describe: {
    event: 'header:Saleor-Event',
    resource: 'body:0.type + body:0.id | body:__typename + body:id',
  },
  signature: {
    secretLabel: 'JWKS of the instance (/.well-known/jwks.json), or the webhook’s secret key',
    scheme: {
      ...detached,
      check: (request, credential, nowMs) =>
        (isToken(request) ? detached : secretKey).check(request, credential, nowMs),
      sign: (request, credential, nowMs) =>
        (privateKeyOf(credential) === null ? secretKey : detached).sign!(request, credential, nowMs),
    },
  },
  sample: {
    headers: { 'Saleor-Event': 'order_created', 'Saleor-Domain': 'demo.saleor.cloud' },
    body: [{ type: 'Order', id: 'T3JkZXI6MQ==', number: '42' }],
  },
});
