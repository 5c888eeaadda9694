import { createHash, createHmac, createPublicKey, generateKeyPairSync, sign } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { HeaderLine } from '../server/contract/header.ts';
import type { CapturedRequest } from '../server/contract/request.ts';
import { type Diagnosis, diagnose } from '../server/doctor/diagnose.ts';
import { withUrl } from '../server/doctor/request-changes.ts';
import { findProvider, providers } from '../server/providers/index.ts';
import type { Check, Provider } from '../server/providers/provider.ts';
import { captured, credential, NOW_MS } from './doctor-support.ts';

const BODY = '{"id":"evt_1","name":"Zoë","type":"a.b"}';
const SECRET = 'a-secret-of-ordinary-length';

const ask = (
  id: string,
  request: CapturedRequest,
  value: string,
  extra: Readonly<Record<string, string>> = {},
): Diagnosis => askAt(findProvider(id)!, request, value, extra);

function askAt(
  provider: Provider,
  request: CapturedRequest,
  value: string,
  extra: Readonly<Record<string, string>> = {},
): Diagnosis {
  return diagnose({
    request,
    provider,
    credentials: [{ credential: credential(value, 'main', extra), origin: 'this-endpoint', endpointName: 'Inbox' }],
    otherProviders: providers,
    publicUrls: [],
    nowMs: NOW_MS,
  });
}

/** A request that the provider itself signed. */
function signedBy(
  id: string,
  value: string,
  body = BODY,
  extra: Readonly<Record<string, string>> = {},
): CapturedRequest {
  const request = captured({ body });
  const signed = findProvider(id)!.signature!.sign!(request, credential(value, 'main', extra), NOW_MS);
  const names = new Set(signed.headers.map(([name]) => name.toLowerCase()));
  const kept = request.headers.filter(([name]) => !names.has(name.toLowerCase()));
  return { ...request, headers: [...kept, ...signed.headers], body: signed.body ?? request.body };
}

