import { expect, test } from 'vitest';
import { findProvider } from '../server/providers/index.ts';
import { judge } from '../server/providers/judge.ts';
import { NOW, sampleRequest, withSigned } from './support/provider-bench.ts';

const credential = { name: 'a', value: 'shared-secret-0123456789', extra: {} };

/** Milliseconds to judge a genuine token beside a query of `parameters` equal names and a path of many segments; the best of three. */
function judged(parameters: number): number {
  const provider = findProvider('atlassian-connect')!;
  const sample = sampleRequest(provider);
  const signed = withSigned(sample, provider.sign!(sample, credential, NOW));
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
