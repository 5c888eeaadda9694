import { describe, expect, test } from 'vitest';
import type { HeaderLine } from '../server/contract/header.ts';
import type { CapturedRequest } from '../server/contract/request.ts';
import { CONFIRMATIONS } from '../server/providers/confirmations.ts';
import { answerChallenge, findProvider, providers } from '../server/providers/index.ts';
import { judge } from '../server/providers/judge.ts';
import type { Credential, Provider } from '../server/providers/provider.ts';
import { freshCredential, NOW, sampleRequest, withSigned } from './support/provider-bench.ts';

const credential = { name: 'a', value: 'shared-secret-0123456789', extra: {} };

/** Milliseconds to judge a genuine token beside a query of `parameters` equal names and a path of many segments; the best of three. */
function judged(parameters: number): number {
  const provider = findProvider('atlassian-connect')!;
  const sample = sampleRequest(provider);
  const signed = withSigned(sample, provider.signature!.sign!(sample, credential, NOW));
  const target = `/e/x${'/a'.repeat(18)}?${'a=b&'.repeat(parameters)}`;
  const times = [1, 2, 3].map(() => {
    const start = performance.now();
    const { check } = judge({ ...signed, target, publicUrl: `https://x${target}` }, provider, [credential], NOW);
    expect(check).toMatchObject({ kind: 'invalid', code: 'url-differs' });
    return performance.now() - start;
  });
  return Math.min(...times);
}

test('Atlassian’s hash of a long query costs as much more as the query is longer', () => {
  judged(1_000);
  const [one, eight] = [judged(4_000), judged(32_000)];
  // A square would be 64.
  expect(eight / one).toBeLessThan(24);
});

type Grown = (request: CapturedRequest, units: number) => CapturedRequest;

const inHeaders =
  (value: (units: number) => string): Grown =>
  (request, units) => ({
    ...request,
    headers: request.headers.map(
      ([name]): HeaderLine => [name, /^content-/i.test(name) ? 'application/json' : value(units)],
    ),
  });
const inBody =
  (type: string, body: (units: number) => string): Grown =>
  (request, units) => ({
    ...request,
    headers: [...request.headers.filter(([name]) => !/^content-/i.test(name)), ['Content-Type', type]],
    body: Buffer.from(body(units)),
  });
const inTarget =
  (target: (units: number) => string): Grown =>
  (request, units) => ({ ...request, target: target(units), publicUrl: `https://x.example${target(units)}` });

const JSON_TYPE = 'application/json';
const FORM_TYPE = 'application/x-www-form-urlencoded';

/** What a stranger can make long, in units of about four bytes; `units` is what one step of growth multiplies. */
const SHAPES: Readonly<Record<string, readonly [units: number, Grown]>> = {
  'pairs in every header': [2_000, inHeaders((units) => 't=1,'.repeat(units))],
  'blanks in every header': [2_000, inHeaders((units) => `v1=${'    '.repeat(units)}x`)],
  'dots in every header': [2_000, inHeaders((units) => 'a.a.'.repeat(units))],
  'equals signs in every header': [2_000, inHeaders((units) => '===='.repeat(units))],
  'header lines': [
    1_000,
    (request, units) => ({
      ...request,
      headers: [...request.headers, ...Array.from({ length: units }, (_, at): HeaderLine => [`X-${at % 7}`, 'a'])],
    }),
  ],
  'every header again': [
    500,
    (request, units) => ({
      ...request,
      headers: Array.from({ length: units }, () => request.headers).flat(),
    }),
  ],
  'members of JSON': [4_000, inBody(JSON_TYPE, (units) => `{${'"a":1,'.repeat(units)}"b":1}`)],
  'elements of JSON': [4_000, inBody(JSON_TYPE, (units) => `[${'{"a":[]},'.repeat(units)}1]`)],
  'levels of JSON': [4_000, inBody(JSON_TYPE, (units) => `{"a":${'['.repeat(units)}${']'.repeat(units)}}`)],
  'digits of JSON': [4_000, inBody(JSON_TYPE, (units) => `{"id":${'1234'.repeat(units)}}`)],
  'escapes of JSON': [4_000, inBody(JSON_TYPE, (units) => `{"id":"${'\\u00e9\\/'.repeat(units)}"}`)],
  'JSON that does not end': [4_000, inBody(JSON_TYPE, (units) => '{"a":'.repeat(units))],
  'fields of a form': [4_000, inBody(FORM_TYPE, (units) => 'a=b&'.repeat(units))],
  'JSON in a form': [4_000, inBody(FORM_TYPE, (units) => `payload=${'%7B%22a%22:'.repeat(units)}`)],
  'parts of a form': [
    2_000,
    inBody(
      'multipart/form-data; boundary=x',
      (units) => `${'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\nb\r\n'.repeat(units)}--x--`,
    ),
  ],
  'elements of XML': [4_000, inBody('application/xml', (units) => '<a>'.repeat(units))],
  'parameters of the query': [4_000, inTarget((units) => `/e/x?${'a=b&'.repeat(units)}`)],
  'signs of the query': [4_000, inTarget((units) => `/e/x?${'?&=%'.repeat(units)}`)],
  'segments of the path': [4_000, inTarget((units) => `/e${'/a%2'.repeat(units)}`)],
  'slashes of the path': [4_000, inTarget((units) => `/e${'////'.repeat(units)}`)],
};

