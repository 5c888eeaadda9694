import { describe, expect, test } from 'vitest';
import type { HeaderLine } from '../server/contract/header.ts';
import type { CapturedRequest } from '../server/contract/request.ts';
import { CODES } from '../server/doctor/codes.ts';
import { findProvider, judge, providers, recogniseProvider } from '../server/providers/index.ts';
import type { Check } from '../server/providers/provider.ts';
import { judgeVector, judgeVectors, vectorCredential, vectorRequest } from '../server/providers/vectors.ts';
import { INVALID_CODES } from './support/invalid-codes.ts';
import { freshCredential, spots } from './support/provider-bench.ts';
import { providersWithVectors, vectorFile, vectorsOf } from './support/vectors.ts';

describe('each published or made example gets the verdict it expects', () => {
  test.each(providersWithVectors)('%s', (provider) => {
    const report = judgeVectors(vectorsOf(provider));
    expect(report.total).toBeGreaterThan(0);
    expect(report.disagreed).toEqual([]);
  });
});

test('every provider has a folder with an example that fits and one that does not', () => {
  expect(providers.map(({ id }) => id).filter((id) => !providersWithVectors.includes(id))).toEqual([]);
  for (const kind of ['valid', 'invalid'])
    expect(providersWithVectors.filter((id) => !vectorsOf(id).some((one) => one.expect === kind))).toEqual([]);
});

describe('each valid example is refused with another secret, and with another body unless that is said to be unsigned', () => {
  test.each(providersWithVectors)('%s', (id) => {
    const provider = findProvider(id)!;
    for (const vector of vectorsOf(id).filter((one) => one.expect === 'valid')) {
      const sent = vectorRequest(vector);
      const at = vector.now * 1000;
      const check = provider.signature!.check(sent, vectorCredential(vector), at);
      expect(provider.signature!.check(sent, freshCredential(provider, 2), at).kind, vector.id).toBe('invalid');
      for (const spot of spots(sent.body.length)) {
        const body = Buffer.from(sent.body);
        body[spot] = body[spot]! ^ 1;
        const changed = provider.signature!.check({ ...sent, body }, vectorCredential(vector), at);
        if (changed.kind === 'valid') expect(check, `${vector.id} ${spot}`).toMatchObject({ note: UNSIGNED });
      }
    }
  });
});

test('the failure that an example expects is a cause that the doctor or a reason that a check can give', () => {
  const known = new Set<string>([...Object.keys(CODES), ...INVALID_CODES]);
  const unknown = providersWithVectors
    .flatMap(vectorsOf)
    .filter(({ failure }) => failure !== undefined && !known.has(failure));
  expect(unknown.map(({ id, failure }) => `${id}: ${failure}`)).toEqual([]);
});

test('a vector of an unknown provider disagrees and says why', () => {
  const [vector] = vectorsOf('stripe');
  const report = judgeVectors([{ ...vector!, provider: 'nobody' }]);
  expect(report.agreed).toBe(0);
  expect(report.disagreed[0]?.reason).toContain('nobody');
});

test('an old signature counts as invalid only where the vector expects that for its age', () => {
  const stale = vectorsOf('stripe').find(({ id }) => id === 'stripe-stale')!;
  expect(judgeVector(stale)).toEqual({ got: 'invalid', reason: 'timestamp-too-old' });
  expect(judgeVector({ ...stale, failure: 'body-changed' }).got).toBe('valid');
  expect(judgeVector({ ...stale, expect: 'valid' })).toEqual({ got: 'valid', reason: 'valid, but stale' });
});

/** Examples that carry nothing but the signature, so that no one could tell the sender. */
const ANONYMOUS = new Set(['github', 'modern-treasury', 'bitbucket', 'okta', 'auth0']);
/** Examples of Standard Webhooks whose body is another sender's or made up. */
const STANDARD = new Set(['replicate', 'lithic', 'whop', 'incident-io', 'supabase']);

test('the sender of nearly every example is recognised by its request alone', () => {
  const wrong = providersWithVectors.flatMap((id) =>
    vectorsOf(id)
      .filter(({ headers, failure }) => Object.keys(headers).length > 0 && failure !== 'missing-header')
      .map((vector) => ({ id: vector.id, provider: id, got: recogniseProvider(vectorRequest(vector))?.id ?? null }))
      .filter(({ provider, got }) => got !== provider)
      .filter(({ provider, got }) => !(got === null && ANONYMOUS.has(provider)))
      .filter(({ provider, got }) => !(got === 'standard-webhooks' && STANDARD.has(provider))),
  );
  expect(wrong).toEqual([]);
});

interface ContentfulFile {
  readonly vectors: readonly {
    readonly name: string;
    readonly secret: string;
    readonly method: string;
    readonly path: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: string | null;
    readonly signature: string;
  }[];
  readonly negative: readonly { readonly name: string; readonly signature: string }[];
}

/** How a verdict says that its scheme leaves something unsigned. */
const UNSIGNED: unknown = expect.stringMatching(/not (protected|signed|covered)|Only|unchanged/);

