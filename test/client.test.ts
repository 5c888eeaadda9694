import { request as httpRequest } from 'node:http';
import { describe, expect, test } from 'vitest';
import { openApiClient } from '../server/cli/api-client.ts';
import { answerOf } from '../server/client/answer.ts';
import type { Carry } from '../server/client/carry.ts';
import { carryByFetch } from '../server/client/carry-by-fetch.ts';
import { type Client, createClient } from '../server/client/client.ts';
import { appForAll } from './support/app-for-all.ts';
import { fill } from './support/fill.ts';

const app = appForAll((test) => fill(test, 3));

const unreachable = { code: 'unreachable', sentence: 'Nothing answers.' };
const errorOf = ({ code }: { readonly code: string }): Error => new Error(code);
const byFetch = (origin: string): Client =>
  createClient({ carry: carryByFetch({ origin, token: app().app.token, fetch, unreachable }), errorOf });

/** The same over `node:http`, as a program carries it that has no `fetch`. */
const carryByHttp: Carry = async ({ method, target, body }) => {
  const { promise, resolve, reject } = Promise.withResolvers<{ status: number; bytes: Buffer }>();
  const headers = {
    authorization: `Bearer ${app().app.token}`,
    ...(body === null
      ? {}
      : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body), origin: app().origin }),
  };
  const request = httpRequest(new URL(target, app().origin), { method, headers }, async (response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of response) chunks.push(chunk as Buffer);
    resolve({ status: response.statusCode ?? 0, bytes: Buffer.concat(chunks) });
  });
  request.on('error', reject).end(body ?? undefined);
  const { status, bytes } = await promise;
  return answerOf(status, new Uint8Array(bytes));
};

describe.each<[carried: string, open: () => Client]>([
  ['by fetch', () => byFetch(app().origin)],
  ['by node:http', () => createClient({ carry: carryByHttp, errorOf })],
  ['by the command line', () => openApiClient(app().dataDir)],
])('the client, carried %s', (_, open) => {
  test('answers JSON, nothing and bytes', async () => {
    const client = open();
    const listed = await client.ask('listDeliveries', { query: { limit: 2 } });
    expect(listed).toMatchObject({ kind: 'answered', value: { deliveries: [{ id: 3 }, { id: 2 }] } });
    const { id } = await client.call('saveSearch', { body: { name: 'a', query: 'b' } });
    expect(await client.ask('deleteSearch', { params: { id } })).toEqual({ kind: 'answered', value: undefined });
    const bytes = await client.bytes('getBody', { params: { id: 1 }, query: { from: 0, to: 1 } });
    expect(Buffer.from(bytes).toString()).toBe('{');
  });

  test("gives the server's Problem as a value, and throws what is made of it where a value is wanted", async () => {
    const client = open();
    const asked = await client.ask('getDelivery', { params: { id: 999 } });
    expect(asked).toEqual({
      kind: 'problem',
      problem: {
        code: 'no-such-delivery',
        status: 404,
        detail: 'delivery 999',
        sentence: expect.stringMatching(/^There is no such delivery\./),
      },
    });
    await expect(client.call('getDelivery', { params: { id: 999 } })).rejects.toThrow(/no.such.delivery/);
    await expect(client.bytes('getBody', { params: { id: 999 }, query: {} })).rejects.toThrow(/no.such.delivery/);
  });
});

describe('the client', () => {
  test('tells by the same kind of value that nothing answers, that its token is unknown, and that an answer is odd', async () => {
    const nobody = byFetch('http://127.0.0.1:1');
    expect(await nobody.ask('status')).toEqual({ kind: 'problem', problem: { ...unreachable, status: 0 } });
    const wrong = carryByFetch({ origin: app().origin, token: 'x'.repeat(43), fetch, unreachable });
    expect(await createClient({ carry: wrong, errorOf }).ask('status')).toMatchObject({
      kind: 'problem',
      problem: { code: 'wrong-token', status: 401 },
    });
    const odd: Carry = async () => answerOf(502, new TextEncoder().encode('<html>Bad gateway</html>'));
    expect(await createClient({ carry: odd, errorOf }).ask('status')).toEqual({
      kind: 'problem',
      problem: { code: 'unexpected', status: 502, sentence: 'Hookglass answered 502 without a reason.' },
    });
  });

  test('throws what ends a call that was called off, not a Problem', async () => {
    await expect(
      byFetch(app().origin).bytes('getBody', { params: { id: 1 }, query: {} }, { signal: AbortSignal.abort() }),
    ).rejects.toMatchObject({ name: 'AbortError' });
  });

  test('counts bytes as they come, and reads the feed', async () => {
    const counted: number[] = [];
    const client = byFetch(app().origin);
    const onProgress = (sizeBytes: number): void => void counted.push(sizeBytes);
    const bytes = await client.bytes('getBody', { params: { id: 1 }, query: {} }, { onProgress });
    expect(counted.at(-1)).toBe(bytes.length);
    const stop = new AbortController();
    const reader = (await client.feed(0, stop.signal)).getReader();
    expect((await reader.read()).value?.length).toBeGreaterThan(0);
    stop.abort();
  });
});
