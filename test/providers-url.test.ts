import { describe, expect, test } from 'vitest';
import type { CapturedRequest } from '../server/contract/request.ts';
import { findProvider, providers } from '../server/providers/index.ts';
import type { Provider } from '../server/providers/provider.ts';
import { pathOf } from '../server/providers/schemes/template.ts';
import { type Vector, vectorCredential, vectorRequest } from '../server/providers/vectors.ts';
import { freshCredential, NOW, sampleRequest, withSigned } from './support/provider-bench.ts';
import { SIGNED_URL_PARTS, signedUrlParts } from './support/signed-url.ts';
import { providersWithVectors, vectorsOf } from './support/vectors.ts';

const partsOf = (id: string): readonly string[] => SIGNED_URL_PARTS[id] ?? [];

/** The provider's sample below a path of its own and with two parameters more, so that there is something to change. */
function addressedSample(provider: Provider): CapturedRequest {
  const sample = sampleRequest(provider);
  const [path, query] = sample.publicUrl.split('?');
  const publicUrl = `${path}/in7?${query === undefined ? '' : `${query}&`}shop=eu1&lane=2b`;
  return { ...sample, publicUrl, target: pathOf(publicUrl) };
}

const signing = providers.filter(({ signature, id }) => signature?.sign !== undefined && id !== 'apple-app-store');

describe.each(signing.map((provider) => [provider.id, provider] as const))('%s', (id, provider) => {
  test('refuses a change of each part of the address that it signs, and minds no other', () => {
    const credential = freshCredential(provider);
    const bare = addressedSample(provider);
    const signed = withSigned(bare, provider.signature!.sign!(bare, credential, NOW));
    const fits = (request: CapturedRequest) => provider.signature!.check(request, credential, NOW).kind === 'valid';
    expect(fits(signed)).toBe(true);
    expect(signedUrlParts(signed, fits)).toEqual([...partsOf(id)].sort());
  });
});

/** Schemes of a provider that sign another part of the address than its present one; a base path of an app is not signed. */
const OTHER_SCHEMES: Readonly<Record<string, readonly string[]>> = {
  'jwt-hs256-below-base-path': ['method', 'path?', 'query'],
  'hubspot-v1': [],
  'plivo-v2': ['host', 'path', 'scheme'],
};

/** What an example has to depend on: no part that its URL does not have. */
function expectedOf({ provider, scheme, url }: Vector): readonly string[] {
  const names = url.includes('?')
    ? url
        .split('?')[1]!
        .split('&')
        .map((one) => decodeURIComponent(one.split('=')[0]!))
    : [];
  const parts = OTHER_SCHEMES[scheme ?? ''] ?? partsOf(provider);
  const bare = new URL(url).pathname === '/';
  const kept = bare ? parts.filter((part) => part !== 'path') : parts;
  const present = kept.filter((part) => !part.startsWith('query:') || names.includes(part.slice('query:'.length)));
  const single = names.length === 1 ? [`query:${names[0]}`] : names.length === 0 ? [] : ['query'];
  return present.flatMap((part) => (part === 'query' ? single : [part])).sort();
}

/** Examples in which the secret itself stands in the address, because the provider signs nothing. */
const hasSecretInUrl = ({ secret, url }: Vector): boolean => secret !== undefined && url.includes(secret);

test('every valid example depends on the parts of its URL that its scheme signs, and on no other', () => {
  const examples = providersWithVectors.flatMap((id) => vectorsOf(id)).filter(({ expect }) => expect === 'valid');
  const looked = examples.filter((vector) => !hasSecretInUrl(vector));
  expect(looked.length).toBeGreaterThan(200);
  const wrong = looked.flatMap((vector) => {
    const provider = findProvider(vector.provider)!;
    const credential = vectorCredential(vector);
    const fits = (request: CapturedRequest) =>
      provider.signature!.check(request, credential, vector.now * 1000).kind === 'valid';
    const got = signedUrlParts(vectorRequest(vector), fits);
    const wanted = expectedOf(vector);
    return got.join() === wanted.join() ? [] : [{ id: vector.id, url: vector.url, got, wanted }];
  });
  expect(wrong).toEqual([]);
});

test('each provider that is said to sign a part of the address is one that exists', () => {
  expect(Object.keys(SIGNED_URL_PARTS).filter((id) => findProvider(id) === undefined)).toEqual([]);
});
