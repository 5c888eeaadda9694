import { asRegistered } from '../schemes/as-registered.ts';
import { equalText } from '../schemes/bytes.ts';
import { bodyHash, bodyHashClaim, constantClaim, jwt } from '../schemes/jwt.ts';
import { extraOf } from '../schemes/key.ts';
import { sender } from '../sender.ts';

/** upstash.com, QStash signatures: a JWT with address and hash of the body; two keys while they rotate. */
const bare = (url: string): string => url.replace(/\/$/, '');

export const upstashQstash = sender({
  id: 'upstash-qstash',
  name: 'Upstash QStash',
  docsUrl: 'https://upstash.com/docs/qstash/howto/signature',
  marks: [[95, 'header:Upstash-Signature']],
  describe: {
    event: 'header:Upstash-Topic-Name | text:message',
    resource: 'header:Upstash-Schedule-Id | header:Upstash-Message-Id',
    delivery: 'header:Upstash-Message-Id',
    retries: 'header:Upstash-Retried',
  },
  signature: {
    secretLabel: 'Current signing key',
    extras: [{ name: 'nextSigningKey', label: 'Next signing key' }],
    scheme: asRegistered(
      jwt({
        name: 'JWT HS256 with {url} and the SHA-256 of {body}',
        header: 'Upstash-Signature',
        algorithms: ['HS256'],
        secrets: (credential) =>
          [credential.value, extraOf(credential, 'nextSecret', 'nextSigningKey', 'next') ?? ''].flatMap((text) =>
            text.split(/(?<=\S)[\s,]+(?=\S)/),
          ),
        rules: [
          constantClaim('iss', 'Upstash'),
          (claims, request) =>
            typeof claims['sub'] === 'string' && equalText(bare(claims['sub']), bare(request.publicUrl))
              ? null
              : { code: 'url-differs', sentence: 'The token is genuine, but it was made for another address.' },
          bodyHashClaim('body', 'base64url'),
        ],
        claims: (request) => ({
          iss: 'Upstash',
          sub: request.publicUrl,
          jti: 'jwt_hookglass',
          body: bodyHash(request, 'base64url'),
        }),
      }),
    ),
  },
  sample: {
    headers: {
      'User-Agent': 'Upstash-QStash',
      'Upstash-Message-Id': 'msg_26hZCxZCuWyyTWPmSVBrNC1RADwpBWsEq7P',
      'Upstash-Retried': '0',
    },
    body: { hello: 'world' },
  },
});