const withBody = (request: CapturedRequest, body: string): CapturedRequest => ({ ...request, body: Buffer.from(body) });
const jwt = (claims: object, secret: string, alg = 'HS256') => {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const signed = `${part({ alg, typ: 'JWT' })}.${part(claims)}`;
  return alg === 'none' ? `${signed}.` : `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
};
const withHeader = (body: string, ...lines: readonly HeaderLine[]) => captured({ body, headers: lines });

describe('tokens', () => {
  const claims = { iss: 'netlify', sha256: createHash('sha256').update(BODY).digest('hex') };
  const netlify = (token: string, body = BODY) =>
    withHeader(body, ['X-Webhook-Signature', token], ['X-Netlify-Event', 'deploy']);

  test('a genuine token over another body proves that the body changed', () => {
    expect(ask('netlify', netlify(jwt(claims, SECRET), BODY.replace('evt_1', 'evt_2')), SECRET)).toMatchObject({
      code: 'body-changed',
    });
  });
  test('a genuine token over the body before it was printed again', () => {
    expect(
      ask('netlify', netlify(jwt(claims, SECRET), JSON.stringify(JSON.parse(BODY), null, 2)), SECRET),
    ).toMatchObject({ code: 'body-reserialized' });
  });
  test('a token without signature', () => {
    expect(ask('netlify', netlify(jwt(claims, SECRET, 'none')), SECRET)).toMatchObject({
      code: 'algorithm-not-allowed',
    });
  });
  test('a token of another secret is not called a changed body', () => {
    expect(ask('netlify', netlify(jwt(claims, 'quite-another-one'), BODY), SECRET).code).toBeNull();
  });
  test('a token whose signature was damaged', () => {
    const token = jwt(claims, SECRET);
    const damaged = token.slice(0, -10) + (token.at(-10) === 'A' ? 'B' : 'A') + token.slice(-9);
    expect(ask('netlify', netlify(damaged), SECRET)).toMatchObject({ code: 'signature-changed' });
  });
  test('a token that names the URL it was made for', () => {
    const url = 'https://my-app.example.com/api/qstash';
    const body = createHash('sha256').update(BODY).digest('base64url');
    const token = jwt(
      { iss: 'Upstash', sub: url, iat: NOW_MS / 1000, nbf: NOW_MS / 1000, exp: NOW_MS / 1000 + 300, body },
      SECRET,
    );
    const request = withUrl(withHeader(BODY, ['Upstash-Signature', token]), 'http://localhost:3000/api/qstash');
    const diagnosis = ask('upstash-qstash', request, SECRET);
    expect(diagnosis).toMatchObject({ code: 'url-differs' });
    expect(diagnosis.proof).toContain(url);
  });
});

describe('public keys', () => {
  const pair = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const other = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const pem = (key: typeof pair.publicKey) => key.export({ type: 'spki', format: 'pem' }).toString();
  const request = withHeader(
    BODY,
    ['X-Signature-SHA256', sign('sha256', Buffer.from(BODY), pair.privateKey).toString('base64')],
    ['X-Delivery-Id', 'd1'],
  );

  test('the right key over another body proves that the body changed', () => {
    expect(ask('wise', withBody(request, BODY.replace('evt_1', 'evt_2')), pem(pair.publicKey))).toMatchObject({
      code: 'body-changed',
    });
  });
  test('another key is not called a changed body', () => {
    expect(ask('wise', request, pem(other.publicKey)).code).toBeNull();
  });
  test('a key whose line breaks were lost, at a provider that does not mend it', () => {
    const wise = findProvider('wise')!;
    const strict: Provider = {
      ...wise,
      signature: {
        ...wise.signature!,
        check: (at, key, nowMs) => {
          const { evidence } = wise.signature!.check(at, key, nowMs) as Extract<Check, { kind: 'invalid' }>;
          try {
            createPublicKey(key.value);
            return wise.signature!.check(at, key, nowMs);
          } catch {
            return { kind: 'invalid', code: 'bad-credential', sentence: 'This is no public key.', evidence };
          }
        },
      },
    };
    for (const lost of [
      pem(pair.publicKey).trim().replaceAll('\n', '\\n'),
      pem(pair.publicKey).replaceAll('\n', ' '),
      pem(pair.publicKey).replace(/-----[^-]+-----/g, ''),
    ]) {
      expect(askAt(strict, request, lost)).toMatchObject({ code: 'secret-line-breaks' });
    }
  });
  test('a private key where the public one is needed', () => {
    const secret = other.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    expect(ask('wise', request, secret)).toMatchObject({ code: 'wrong-secret-kind' });
  });
});

describe('what providers have of their own', () => {
  test('Contentful: a gateway that strips a path prefix', () => {
    const secret = 'q7Yh3kLm0PzXc9VbNw2EaRt5UiOs8DfGq7Yh3kLm0PzXc9VbNw2EaRt5UiOs8DfG';
    const provider = findProvider('contentful')!;
    const called = withUrl(
      captured({ body: BODY, headers: [['X-Contentful-Topic', 'ContentManagement.Entry.publish']] }),
      'https://example.com/prod/hooks?x=1',
    );
    const { headers } = provider.signature!.sign!(called, credential(secret), NOW_MS);
    const stripped = withUrl({ ...called, headers: [...called.headers, ...headers] }, 'https://example.com/hooks?x=1');
    expect(ask('contentful', stripped, secret)).toMatchObject({ code: 'url-differs' });
  });
  test('Contentful: the recipe of timestamp, header list and body that is in circulation', () => {
    const secret = 'q7Yh3kLm0PzXc9VbNw2EaRt5UiOs8DfGq7Yh3kLm0PzXc9VbNw2EaRt5UiOs8DfG';
    const list = 'x-contentful-signed-headers,x-contentful-timestamp';
    const signature = createHmac('sha256', secret).update(`${NOW_MS}\n${list}\n${BODY}`).digest('hex');
    const request = withHeader(
      BODY,
      ['X-Contentful-Signed-Headers', list],
      ['X-Contentful-Timestamp', String(NOW_MS)],
      ['X-Contentful-Signature', signature],
      ['X-Contentful-Topic', 'ContentManagement.Entry.publish'],
    );
    expect(ask('contentful', request, secret)).toMatchObject({ code: 'wrong-template' });
  });
  test('Pusher: the key of another app', () => {
    const request = withHeader(
      BODY,
      ['X-Pusher-Key', 'other-key'],
      ['X-Pusher-Signature', createHmac('sha256', SECRET).update(BODY).digest('hex')],
    );
    expect(ask('pusher', request, SECRET, { pusherKey: 'stored-key' })).toMatchObject({ code: 'key-id-mismatch' });
  });
  test('a token that is compared with the secret itself', () => {
    const request = withHeader('{"update_id":1}', ['X-Telegram-Bot-Api-Secret-Token', 'quite-another-token']);
    expect(ask('telegram', request, SECRET)).toMatchObject({ code: 'wrong-secret' });
  });
  test('Mailgun signs no body, so no body is blamed', () => {
    const diagnosis = ask(
      'mailgun',
      captured({
        body: JSON.stringify(
          {
            signature: { timestamp: String(NOW_MS / 1000), token: 'a'.repeat(50), signature: 'ab'.repeat(32) },
            'event-data': { event: 'x' },
          },
          null,
          2,
        ),
      }),
      SECRET,
    );
    expect(diagnosis.code).toBeNull();
    expect(diagnosis.tried.map(({ code }) => code)).not.toContain('body-reserialized');
  });
  test('a GitHub delivery at an endpoint of Stripe', () => {
    const request = {
      ...signedBy('github', SECRET),
      headers: [...signedBy('github', SECRET).headers, ['X-GitHub-Event', 'push'] as const],
    };
    expect(ask('stripe', request, SECRET)).toMatchObject({ code: 'other-provider' });
    expect(ask('stripe', request, 'another').code).toBe('other-provider');
  });
});

describe('every provider that can sign', () => {
  const able = providers.filter(({ signature }) => signature?.sign !== undefined);
  test('is diagnosed without an exception for odd deliveries, and called valid for its own', () => {
    for (const provider of able) {
      const odd = ask(provider.id, captured({ body: '\0{' }), 'x');
      expect(odd.sentence, provider.id).toMatch(/\.$/);
    }
  });
});
