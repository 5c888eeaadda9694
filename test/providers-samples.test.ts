import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { findProvider, providers, recogniseProvider } from '../server/providers/index.ts';
import { judge } from '../server/providers/judge.ts';
import type { Credential, Provider, Sample } from '../server/providers/provider.ts';
import { freshCredential, NOW, requestOf, withSigned } from './support/provider-bench.ts';

const FOLDER = new URL('../server/providers/samples/', import.meta.url);
const ids = readdirSync(FOLDER).map((file) => file.replace(/\.json$/, ''));

test('every file of samples belongs to a provider, and those that state how they deliver have one', () => {
  for (const id of ids) expect(findProvider(id)?.id, id).toBe(id);
  expect(ids).toEqual(expect.arrayContaining(providers.flatMap(({ id, delivery }) => (delivery ? [id] : []))));
  expect(ids.length).toBeGreaterThanOrEqual(40);
});

test.each(ids)('%s: at least three samples, each recognised, described by its event and signed', async (id) => {
  const provider = findProvider(id)!;
  const credential = freshCredential(provider);
  const samples = await provider.samples!.all(NOW);
  expect(samples.length).toBeGreaterThanOrEqual(3);
  for (const sample of samples) {
    const sent = signed(provider, sample, credential);
    expect(recogniseProvider(sent)?.id, sample.event).toBe(id);
    const { event, resource } = provider.describe(sent);
    expect(event).toBe(sample.event);
    expect(resource, sample.event).not.toBeNull();
    if (provider.signature?.sign !== undefined)
      expect(judge(sent, provider, [credential], NOW).check, sample.event).toMatchObject({ kind: 'valid' });
  }
});

test('a provider without a file has its first sample alone', async () => {
  const provider = providers.find(({ id }) => !ids.includes(id))!;
  expect(await provider.samples!.all(NOW)).toEqual([provider.samples!.first(NOW)]);
});

function signed(provider: Provider, sample: Sample, credential: Credential) {
  const request = requestOf(sample);
  const sign = provider.signature?.sign;
  return sign === undefined ? request : withSigned(request, sign(request, credential, NOW));
}
