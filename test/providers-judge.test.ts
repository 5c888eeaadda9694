import { Value } from 'typebox/value';
import { describe, expect, test } from 'vitest';
import type { CapturedRequest } from '../server/contract/request.ts';
import { VerdictSchema } from '../server/contract/verdict.ts';
import {
  answerChallenge,
  findProvider,
  judge,
  providers,
  recogniseProvider,
  toVerdict,
} from '../server/providers/index.ts';
import type { Credential, Provider } from '../server/providers/provider.ts';
import { freshCredential, NOW, sampleRequest, withSigned } from './support/provider-bench.ts';

const secret = (value: string, extra: Readonly<Record<string, string>> = {}): Credential => ({
  name: value,
  value,
  extra,
});
const github = findProvider('github')!;
const stripe = findProvider('stripe')!;

function signed(provider: Provider, credential: Credential, atMs = NOW): CapturedRequest {
  const bare = sampleRequest(provider);
  return withSigned(bare, provider.signature!.sign!(bare, credential, atMs));
}

describe('several secrets of one endpoint', () => {
  test('any that fits wins, and the judgement names it', () => {
    const old = secret('old');
    const { check, credential } = judge(signed(github, old), github, [secret('new'), old, secret('older')], NOW);
    expect(check.kind).toBe('valid');
    expect(credential).toBe(old);
  });

  test('a secret that cannot be used does not hide a signature that differs', () => {
    const onfleet = findProvider('onfleet')!;
    const request = signed(onfleet, secret('abcd'));
    const { check } = judge(request, onfleet, [secret('not hex'), secret('ef01')], NOW);
    expect(check).toMatchObject({ kind: 'invalid', code: 'signature-differs' });
  });

  test('a stale fit is better than none', () => {
    const request = signed(stripe, secret('a'), NOW - 3_600_000);
    expect(judge(request, stripe, [secret('b'), secret('a')], NOW).check).toMatchObject({ kind: 'valid', stale: true });
  });
});

describe('without a secret', () => {
  test.each([
    ['github', signed(github, secret('a')), 'no-secret'],
    ['github', sampleRequest(github), 'no-signature'],
    ['datocms', sampleRequest(findProvider('datocms')!), 'not-signed'],
    ['dockerhub', sampleRequest(findProvider('dockerhub')!), 'not-signed'],
    ['telegram', signed(findProvider('telegram')!, secret('a')), 'no-secret'],
  ])('%s is unchecked and says why', (id, request, code) => {
    const { check } = judge(request, findProvider(id)!, [], NOW);
    expect(check).toMatchObject({ kind: 'unchecked', code, sentence: expect.stringMatching(/\.$/) });
  });
});

describe('a verdict', () => {
  test('tells staleness apart from the signature, with the window', () => {
    const { check } = judge(signed(stripe, secret('a'), NOW - 301_000), stripe, [secret('a')], NOW);
    expect(toVerdict(check)).toMatchObject({
      kind: 'valid',
      stale: true,
      code: 'stale',
      sentence: expect.stringContaining('5 min'),
    });
  });

  test('says what a scheme leaves unsigned', () => {
    for (const id of ['mailgun', 'adyen', 'mercado-pago', 'dropbox-sign', 'telegram', 'datocms']) {
      const provider = findProvider(id)!;
      const credential = freshCredential(provider);
      const verdict = toVerdict(judge(signed(provider, credential), provider, [credential], NOW).check);
      expect(verdict.sentence, id).toMatch(/not protected|nothing proves/);
    }
  });

  test('has the form of the contract for every provider, signed or not, with and without secret', () => {
    for (const provider of providers) {
      const credential = freshCredential(provider);
      for (const request of [
        sampleRequest(provider),
        provider.signature?.sign === undefined ? null : signed(provider, credential),
      ])
        for (const credentials of [[], [credential]]) {
          if (request === null) continue;
          const verdict = toVerdict(judge(request, provider, credentials, NOW).check);
          expect(Value.Check(VerdictSchema, verdict), provider.id).toBe(true);
          expect(verdict.sentence, provider.id).toMatch(/[.…]$/);
        }
    }
  });

  test('never shows the secret', () => {
    for (const provider of providers) {
      const credential = freshCredential(provider);
      if (provider.signature?.sign === undefined || credential.value.includes('-----BEGIN')) continue;
      const request = signed(provider, credential);
      for (const used of [credential, freshCredential(provider, 2)]) {
        const { check } = judge(request, provider, [used], NOW);
        if (check.kind === 'unchecked' || findProvider(provider.id)!.signature!.proves === 'sender') continue;
        const { signed: bytes, expected } = check.evidence;
        expect(`${bytes === null ? '' : Buffer.from(bytes).toString('latin1')} ${expected}`, provider.id).not.toContain(
          used.value,
        );
      }
    }
  });
});

