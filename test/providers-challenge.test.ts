import { createHash, createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { HeaderLine } from '../server/contract/header.ts';
import type { CapturedRequest } from '../server/contract/request.ts';
import { answerChallenge, findProvider, providers } from '../server/providers/index.ts';
import type { Credential } from '../server/providers/provider.ts';
import { sampleRequest } from './support/provider-bench.ts';

interface Setup {
  readonly method?: string;
  readonly target?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

function request({ method = 'POST', target = '/e/inbox', headers = {}, body = '' }: Setup): CapturedRequest {
  const bytes = Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
  const lines: HeaderLine[] = Object.entries(headers);
  return {
    method,
    target,
    headers: lines,
    body: bytes,
    httpVersion: '1.1',
    trailers: [],
    publicUrl: `https://x.example${target}`,
    arrivedAtMs: 0,
  };
}

const one: Credential = {
  name: 'one',
  value: 's3cret',
  extra: { verifyToken: 'v3rify', verificationToken: 't0ken', btPublicKey: 'pub' },
};
const answer = (id: string, setup: Setup, credentials: readonly Credential[] = [one]) =>
  answerChallenge(request(setup), findProvider(id), credentials);

const hex = (text: string): string => createHmac('sha256', 's3cret').update(text).digest('hex');
const base64 = (text: string): string => createHmac('sha256', 's3cret').update(text).digest('base64');
const BRAINTREE = '20f9f8ed05f77439fe955c977e4c8a53';
const braintreeMac = createHmac('sha1', createHash('sha1').update('s3cret').digest()).update(BRAINTREE).digest('hex');
const ebayHash = createHash('sha256').update('abct0kenhttps://x.example/e/inbox').digest('hex');

describe('set-up requests are answered as their provider wants', () => {
  test.each<readonly [string, Setup, number, unknown]>([
    ['slack', { body: { type: 'url_verification', challenge: 'abc' } }, 200, { challenge: 'abc' }],
    [
      'zoom',
      { body: { event: 'endpoint.url_validation', payload: { plainToken: 'abc' } } },
      200,
      { plainToken: 'abc', encryptedToken: hex('abc') },
    ],
    [
      'x-twitter',
      { method: 'GET', target: '/e/inbox?crc_token=abc' },
      200,
      { response_token: `sha256=${base64('abc')}` },
    ],
    [
      'meta',
      { method: 'GET', target: '/e/inbox?hub.mode=subscribe&hub.challenge=abc&hub.verify_token=v3rify' },
      200,
      'abc',
    ],
    ['meta', { method: 'GET', target: '/e/inbox?hub.mode=subscribe&hub.challenge=abc&hub.verify_token=no' }, 403, ''],
    ['microsoft-graph', { target: '/e/inbox?validationToken=a%20b' }, 200, 'a b'],
    ['okta', { method: 'GET', headers: { 'x-okta-verification-challenge': 'abc' } }, 200, { verification: 'abc' }],
    ['dropbox', { method: 'GET', target: '/e/inbox?challenge=abc' }, 200, 'abc'],
    ['discord', { headers: { 'X-Signature-Ed25519': '00' }, body: { type: 1 } }, 200, { type: 1 }],
    ['asana', { headers: { 'X-Hook-Secret': 'abc' } }, 200, ''],
    ['trello', { method: 'HEAD' }, 200, ''],
    ['mandrill', { method: 'HEAD' }, 200, ''],
    [
      'twitch',
      { headers: { 'Twitch-Eventsub-Message-Type': 'webhook_callback_verification' }, body: { challenge: 'abc' } },
      200,
      'abc',
    ],
    ['notion', { body: { verification_token: 'secret_abc' } }, 200, ''],
    ['ebay', { method: 'GET', target: '/e/inbox?challenge_code=abc' }, 200, { challengeResponse: ebayHash }],
    ['worldline', { method: 'GET', headers: { 'X-GCS-Webhooks-Endpoint-Verification': 'abc' } }, 200, 'abc'],
    ['monday', { body: { challenge: 'abc' } }, 200, { challenge: 'abc' }],
    ['braintree', { method: 'GET', target: `/e/inbox?bt_challenge=${BRAINTREE}` }, 200, `pub|${braintreeMac}`],
    ['smartcar', { body: { eventName: 'verify', payload: { challenge: 'abc' } } }, 200, { challenge: hex('abc') }],
    ['nylas', { method: 'GET', target: '/e/inbox?challenge=abc' }, 200, 'abc'],
    [
      'azure-event-grid',
      { headers: { 'aeg-event-type': 'SubscriptionValidation' }, body: [{ data: { validationCode: 'abc' } }] },
      200,
      { validationResponse: 'abc' },
    ],
    ['xero', { headers: { 'x-xero-signature': base64('{"events":[]}') }, body: '{"events":[]}' }, 200, ''],
    ['xero', { headers: { 'x-xero-signature': 'no' }, body: '{"events":[]}' }, 401, ''],
  ])('%s %j', (id, setup, status, expected) => {
    const found = answer(id, setup)!;
    expect(found.status).toBe(status);
    expect(typeof expected === 'string' ? found.body : (JSON.parse(found.body) as unknown)).toEqual(expected);
    expect(found.sentence).toMatch(/\.$/);
  });
});

test('Asana’s secret is echoed in its header, and no sentence repeats a secret', () => {
  const found = answer('asana', { headers: { 'X-Hook-Secret': 'abc' } })!;
  expect(found.headers).toEqual([['X-Hook-Secret', 'abc']]);
  expect(found.sentence).not.toContain('abc');
  expect(answer('notion', { body: { verification_token: 'secret_abc' } })!.sentence).not.toContain('secret_abc');
});

test('what is echoed is never HTML, and never sniffed as it', () => {
  const found = answer('microsoft-graph', { target: '/?validationToken=%3Cscript%3Ealert(1)%3C/script%3E' })!;
  expect(found.headers).toContainEqual(['Content-Type', 'text/plain; charset=utf-8']);
  expect(found.headers).toContainEqual(['X-Content-Type-Options', 'nosniff']);
});

test('a header that would split the answer is not echoed', () => {
  expect(answer('asana', { headers: { 'X-Hook-Secret': 'a\r\nSet-Cookie: x' } })).toBeNull();
});

test('a challenge that needs the secret is left to the canned reply when none is stored', () => {
  expect(answer('x-twitter', { method: 'GET', target: '/?crc_token=abc' }, [])).toBeNull();
  expect(answer('zoom', { body: { event: 'endpoint.url_validation', payload: { plainToken: 'a' } } }, [])).toBeNull();
});

describe('no answer is the signature of a delivery that the asker made up', () => {
  const forged = '{"event":"forged"}';
  test.each<readonly [string, Setup]>([
    ['x-twitter', { method: 'GET', target: `/?crc_token=${encodeURIComponent(forged)}` }],
    ['zoom', { body: { event: 'endpoint.url_validation', payload: { plainToken: `v0:1768478400:${forged}` } } }],
    ['smartcar', { body: { eventName: 'verify', payload: { challenge: forged } } }],
    ['linkedin', { method: 'GET', target: `/?challengeCode=${encodeURIComponent(forged)}` }],
    ['linkedin', { method: 'GET', target: `/?challengeCode=${encodeURIComponent(`hmacsha256=${forged}`)}` }],
    ['linkedin', { method: 'GET', target: '/?challengeCode=hmacsha256%3D1' }],
    ['linkedin', { method: 'GET', target: `/?challengeCode=${'a'.repeat(200)}` }],
    [
      'braintree',
      {
        method: 'GET',
        target: `/?bt_challenge=${encodeURIComponent(Buffer.from('<notification>').toString('base64'))}`,
      },
    ],
  ])('%s %j', (id, setup) => {
    expect(answer(id, setup)).toBeNull();
  });
});

describe('an answer that would echo more than a token is not given', () => {
  const long = 'a'.repeat(8_200);
  test.each<readonly [string, Setup]>([
    ['okta', { method: 'GET', headers: { 'x-okta-verification-challenge': long } }],
    [
      'twitch',
      { headers: { 'Twitch-Eventsub-Message-Type': 'webhook_callback_verification' }, body: { challenge: long } },
    ],
    [
      'azure-event-grid',
      { headers: { 'aeg-event-type': 'SubscriptionValidation' }, body: [{ data: { validationCode: long } }] },
    ],
    ['asana', { headers: { 'X-Hook-Secret': long } }],
    ['slack', { body: { type: 'url_verification', challenge: long } }],
    ['dropbox', { method: 'GET', target: `/?challenge=${long}` }],
    ...['meta', 'strava', 'websub'].map((id): readonly [string, Setup] => [
      id,
      {
        method: 'GET',
        target: `/?hub.mode=subscribe&hub.topic=a&hub.verify_token=v3rify&hub.challenge=${long}`,
      },
    ]),
  ])('%s', (id, setup) => {
    expect(answer(id, setup)).toBeNull();
  });
});

test('what is no verification of intent is not answered as one', () => {
  const hub = (query: string) => answer('websub', { method: 'GET', target: `/e/inbox?${query}` });
  expect(hub('hub.mode=denied&hub.topic=a&hub.reason=gone')).toBeNull();
  expect(hub('hub.mode=denied&hub.topic=a&hub.challenge=1')).toBeNull();
  expect(hub('hub.mode=subscribe&hub.challenge=1')).toBeNull();
  expect(hub('hub.mode=subscribe&hub.topic=a')).toBeNull();
  expect(answer('websub', { target: '/?hub.mode=subscribe&hub.topic=a&hub.challenge=1' })).toBeNull();
  expect(answer('strava', { target: '/?hub.mode=subscribe&hub.challenge=1&hub.verify_token=v3rify' })).toBeNull();
  expect(answer('fitbit', { target: '/?verify=1' })).toBeNull();
  expect(answer('linkedin', { target: '/?challengeCode=1' })).toBeNull();
  const event = { event: { event_type: 'signature_request_signed', event_time: '1', event_hash: 'a' } };
  expect(answer('dropbox-sign', { body: event })).toBeNull();
});

test('ordinary deliveries are no challenge', () => {
  for (const provider of providers)
    if (provider.samples !== undefined)
      expect(answerChallenge(sampleRequest(provider), provider, [one]), provider.id).toBeNull();
});
