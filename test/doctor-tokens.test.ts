import { createHash, createHmac, generateKeyPairSync, sign } from 'node:crypto';
import { expect, test } from 'vitest';
import type { CapturedRequest } from '../server/contract/request.ts';
import { diagnose } from '../server/doctor/diagnose.ts';
import { findProvider, providers } from '../server/providers/index.ts';
import { captured, credential, NOW_MS } from './doctor-support.ts';

const BODY = '{"id":"evt_1"}';
const SECRET = 'a-secret-of-ordinary-length';
const pair = generateKeyPairSync('rsa', { modulusLength: 2048 });
const PUBLIC = pair.publicKey.export({ type: 'spki', format: 'pem' }).toString();
const CLAIMS = { iss: 'netlify', sha256: createHash('sha256').update(BODY).digest('hex') };

const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const token = (alg: string, signature: (data: string) => Buffer): string => {
  const data = `${part({ alg, typ: 'JWT' })}.${part(CLAIMS)}`;
  return `${data}.${signature(data).toString('base64url')}`;
};
const hs =
  (secret: string, hash = 'sha256') =>
  (data: string) =>
    createHmac(hash, secret).update(data).digest();

const ask = (id: string, request: CapturedRequest, value: string) =>
  diagnose({
    request,
    provider: findProvider(id)!,
    credentials: [{ credential: credential(value, 'main', {}), origin: 'this-endpoint', endpointName: 'Inbox' }],
    otherProviders: providers,
    publicUrls: [],
    nowMs: NOW_MS,
  });
const netlify = (jwt: string): CapturedRequest =>
  captured({
    body: BODY,
    headers: [
      ['X-Webhook-Signature', jwt],
      ['X-Netlify-Event', 'deploy'],
    ],
  });

test.each([
  ['RS256 over an HMAC', token('RS256', hs(SECRET)), /names `RS256`, but it is signed by HS256/],
  ['small letters', token('hs256', hs(SECRET)), /names `hs256`, but it is signed by HS256/],
  ['none over an HMAC', token('none', hs(SECRET)), /names `none`, but it is signed by HS256/],
  ['HS512 over HMAC-SHA256', token('HS512', hs(SECRET)), /names `HS512`, but it is signed by HS256/],
  ['HS256 over HMAC-SHA512', token('HS256', hs(SECRET, 'sha512')), /names `HS256`, but it is signed by HS512/],
  ['nOnE without a signature', token('nOnE', () => Buffer.alloc(0)), /not signed at all/],
])('a token whose alg lies is named with what signed it: %s', (_, jwt, proof) => {
  const { code, proof: shown } = ask('netlify', netlify(jwt), SECRET);
  expect([code, shown]).toEqual(['algorithm-not-allowed', expect.stringMatching(proof)]);
});

test('a token signed with the public key as its secret is told as what it is', () => {
  const request = captured({ body: BODY, headers: [['Authorization', `Bearer ${token('HS256', hs(PUBLIC))}`]] });
  expect(ask('google-pubsub', request, PUBLIC)).toMatchObject({
    code: 'algorithm-not-allowed',
    proof: expect.stringContaining('with the public key as its secret') as string,
  });
});

test('a token of another key says nothing of its algorithm', () => {
  const other = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const jwt = token('RS256', (data) => sign('sha256', Buffer.from(data), other.privateKey));
  const request = captured({ body: BODY, headers: [['Authorization', `Bearer ${jwt}`]] });
  expect(ask('google-pubsub', request, PUBLIC).code).not.toBe('algorithm-not-allowed');
});