/** Everything that is done with a delivery of this provider. */
function read(provider: Provider, credential: Credential, request: CapturedRequest): void {
  provider.recognise(request);
  provider.describe(request);
  judge(request, provider, [credential], NOW);
  answerChallenge(request, provider, [credential]);
  CONFIRMATIONS.get(provider.id)?.(request);
}

/** Milliseconds of this thread's processor, the best of `times`. A fresh object each time: a request is parsed once. */
function cost(provider: Provider, credential: Credential, request: CapturedRequest, times: number): number {
  const taken = Array.from({ length: times }, () => {
    const fresh = { ...request };
    const before = process.threadCpuUsage();
    read(provider, credential, fresh);
    const { user, system } = process.threadCpuUsage(before);
    return (user + system) / 1000;
  });
  return Math.min(...taken);
}

/** Below this a cost is lost in the noise, and no attack; a square of these lengths takes several times as long. */
const NOTICED_MS = 30;
/** Four times as much may cost four times as much, and something for memory; a square costs 16. */
const WORST = 9;

describe('what a stranger makes four times as long costs no more than about four times as much', () => {
  test.each(providers.map((provider) => [provider.id, provider] as const))('%s', (_, provider) => {
    const credential = freshCredential(provider);
    const bare = provider.samples === undefined ? EMPTY : sampleRequest(provider);
    const signed =
      provider.signature?.sign === undefined ? bare : withSigned(bare, provider.signature.sign(bare, credential, NOW));
    read(provider, credential, signed);
    for (const [shape, [units, grown]] of Object.entries(SHAPES)) {
      const four = grown(signed, 4 * units);
      if (cost(provider, credential, four, 1) < NOTICED_MS || cost(provider, credential, four, 3) < NOTICED_MS)
        continue;
      const [first, second] = [grown(signed, units), grown(signed, 2 * units)];
      const growth = (times: number) => {
        const costs = [first, second, four].map((request) => cost(provider, credential, request, times));
        return { shape, costs, ratio: costs[2]! / Math.max(costs[0]!, NOTICED_MS / 8) };
      };
      const found = [3, 6, 12].map((times) => () => growth(times));
      let last = found[0]!();
      for (const again of found.slice(1)) if (last.ratio > WORST) last = again();
      expect(last.ratio, `${shape}: ${last.costs.map((ms) => ms.toFixed(2)).join(', ')} ms`).toBeLessThan(WORST);
    }
  });
});

const EMPTY: CapturedRequest = {
  method: 'POST',
  target: '/e/x',
  headers: [],
  body: new Uint8Array(),
  httpVersion: '1.1',
  trailers: [],
  publicUrl: 'https://x.example/e/x',
  arrivedAtMs: NOW,
};
