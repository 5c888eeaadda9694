import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { findProvider } from '../server/providers/index.ts';
import { officialSdks } from './support/official-sdks.ts';
import { NOW, sampleRequest, withSigned } from './support/provider-bench.ts';

beforeAll(() => vi.useFakeTimers({ now: NOW, toFake: ['Date'] }));
afterAll(() => vi.useRealTimers());

const sdks = officialSdks();

test('libraries of at least fifteen providers take part, and at least fifteen of them sign', () => {
  expect(new Set(sdks.map(({ provider }) => provider)).size).toBeGreaterThanOrEqual(15);
  expect(sdks.filter(({ sign }) => sign !== undefined).length).toBeGreaterThanOrEqual(15);
});

const FORMS: Readonly<Record<string, string>> = {
  'verify-paddle-webhook': 'alert_id=1&alert_name=payment&customer=J%C3%BCrgen',
};

describe.each(sdks.map((sdk) => [`${sdk.provider} with ${sdk.library}`, sdk] as const))('%s', (_, sdk) => {
  const provider = findProvider(sdk.provider)!;
  const sample = sampleRequest(provider);
  const form = FORMS[sdk.library];
  const request =
    form === undefined
      ? sample
      : {
          ...sample,
          body: Buffer.from(form),
          headers: [['Content-Type', 'application/x-www-form-urlencoded'] as const],
        };
  const signed = () => withSigned(request, provider.signature!.sign!(request, sdk.credential, NOW));

  test('accepts what Hookglass signs', async () => {
    expect(await sdk.accepts(signed())).toBe(true);
  });

  test('refuses what Hookglass refuses: another body', async () => {
    const one = signed();
    const at = one.body.findIndex((byte) => byte >= 0x61 && byte <= 0x7a);
    const body = Buffer.from(one.body);
    body[at] = body[at]! ^ 2;
    expect(await sdk.accepts({ ...one, body })).toBe(false);
    expect(provider.signature!.check({ ...one, body }, sdk.credential, NOW).kind).toBe('invalid');
  });

  if (sdk.sign === undefined) return;
  const { sign } = sdk;
  test('signs what Hookglass accepts', async () => {
    const one = withSigned(request, await sign(request));
    expect(provider.signature!.check(one, sdk.credential, NOW)).toMatchObject({ kind: 'valid', stale: false });
  });
});
