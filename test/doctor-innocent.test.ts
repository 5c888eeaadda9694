import { describe, expect, test } from 'vitest';
import type { HeaderLine } from '../server/contract/header.ts';
import type { CapturedRequest } from '../server/contract/request.ts';
import { diagnose } from '../server/doctor/diagnose.ts';
import type { Provider } from '../server/providers/provider.ts';
import { ask, credential, NOW_MS, PROVIDERS, plain, SECRET, signed, timed } from './doctor-support.ts';

const BODIES = [
  '{"id":"evt_1","amount":1250,"name":"Zoë ☃","created":1768470000,"list":[1,2.5,{"b":null}]}',
  '{\n  "id": "evt_1",\n  "price": 10.5\n}\n',
  'token=abcdef123456&text=hello%20world&n=1',
  '<order id="1">\r\n<total>2.00</total>\r\n</order>',
  'plain text',
  '[]',
];
const KEY = 'whsec_MTIzNDU2Nzg5MDEyMzQ1Njc4OTAxMjM0';

describe('the innocent are not accused', () => {
  for (const provider of PROVIDERS) {
    test(`a tampered body at ${provider.id} stays unexplained`, () => {
      for (const body of BODIES) {
        const request = signed(provider, { body, headers: [['X-Topic', 'a']] }, KEY);
        const changed = Buffer.from(request.body);
        const at = Math.floor(changed.length / 2);
        changed[at] = (changed[at] ?? 0) ^ 1;
        const diagnosis = ask({ ...request, body: changed }, provider, KEY);
        expect(diagnosis.code, `${body} → ${diagnosis.proof}`).toBeNull();
        expect(diagnosis.sentence).toContain('The body, the secret or the signature differs');
        expect(diagnosis.tried.length).toBeGreaterThan(20);
      }
    });
    test(`another secret at ${provider.id} stays unexplained`, () => {
      for (const body of BODIES) {
        const request = signed(
          provider,
          { body, headers: [['X-Topic', 'a']] },
          'whsec_QUJDREVGR0hJSktMTU5PUFFSU1RVVldY',
        );
        expect(ask(request, provider, KEY).code).toBeNull();
      }
    });
    test(`a genuine delivery at ${provider.id} is called valid`, () => {
      const request = signed(provider, { body: BODIES[0]!, headers: [['X-Topic', 'a']] }, KEY);
      expect(ask(request, provider, KEY)).toMatchObject({ code: null, sentence: 'The signature is valid.', tried: [] });
    });
  }
});

