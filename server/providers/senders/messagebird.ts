import { createHash } from 'node:crypto';
import type { CapturedRequest } from '../../contract/request.ts';
import { asRegistered } from '../schemes/as-registered.ts';
import { equalText, wireBytes } from '../schemes/bytes.ts';
import { bodyHash, bodyHashClaim, constantClaim, jwt } from '../schemes/jwt.ts';
import { sender } from '../sender.ts';

/** developers.messagebird.com, verifying HTTP requests: a JWT with the hashes of URL and body. */
const urlHash = (request: CapturedRequest): string =>
  createHash('sha256').update(wireBytes(request.publicUrl)).digest('hex');

export const messagebird = sender({
  id: 'messagebird',
  name: 'Bird (MessageBird)',
  docsUrl: 'https://developers.messagebird.com/api/#verifying-http-requests',
  marks: [[95, 'header:MessageBird-Signature-JWT']],
  describe: {
    event: 'body:type | body:status | form:status',
    resource: 'body:message.id | body:id | form:id',
    delivery: 'body:message.id | body:id',
  },
  signature: {
    secretLabel: 'Signing key',
    scheme: asRegistered(
      jwt({
        name: 'JWT with the SHA-256 of {url} and {body}',
        header: 'MessageBird-Signature-JWT',
        algorithms: ['HS256', 'HS384', 'HS512'],
        leewayS: 5,
        rules: [
          constantClaim('iss', 'MessageBird'),
          (claims, request) =>
            typeof claims['url_hash'] === 'string' && equalText(claims['url_hash'], urlHash(request))
              ? null
              : { code: 'url-differs', sentence: 'The token is genuine, but it was made for another address.' },
          (claims, request) =>
            claims['payload_hash'] !== undefined || request.body.length === 0
              ? null
              : { code: 'body-changed', sentence: 'The token was made for a delivery without body.' },
          bodyHashClaim('payload_hash', 'hex', 'present'),
        ],
        lifeS: 60,
        claims: (request) => ({
          iss: 'MessageBird',
          url_hash: urlHash(request),
          ...(request.body.length === 0 ? {} : { payload_hash: bodyHash(request, 'hex') }),
        }),
      }),
    ),
  },
  sample: { body: { type: 'message.created', message: { id: '0f1c' } } },
});