const wire = (text: string): string => Buffer.from(text, 'utf8').toString('latin1');

function request(method: string, path: string, headers: readonly HeaderLine[], body: string | null): CapturedRequest {
  const target = wire(path);
  const bytes = Buffer.from(body ?? '', 'utf8');
  const lines = headers.map(([name, value]): HeaderLine => [name, wire(value)]);
  return {
    method,
    target,
    headers: lines,
    body: bytes,
    httpVersion: '1.1',
    trailers: [],
    publicUrl: `https://hooks.example.com${target}`,
    arrivedAtMs: 0,
  };
}

const checked = (provider: string, one: CapturedRequest, value: string, nowMs: number): Check =>
  judge(one, findProvider(provider)!, [{ name: 'test', value, extra: {} }], nowMs).check;

describe('Contentful', () => {
  const file = vectorFile('contentful', 'cms.json') as ContentfulFile;

  test.each(file.vectors.map((vector) => [vector.name, vector] as const))('accepts: %s', (_, vector) => {
    const headers: HeaderLine[] = [...Object.entries(vector.headers), ['x-contentful-signature', vector.signature]];
    const at = Number(vector.headers['x-contentful-timestamp']);
    const check = checked('contentful', request(vector.method, vector.path, headers, vector.body), vector.secret, at);
    expect(check).toMatchObject({ kind: 'valid', stale: false, note: null });
  });

  test('tells that a signature fits the path as called, which its own toolkit refuses', () => {
    const vector = file.vectors.find(({ name }) => name.includes('query string'))!;
    const { signature } = file.negative.find(({ name }) => name.includes('verbatim'))!;
    const headers: HeaderLine[] = [...Object.entries(vector.headers), ['x-contentful-signature', signature]];
    const one = request(vector.method, vector.path, headers, vector.body);
    const check = checked('contentful', one, vector.secret, Number(vector.headers['x-contentful-timestamp']));
    expect(check).toMatchObject({ kind: 'valid', note: expect.stringContaining('path as called') });
  });

  test('refuses the other damaged examples', () => {
    const [first] = file.vectors;
    for (const { name, signature } of file.negative.filter((one) => !one.name.includes('verbatim'))) {
      const headers: HeaderLine[] = [...Object.entries(first!.headers), ['x-contentful-signature', signature]];
      const check = checked('contentful', request(first!.method, first!.path, headers, first!.body), first!.secret, 0);
      expect(check, name).toMatchObject({ kind: 'invalid', code: 'signature-differs' });
    }
  });

  test('is stale at exactly 30 seconds, as in its toolkit, and accepts times ahead of the clock', () => {
    const [first] = file.vectors;
    const headers: HeaderLine[] = [...Object.entries(first!.headers), ['x-contentful-signature', first!.signature]];
    const at = Number(first!.headers['x-contentful-timestamp']);
    const one = request(first!.method, first!.path, headers, first!.body);
    expect(checked('contentful', one, first!.secret, at + 29_999)).toMatchObject({ kind: 'valid', stale: false });
    expect(checked('contentful', one, first!.secret, at + 30_000)).toMatchObject({ kind: 'valid', stale: true });
    expect(checked('contentful', one, first!.secret, at - 3_600_000)).toMatchObject({ kind: 'valid', stale: false });
  });
});

interface ContentstackFile {
  readonly certificate: {
    readonly well_known: { readonly 'signing-key': string };
    readonly public_key_spki_pem: string;
    readonly body: string;
    readonly signatures: Readonly<Record<string, string>>;
  };
  readonly hmac: {
    readonly timestamp: string;
    readonly raw_body: string;
    readonly secret_new: string;
    readonly secret_old: string;
    readonly header_single: string;
    readonly header_rotation: string;
    readonly wrong_if_secret_is_hex_decoded: string;
    readonly wrong_if_timestamp_left_out: string;
  };
}

