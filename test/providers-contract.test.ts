import { describe, expect, test } from 'vitest';
import type { CapturedRequest } from '../server/contract/request.ts';
import { providers, recogniseProvider } from '../server/providers/index.ts';
import type { Check, Provider } from '../server/providers/provider.ts';
import {
  flippedAt,
  freshCredential,
  NOW,
  sampleRequest,
  spots,
  withHeader,
  withoutHeader,
  withSigned,
} from './support/provider-bench.ts';

/** Apple's notifications are only checked: its key is not to be had. test/providers-apple.test.ts has a chain of its own. */
const signing = providers.filter(
  (provider) => provider.signature?.sign !== undefined && provider.id !== 'apple-app-store',
);

interface Bench {
  readonly provider: Provider;
  readonly credential: ReturnType<typeof freshCredential>;
  readonly bare: CapturedRequest;
  readonly signed: CapturedRequest;
  readonly own: readonly string[];
  check(request: CapturedRequest, atMs?: number): Check;
}

const benches = new Map<Provider, Bench>();

function benchOf(provider: Provider): Bench {
  const known = benches.get(provider);
  if (known !== undefined) return known;
  const credential = freshCredential(provider);
  const bare = sampleRequest(provider);
  const added = provider.signature!.sign!(bare, credential, NOW);
  const bench: Bench = {
    provider,
    credential,
    bare,
    signed: withSigned(bare, added),
    own: added.headers.map(([name]) => name).filter((name) => name.toLowerCase() !== 'content-type'),
    check: (request, atMs = NOW) => provider.signature!.check(request, credential, atMs),
  };
  benches.set(provider, bench);
  return bench;
}

const cases = signing.map((provider) => [provider.id, provider] as const);

/** Providers whose scheme leaves the body, or parts of it, unsigned: their verdict has to say so. */
const note = (check: Check): string | null => (check.kind === 'valid' ? check.note : null);

/** Headers that the provider does not sign, and the document that says so is in its file. */
const UNSIGNED_HEADERS: Readonly<Record<string, readonly string[]>> = {
  infisical: ['x-infisical-signature'],
  sumsub: [],
};

describe.each(cases)('%s', (_, provider) => {
  test('accepts what it signs, and the sample is recognised and described', () => {
    const { signed, check } = benchOf(provider);
    expect(check(signed)).toMatchObject({ kind: 'valid', stale: false });
    expect(provider.signature!.carried(signed)).toBe(true);
    expect(recogniseProvider(signed)?.id).toBe(provider.id);
    expect(provider.describe(signed).event).not.toBeNull();
  });

  test('refuses a body with one byte flipped, or says what is not signed', () => {
    const { signed, check } = benchOf(provider);
    for (const at of spots(signed.body.length)) {
      const body = Buffer.from(signed.body);
      body[at] = body[at]! ^ 1;
      const result = check({ ...signed, body });
      if (result.kind === 'valid')
        expect(note(check(signed)), `byte ${at}`).toMatch(/not (protected|signed|covered)|unchanged/);
      else expect(result).toMatchObject({ kind: 'invalid', sentence: expect.stringMatching(/\.$/) });
    }
  });

  test('refuses each of its headers with one character flipped', () => {
    const { signed, own, check } = benchOf(provider);
    for (const name of own.filter((one) => !UNSIGNED_HEADERS[provider.id]?.includes(one))) {
      const value = signed.headers.find(([line]) => line === name)![1];
      for (const at of spots(value.length)) {
        const result = check(withHeader(signed, name, flippedAt(value, at)));
        expect(result, `${name} ${at}`).toMatchObject({ kind: 'invalid', sentence: expect.stringMatching(/\.$/) });
      }
    }
  });

  test('gives a reason when one of its headers is missing', () => {
    const { signed, own, check } = benchOf(provider);
    for (const name of own) expect(check(withoutHeader(signed, name)), name).toMatchObject({ kind: 'invalid' });
  });

  test('refuses another secret', () => {
    const { signed } = benchOf(provider);
    const check = provider.signature!.check(signed, freshCredential(provider, 2), NOW);
    expect(check).toMatchObject({ kind: 'invalid', sentence: expect.stringMatching(/\.$/) });
  });

  test('gives a reason for an empty or unusable credential', () => {
    const { signed } = benchOf(provider);
    for (const value of [
      '',
      ' ',
      '\n',
      '-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----',
      '{"keys":[]}',
      '\u{1f511}',
    ]) {
      const check = provider.signature!.check(signed, { name: 'odd', value, extra: {} }, NOW);
      expect(check.kind, JSON.stringify(value)).toBe('invalid');
    }
  });

  test('is stale after its window, and only then', () => {
    const { signed, check } = benchOf(provider);
    const first = check(signed);
    if (first.kind !== 'valid' || first.evidence.toleranceMs === null) return;
    const { timestampMs, toleranceMs } = first.evidence;
    expect(timestampMs).not.toBeNull();
    expect(check(signed, timestampMs! + toleranceMs - 1_000)).toMatchObject({ kind: 'valid', stale: false });
    expect(check(signed, timestampMs! + toleranceMs + 1_000)).toMatchObject({ kind: 'valid', stale: true });
  });

  test('gives a reason for malformed headers of thirty kinds and never throws', () => {
    const { signed, own, check } = benchOf(provider);
    for (const name of own) {
      const value = signed.headers.find(([line]) => line === name)![1];
      for (const [kind, damaged] of malformations(value)) {
        if (damaged === value) continue;
        const result = check(withHeader(signed, name, damaged));
        if (UNSIGNED_HEADERS[provider.id]?.includes(name) && result.kind === 'valid') continue;
        if (TRIMMED.has(kind) && result.kind === 'valid') continue;
        expect(result, `${name}, ${kind}`).toMatchObject({ kind: 'invalid', sentence: expect.stringMatching(/\.$/) });
      }
    }
  });
});

/** Blanks around a header's value are no part of it (RFC 9110, 5.5). */
const TRIMMED = new Set(['blank before', 'blank after', 'tab after']);

function malformations(value: string): readonly (readonly [kind: string, damaged: string])[] {
  const half = value.slice(0, Math.floor(value.length / 2));
  return [
    ['empty', ''],
    ['blank', ' '],
    ['blank before', ` ${value}`],
    ['blank after', `${value} `],
    ['tab after', `${value}\t`],
    ['cut in half', half],
    ['first half twice', `${half}${half}`],
    ['one character short', value.slice(0, -1)],
    ['one character more', `${value}0`],
    ['another case', value === value.toUpperCase() ? value.toLowerCase() : value.toUpperCase()],
    ['reversed', [...value].reverse().join('')],
    ['quoted', `"${value}"`],
    ['null', 'null'],
    ['a word that every object knows', 'constructor'],
    ['undefined', 'undefined'],
    ['object', '[object Object]'],
    ['zero', '0'],
    ['negative', '-1'],
    ['exponent', '1e309'],
    ['not a number', 'NaN'],
    ['a long number', '9'.repeat(400)],
    ['commas', ',,,,'],
    ['equals signs', '===='],
    ['pairs without values', 't=,v1='],
    ['pairs without names', '=1,=2'],
    ['a version of nobody', 'v9=abcdef'],
    ['dots', '...'],
    ['base64 of JSON', 'eyJhbGciOiJub25lIn0.e30.'],
    ['NUL bytes', '\0\0\0'],
    ['bytes above ASCII', 'é\xff\xfe'],
    ['64 KB', 'a'.repeat(65_536)],
    ['a regular expression’s nightmare', `${'a='.repeat(5_000)}!`],
    ['percent signs', '%zz%00%'],
  ];
}