describe('total and bounded', () => {
  test('no input makes it throw', () => {
    const random = generator(7);
    for (let round = 0; round < 60; round++) {
      const provider = PROVIDERS[round % PROVIDERS.length]!;
      const request = signed(provider, { body: BODIES[round % BODIES.length]! }, KEY);
      const diagnosis = ask(mutated(request, random), provider, round % 3 === 0 ? SECRET : KEY);
      expect(diagnosis.sentence).toMatch(/\.$/);
    }
  });
  test('a provider that throws is answered in words', () => {
    const broken: Provider = {
      ...plain,
      signature: {
        ...plain.signature!,
        check: () => {
          throw new Error('boom');
        },
      },
    };
    expect(ask(signed(plain, { body: 'x' }), broken)).toMatchObject({
      code: null,
      sentence: 'The check of this provider failed to run.',
    });
  });
  test('a provider without a scheme is answered in words', () => {
    const { signature: _, ...silent } = plain;
    expect(ask(signed(plain, { body: 'x' }), silent)).toMatchObject({
      code: null,
      sentence: 'plain does not sign its deliveries.',
    });
  });
  test('deep, wide and hostile bodies stay within the budget', () => {
    const bodies = [
      '['.repeat(100_000) + ']'.repeat(100_000),
      `{"a":${'{"a":'.repeat(5_000)}1${'}'.repeat(5_000)}}`,
      `[${'1.5,'.repeat(20_000)}1]`,
      `"${'\\u00e9'.repeat(50_000)}"`,
      'a=b&'.repeat(50_000),
      '\n'.repeat(100_000),
      `${'eyJ'.repeat(20_000)}.${'a'.repeat(20_000)}.b`,
    ];
    for (const body of bodies) {
      let checks = 0;
      let hashed = 0;
      const counted: Provider = {
        ...plain,
        signature: {
          ...plain.signature!,
          check: (...args) => {
            checks++;
            hashed += args[0].body.byteLength;
            return plain.signature!.check(...args);
          },
        },
      };
      const request = signed(plain, { body: 'other' });
      const diagnosis = ask({ ...request, body: Buffer.from(body) }, counted, SECRET, {
        budget: { computations: 500, bytes: 8_000_000 },
      });
      expect(diagnosis.code, body.slice(0, 20)).toBeNull();
      expect(checks).toBeLessThanOrEqual(500);
      expect(hashed).toBeLessThanOrEqual(8_000_000 + 4 * body.length);
    }
  });
  test('bodies above 1 MiB get the cheap attempts, and the answer says so', () => {
    const text = `{"a":"${'x'.repeat(1_100_000)}"}`;
    const request = signed(timed, { body: text });
    const spaced = ask({ ...request, body: Buffer.from(JSON.stringify(JSON.parse(text), null, 2)) }, timed);
    expect(spaced).toMatchObject({ code: null });
    expect(spaced.sentence).toContain('only the cheap attempts');
    expect(ask({ ...request, body: Buffer.from(`${text}\n`) }, timed)).toMatchObject({ code: 'body-trailing-newline' });
  });
  test('the same input gives the same answer', () => {
    const request = { ...signed(plain, { body: BODIES[0]! }), body: Buffer.from('{}') };
    expect(ask(request, plain)).toEqual(ask(request, plain));
  });
  test('neither the secret nor those of other endpoints are ever told', () => {
    const request = signed(plain, { body: BODIES[0]! }, 'other-endpoint-secret');
    const diagnosis = diagnose({
      request,
      provider: plain,
      credentials: [
        { credential: credential(SECRET), origin: 'this-endpoint', endpointName: 'Inbox' },
        { credential: credential('other-endpoint-secret', 'live'), origin: 'other-endpoint', endpointName: 'Shop' },
      ],
      otherProviders: PROVIDERS,
      publicUrls: [],
      nowMs: NOW_MS,
    });
    expect(diagnosis.code).toBe('wrong-secret');
    expect(JSON.stringify(diagnosis)).not.toMatch(/other-endpoint-secret|diagSecret/);
  });
});

/** Small linear congruential generator (Numerical Recipes), so that failures repeat. */
function generator(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state % below;
  };
}

const ODD = [
  '',
  ' ',
  '=',
  ',',
  'v1=',
  'sha256=',
  't=',
  't=NaN,v1=',
  '\u00ff\u00fe',
  'a'.repeat(9_000),
  'eyJhbGciOiJub25lIn0..',
  '%',
  '%E0%A4%A',
  '-1',
  '9'.repeat(400),
  '1e999',
  '\0',
];

function mutated(request: CapturedRequest, random: (below: number) => number): CapturedRequest {
  const odd = () => ODD[random(ODD.length)]!;
  const headers = request.headers.map(([name, value]): HeaderLine => {
    if (random(3) > 0) return [name, value];
    return random(2) === 0 ? [name, odd()] : [odd(), value];
  });
  const body = Buffer.from(request.body);
  if (body.length > 0) body[random(body.length)] = random(256);
  const publicUrl = random(4) === 0 ? odd() : request.publicUrl;
  return {
    ...request,
    headers,
    body: random(5) === 0 ? Buffer.from(odd()) : body,
    publicUrl,
    method: random(6) === 0 ? odd() : request.method,
  };
}