describe('Contentstack', () => {
  const { certificate, hmac } = vectorFile('contentstack', 'cms.json') as ContentstackFile;
  const key = certificate.well_known['signing-key'];
  const at = Date.parse('2024-07-26T09:24:26.900Z');
  const signed = (signature: string, body = certificate.body) =>
    request('POST', '/hook', [['X-Contentstack-Request-Signature', `v1=${signature}`]], body);

  test.each([
    ['pss_salt32', null],
    ['pss_salt222', 'salt of 222 bytes'],
    ['pss_node_default_salt', 'salt of 222 bytes'],
  ])('accepts %s and reports another salt than 32', (name, note) => {
    const check = checked('contentstack', signed(certificate.signatures[name]!), key, at);
    expect(check).toMatchObject({
      kind: 'valid',
      stale: false,
      note: note === null ? null : expect.stringContaining(note),
    });
  });

  test.each([
    ['PKCS#1 PEM', key],
    ['SPKI PEM', certificate.public_key_spki_pem],
    ['the well-known document', JSON.stringify(certificate.well_known)],
    ['a PEM whose line breaks are written out', key.replaceAll('\n', '\\n')],
    ['a PEM in one line', key.replaceAll('\n', ' ')],
  ])('reads the key from %s', (_, credential) => {
    expect(checked('contentstack', signed(certificate.signatures['pss_salt32']!), credential, at).kind).toBe('valid');
  });

  test('accepts a header whose base64 padding was cut off, as in the documented sample', () => {
    const signature = certificate.signatures['pss_salt32']!.replace(/=+$/, '');
    expect(checked('contentstack', signed(signature), key, at).kind).toBe('valid');
  });

  test.each([
    ['a PKCS#1 v1.5 signature', certificate.signatures['pkcs1_v15']!, certificate.body, 'signature-differs'],
    ['a trailing newline', certificate.signatures['pss_salt32']!, `${certificate.body}\n`, 'body-reserialized'],
    [
      'a re-indented body',
      certificate.signatures['pss_salt32']!,
      JSON.stringify(JSON.parse(certificate.body), null, 2),
      'body-reserialized',
    ],
    [
      'keys in another order',
      certificate.signatures['pss_salt32']!,
      JSON.stringify(Object.fromEntries(Object.entries(JSON.parse(certificate.body) as object).sort())),
      'signature-differs',
    ],
  ])('refuses %s', (_, signature, body, code) => {
    expect(checked('contentstack', signed(signature, body), key, at)).toMatchObject({ kind: 'invalid', code });
  });

  const withHmac = (header: string) =>
    request('POST', '/hook', [['x-contentstack-hmac-signature', header]], hmac.raw_body);
  const hmacAt = Number(hmac.timestamp) * 1000;

  test.each([
    ['the new secret', hmac.header_rotation, hmac.secret_new],
    ['the old secret', hmac.header_rotation, hmac.secret_old],
    ['one signature', hmac.header_single, hmac.secret_new],
  ])('accepts the organisation’s HMAC with %s', (_, header, secret) => {
    expect(checked('contentstack', withHmac(header), secret, hmacAt)).toMatchObject({ kind: 'valid', stale: false });
  });

  test.each([
    ['a hex-decoded secret', hmac.wrong_if_secret_is_hex_decoded],
    ['a signature without the time', hmac.wrong_if_timestamp_left_out],
    ['a signature that is not 64 hex digits', 'abc'],
  ])('refuses %s', (_, mac) => {
    const check = checked('contentstack', withHmac(`t=${hmac.timestamp},v1=${mac}`), hmac.secret_new, hmacAt);
    expect(check).toMatchObject({ kind: 'invalid', code: 'signature-differs' });
  });

  test('says that the legacy header cannot be checked', () => {
    const legacy = request('POST', '/hook', [['X-Contentstack-Signature', 'a'.repeat(40)]], certificate.body);
    expect(checked('contentstack', legacy, 'secret', at)).toMatchObject({
      kind: 'unchecked',
      code: 'cannot-be-checked',
    });
  });

  test('tells which kind of credential a delivery wants', () => {
    const rsa = checked('contentstack', signed(certificate.signatures['pss_salt32']!), 'some secret', at);
    expect(rsa).toMatchObject({
      kind: 'invalid',
      code: 'bad-credential',
      sentence: expect.stringContaining('public key'),
    });
    const mac = checked('contentstack', withHmac(hmac.header_single), key, hmacAt);
    expect(mac).toMatchObject({
      kind: 'invalid',
      code: 'bad-credential',
      sentence: expect.stringContaining('HMAC secret'),
    });
  });
});

describe('DatoCMS', () => {
  const { basic_header: basic } = vectorFile('datocms', 'cms.json') as {
    readonly basic_header: { readonly user: string; readonly password: string; readonly value: string };
  };

  test.each([
    ['HTTP Basic', '/hook', [['Authorization', basic.value]], `${basic.user}:${basic.password}`],
    ['a secret header', '/hook', [['X-Secret', 's3cret']], 'X-Secret: s3cret'],
    ['a secret in any header', '/hook', [['Webhook-Token', 's3cret']], 's3cret'],
    ['a token in the query', '/hook?token=s3cret', [], 's3cret'],
    ['a token in the path', '/hook/s3cret', [], 's3cret'],
  ] as const)('accepts %s and says that it does not sign', (_, path, headers, secret) => {
    const check = checked('datocms', request('POST', path, headers, '{}'), secret, 0);
    expect(check).toMatchObject({ kind: 'valid', note: expect.stringContaining('does not sign') });
  });

  test.each([
    ['another password', [['Authorization', basic.value]], 'ciao:other'],
    ['the right value in another header', [['X-Other', 's3cret']], 'X-Secret: s3cret'],
    ['nothing at all', [], 's3cret'],
    ['an empty secret', [['X-Empty', '']], ''],
  ] as const)('refuses %s', (_, headers, secret) => {
    expect(checked('datocms', request('POST', '/hook', headers, '{}'), secret, 0).kind).toBe('invalid');
  });
});