test('a weaker signature beside a stronger one changes nothing', () => {
  const hubspot = findProvider('hubspot')!;
  const request = signed(hubspot, secret('a'));
  const forged = {
    ...request,
    headers: request.headers.map(
      ([name, value]) => [name, name === 'X-HubSpot-Signature-v3' ? 'AAAA' : value] as const,
    ),
  };
  const withOld = { ...forged, headers: [...forged.headers, ['X-HubSpot-Signature', 'x'] as const] };
  expect(judge(withOld, hubspot, [secret('a')], NOW).check.kind).toBe('invalid');
});

test('a public key is never taken for an HMAC secret of a token', () => {
  const fusionauth = findProvider('fusionauth')!;
  const key = '-----BEGIN PUBLIC KEY-----\nMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE\n-----END PUBLIC KEY-----\n';
  const forged = signed(fusionauth, { name: 'forged', value: key, extra: {} });
  expect(judge(forged, fusionauth, [secret(key)], NOW).check).toMatchObject({ kind: 'invalid' });
});

test('no request of any kind makes a provider throw', () => {
  const bodies = [
    '',
    '{',
    '[]',
    '[null]',
    '{"value":[null],"notificationItems":[{}],"event":null,"data":[]}',
    'null',
    '"x"',
    'a=%zz&b',
    '\0\xff\xfe',
    '{"signedPayload":"a.b.c"}',
    '{"Type":1,"Signature":[]}',
    '{"signature":{"token":1,"timestamp":{},"signature":""}}',
    `${'['.repeat(5_000)}`,
  ];
  const types = [
    'application/json',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'multipart/form-data',
    '\xff',
  ];
  const targets = [
    '',
    '/',
    '*',
    '/%zz?%zz=%',
    '/?data.id=%ff&crc_token=a&challenge=b&hub.mode=subscribe&hub.challenge=c&validationToken=d',
    'http://[bad',
  ];
  const credentials = [
    secret('x'),
    secret(''),
    secret('-----BEGIN CERTIFICATE-----'),
    secret('{"keys":[{}]}'),
    secret('whpk_x', { publicKey: '\0' }),
  ];
  for (const [at, body] of bodies.entries()) {
    const target = targets[at % targets.length]!;
    const request: CapturedRequest = {
      method: at % 2 === 0 ? 'POST' : 'GET',
      target,
      headers: [
        ['Content-Type', types[at % types.length]!],
        ['Content-Encoding', at % 3 === 0 ? 'gzip' : 'weird'],
        ['User-Agent', ''],
      ],
      body: Buffer.from(body, 'latin1'),
      httpVersion: '1.1',
      trailers: [],
      publicUrl: at % 4 === 0 ? target : `https://x.example${target}`,
      arrivedAtMs: Number.NaN,
    };
    recogniseProvider(request);
    for (const provider of providers) {
      const { event, attempt } = provider.describe(request);
      expect(event === null || typeof event === 'string').toBe(true);
      expect(attempt === null || attempt > 0).toBe(true);
      answerChallenge(request, provider, credentials);
      for (const credential of credentials) {
        provider.signature?.sign?.(request, credential, NOW);
        expect(provider.signature?.check(request, credential, NOW).kind, provider.id).not.toBe('valid');
      }
    }
  }
});

test('an algorithm that is no text is refused in a sentence', () => {
  for (const id of ['plaid', 'truelayer', 'netlify', 'vonage']) {
    const provider = findProvider(id)!;
    const bare = sampleRequest(provider);
    const header = Buffer.from('{"alg":{"toString":null}}').toString('base64url');
    const lines = provider.signature!.sign!(bare, freshCredential(provider), NOW).headers;
    const odd = lines.map(([name, value]) => [name, value.replace(/eyJ[\w-]+/, header)] as const);
    const { check } = judge(
      { ...bare, headers: [...bare.headers, ...odd] },
      provider,
      [freshCredential(provider)],
      NOW,
    );
    expect(check, id).toMatchObject({ kind: 'invalid', sentence: expect.stringMatching(/\.$/) });
  }
});

test('as many signatures are compared as a provider ever sends, and no more', () => {
  for (const [id, header, separator, prefix] of [
    ['circleci', 'circleci-signature', ',', 'v1='],
    ['svix', 'svix-signature', ' ', 'v1,'],
    ['stripe', 'Stripe-Signature', ',', 'v1='],
  ] as const) {
    const provider = findProvider(id)!;
    const credential = freshCredential(provider);
    const request = signed(provider, credential);
    const after = (others: number) => {
      const junk = Array.from({ length: others }, () => `${prefix}${'0'.repeat(40)}${separator}`).join('');
      const headers = request.headers.map(([name, value]) =>
        name.toLowerCase() === header.toLowerCase()
          ? ([name, value.replace(prefix, `${junk}${prefix}`)] as const)
          : ([name, value] as const),
      );
      return judge({ ...request, headers }, provider, [credential], NOW).check.kind;
    };
    expect(after(100), id).toBe('valid');
    expect(after(1_000), id).toBe('invalid');
  }
});
