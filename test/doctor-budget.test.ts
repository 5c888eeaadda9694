import crypto from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { diagnose } from '../server/doctor/diagnose.ts';
import { findProvider, providers } from '../server/providers/index.ts';
import type { Provider } from '../server/providers/provider.ts';
import { effort } from '../server/providers/schemes/effort.ts';
import { FORM_BODIES } from './doctor-corpus/bodies.ts';
import { genuine } from './doctor-corpus/case.ts';
import { freshCredential, NOW, sampleRequest } from './support/provider-bench.ts';

/** The functions of Node that compute or verify a signature, counted as they are called. */
const real = { createHmac: crypto.createHmac, verify: crypto.verify };
let calls = 0;

beforeAll(() => {
  const counted = <T extends (...given: never[]) => unknown>(made: T): T =>
    ((...given: Parameters<T>) => {
      calls++;
      return made(...given);
    }) as T;
  crypto.createHmac = counted(real.createHmac);
  crypto.verify = counted(real.verify as never) as typeof real.verify;
  syncBuiltinESMExports();
});
afterAll(() => {
  Object.assign(crypto, real);
  syncBuiltinESMExports();
});

/** What `run` computed, and what the schemes counted of it. */
function costOf(run: () => unknown): { readonly computed: number; readonly counted: number } {
  const [before, from] = [calls, effort().computations];
  run();
  return { computed: calls - before, counted: effort().computations - from };
}

const authorization = ['Authorization', `Basic ${Buffer.from('us er:pä:ss').toString('base64')}`] as const;

test('no check computes more signatures than it counts, but for one', () => {
  const over = providers.flatMap((provider) => {
    if (provider.samples === undefined || provider.signature === undefined) return [];
    const sent = sampleRequest(provider);
    const [right, wrong] = [freshCredential(provider), freshCredential(provider, 2)];
    const lines = { ...sent, headers: [...sent.headers, authorization] };
    const signed = (provider.signature?.sign?.(lines, right, NOW).headers ?? []).filter(
      ([name]) => name !== 'Authorization',
    );
    const damaged = {
      ...lines,
      headers: [...lines.headers, ...signed],
      body: Buffer.concat([sent.body, Buffer.from(' ')]),
    };
    const { computed, counted } = costOf(() => provider.signature!.check(damaged, wrong, NOW));
    return computed > Math.max(1, counted) ? [`${provider.id}: ${computed} computed, ${counted} counted`] : [];
  });
  expect(over).toEqual([]);
});

test.each(['twilio', 'hubspot', 'square', 'plivo', 'trello'])(
  'a diagnosis of %s, whose check tries several addresses, computes no more than its budget and what one check may cost',
  (id) => {
    const form = { type: 'application/x-www-form-urlencoded', path: '/e/inbox?a=b&c=d%20e' };
    const of = genuine(id, FORM_BODIES['javaForm']!, form);
    const provider: Provider = findProvider(id)!;
    const request = { ...of.request, headers: [...of.request.headers, authorization], body: Buffer.from('a=1&b=2') };
    const given = {
      request,
      provider,
      credentials: [{ credential: of.credential, origin: 'this-endpoint' as const, endpointName: 'Inbox' }],
      otherProviders: [],
      publicUrls: [],
      nowMs: NOW,
    };
    const one = costOf(() => provider.signature!.check(request, of.credential, NOW)).computed;
    expect(one).toBeGreaterThan(1);
    for (const computations of [50, 300]) {
      const { computed } = costOf(() => diagnose({ ...given, budget: { computations, bytes: 1e9 } }));
      expect(computed).toBeGreaterThan(computations / 2);
      // Finding the rule tries each reading of the secret, and the evidence of hypotheses a few more; neither grows with the budget.
      expect(computed).toBeLessThanOrEqual(computations + one + 40);
    }
  },
);
