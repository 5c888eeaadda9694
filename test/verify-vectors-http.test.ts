import { expect, test } from 'vitest';
import type { Endpoint } from '../server/contract/endpoint.ts';
import type { CapturedRequest } from '../server/contract/request.ts';
import { findProvider } from '../server/providers/index.ts';
import { judge } from '../server/providers/judge.ts';
import type { Credential, Provider } from '../server/providers/provider.ts';
import { type Vector, vectorCredential, vectorRequest } from '../server/providers/vectors.ts';
import { type TestApp, withApp } from './support/app.ts';
import { freshCredential, withSigned } from './support/provider-bench.ts';
import { deliver, endpointOf, type Sent } from './support/signed-delivery.ts';
import { providersWithVectors, vectorsOf } from './support/vectors.ts';

/**
 * An example is posted with its own header lines and bytes, at its own time. Its path is the endpoint's here, which is another
 * one than the example's: where the URL is part of what is signed (shown by judging it with another path), no published
 * signature can fit, so the provider's own `sign` makes a new one for the URL that is really called. The one provider whose
 * example comes with a public key alone, TrueLayer, gets a key pair of the test's.
 */
const SIGNS_THE_URL = [
  'atlassian-connect',
  'contentful',
  'mandrill',
  'messagebird',
  'plivo',
  'square',
  'trello',
  'truelayer',
  'twilio',
  'upstash-qstash',
];

/** Providers whose example comes with a public key, with which nobody can sign. */
const PUBLIC_KEYS = new Set(['truelayer']);

test('one example of each provider, posted to a running server, reads back with its verdict', {
  timeout: 120_000,
}, async () => {
  let nowMs = 0;
  await withApp(
    async (app) => {
      const vectors = providersWithVectors.flatMap((provider) => chosen(vectorsOf(provider)));
      const posts = await Promise.all(vectors.map((vector) => prepare(app, vector)));
      for (const now of new Set(vectors.map((vector) => vector.now))) {
        nowMs = now * 1_000;
        const due = posts.filter(({ vector }) => vector.now === now);
        await Promise.all(due.map(({ endpoint, request }) => deliver(app, endpoint, request)));
      }
      const { deliveries } = await app.call('listDeliveries', { query: { limit: 1_000 } });
      const verdicts = new Map(deliveries.map(({ endpointId, verdict }) => [endpointId, verdict.kind]));
      const got = posts.map(({ vector, endpoint }) => [vector.id, verdicts.get(endpoint.id)]);
      expect(got).toEqual(vectors.map(({ id, expect: expected }) => [id, expected]));
      const anew = posts.filter(({ signedAnew }) => signedAnew).map(({ vector }) => vector.provider);
      expect(anew).toEqual(SIGNS_THE_URL);
    },
    { nowMs: () => nowMs },
  );
});

/** The first valid example, and the first one whose body was changed: the two that need no knowledge of the URL or clock. */
function chosen(vectors: readonly Vector[]): readonly Vector[] {
  const valid = vectors.find(({ expect }) => expect === 'valid');
  const changed = vectors.find(({ failure }) => failure === 'body-changed');
  return [valid, changed].filter((vector) => vector !== undefined);
}

interface Prepared {
  readonly vector: Vector;
  readonly endpoint: Endpoint;
  readonly request: Sent;
  readonly signedAnew: boolean;
}

/** Make the endpoint of an example, with its secret, and the request to post to it. */
async function prepare(app: TestApp, vector: Vector): Promise<Prepared> {
  const signedAnew = vector.expect === 'valid' && !fitsElsewhere(vector);
  const provider = findProvider(vector.provider)!;
  const given = vectorCredential(vector);
  const credential = signedAnew && PUBLIC_KEYS.has(provider.id) ? freshCredential(provider) : given;
  const endpoint = await endpointOf(app, provider.id, [credential], vector.id);
  const there = movedTo(vector, endpoint.url);
  const { method, target, headers, body } = signedAnew ? signAnew(there, provider, credential) : there;
  const pathAndQuery = target.slice(new URL(endpoint.url).pathname.length);
  return { vector, endpoint, request: { method, pathAndQuery, headers, body }, signedAnew };
}

/** Take away what its signer wrote, and sign as the provider would. */
function signAnew(request: CapturedRequest, provider: Provider, credential: Credential): CapturedRequest {
  const sign = (one: CapturedRequest) => provider.signature!.sign!(one, credential, one.arrivedAtMs);
  const written = new Set(sign(request).headers.map(([name]) => name.toLowerCase()));
  const bare = { ...request, headers: request.headers.filter(([name]) => !written.has(name.toLowerCase())) };
  return withSigned(bare, sign(bare));
}

/** The request of an example as it comes to another address: its path is that one's, its query stays. */
function movedTo(vector: Vector, url: string): CapturedRequest {
  const request = vectorRequest(vector);
  const query = request.target.indexOf('?');
  const target = `${new URL(url).pathname}${query < 0 ? '' : request.target.slice(query)}`;
  return { ...request, target, publicUrl: `${new URL(url).origin}${target}` };
}

/** Whether an example's own signature fits at another address too. */
function fitsElsewhere(vector: Vector): boolean {
  const there = movedTo(vector, 'https://elsewhere.example/e/other');
  const { check } = judge(there, findProvider(vector.provider)!, [vectorCredential(vector)], vector.now * 1_000);
  return check.kind === 'valid';
}
