import { expect, test } from 'vitest';
import type { FeedMessage } from '../server/contract/feed.ts';
import type { Judging } from '../server/contract/verification.ts';
import { encodeHead } from '../server/describe/head.ts';
import { openConnections } from '../server/index/connections.ts';
import { createRejudging } from '../server/index/judging.ts';
import { findProvider } from '../server/providers/index.ts';
import { judge, toVerdict } from '../server/providers/judge.ts';
import { vectorCredential, vectorRequest } from '../server/providers/vectors.ts';
import { type TestApp, withApp } from './support/app.ts';
import { deliver, endpointOf, githubHeader, settled } from './support/signed-delivery.ts';
import { vectorsOf } from './support/vectors.ts';

const SECRET = 'right-secret';
const BODY = Buffer.from(JSON.stringify({ action: 'opened', note: 'x'.repeat(2_000) }));

const HEAD = encodeHead('POST', '/e/x', '1.1', ['Content-Type', 'application/json', ...githubHeader(SECRET, BODY)]);

/** Keep `count` signed deliveries of 2 KB, as the capture listener would. */
async function keep(
  { app }: TestApp,
  endpointId: number,
  count: number,
  head = HEAD,
  body: Uint8Array = BODY,
): Promise<void> {
  const row = { endpointId, at: 1, status: 200, head, body, meta: null };
  const one = (): Promise<void> =>
    new Promise((resolve, reject) =>
      app.store.writer.capture(row, (error) => (error === null ? resolve() : reject(error))),
    );
  await Promise.all(Array.from({ length: count }, one));
  await app.store.reader.call('describedUpTo', app.store.writer.lastId());
}

const counted = async ({ call }: TestApp, query: string): Promise<number | null> =>
  (await call('listDeliveries', { query: { query, limit: 1 } })).matching;

test('thousands of deliveries are judged again behind, with progress that only grows', {
  timeout: 60_000,
}, async () => {
  await withApp(async (app) => {
    const endpoint = await endpointOf(app, 'github');
    await keep(app, endpoint.id, 2_000);
    expect(await counted(app, 'cause:no-secret')).toBe(2_000);
    const { lastSeq } = await app.call('status', {});
    await app.call('addSecret', { params: { id: endpoint.id }, body: { name: 'a', value: SECRET } });

    const seen: Judging[] = [];
    for (;;) {
      const [judging] = (await app.call('status', {})).judging;
      if (judging === undefined) break;
      seen.push(judging);
    }
    expect(seen.every(({ endpointId, total }) => endpointId === endpoint.id && total === 2_000)).toBe(true);
    expect(seen.map(({ done }) => done)).toEqual(seen.map(({ done }) => done).sort((a, b) => a - b));
    expect(await counted(app, 'verdict:valid')).toBe(2_000);

    const changed = (messages: readonly FeedMessage[]): Set<number> =>
      new Set(messages.flatMap((one) => (one.kind === 'changed' ? one.deliveries.map(({ id }) => id) : [])));
    const messages = await app.feed(lastSeq, (all) => changed(all).size === 2_000);
    expect(messages.some(({ kind }) => kind === 'status')).toBe(true);
  });
});

test('while deliveries are judged again, new ones are taken and judged with the new secret', async () => {
  await withApp(async (app) => {
    const endpoint = await endpointOf(app, 'github');
    await keep(app, endpoint.id, 500);
    await app.call('addSecret', { params: { id: endpoint.id }, body: { name: 'a', value: SECRET } });
    const headers = [githubHeader(SECRET, BODY)];
    const { id, status } = await deliver(app, endpoint, { headers, body: BODY });
    expect(status).toBe(200);
    expect((await app.call('getDelivery', { params: { id } })).verdict.kind).toBe('valid');
    await settled(app, id);
    expect(await counted(app, 'verdict:valid')).toBe(501);
  });
});

test('cancelling over the API leaves whole verdicts, and judging can be asked for again', async () => {
  await withApp(async (app) => {
    const endpoint = await endpointOf(app, 'github');
    await keep(app, endpoint.id, 2_000);
    await app.call('addSecret', { params: { id: endpoint.id }, body: { name: 'a', value: SECRET } });
    await app.call('cancelJudging', { params: { id: endpoint.id } });
    expect((await app.call('status', {})).judging).toEqual([]);
    const valid = (await counted(app, 'verdict:valid')) ?? 0;
    expect(valid + ((await counted(app, 'cause:no-secret')) ?? 0)).toBe(2_000);
    await settled(app, 1);
    expect(await counted(app, 'verdict:valid')).toBe(valid);

    const started = await app.call('judgeAgain', { params: { id: endpoint.id } });
    expect(started).toEqual({ endpointId: endpoint.id, done: 0, total: 2_000 });
    await settled(app, 1);
    expect(await counted(app, 'verdict:valid')).toBe(2_000);
    expect((await app.ask('judgeAgain', { params: { id: 99 } })).status).toBe(404);
    expect((await app.ask('cancelJudging', { params: { id: 99 } })).status).toBe(404);
  });
});

test('judging goes from the newest to the oldest, stops where it is cancelled, and is resumed after a restart', async () => {
  await withApp(async (app) => {
    const endpoint = await endpointOf(app, 'github');
    await keep(app, endpoint.id, 10);
    await settled(app, 1);
    const github = findProvider('github') ?? null;
    const credential = { name: 'a', value: SECRET, extra: {} };
    const open = () => {
      const connections = openConnections(app.dataDir);
      const rejudging = createRejudging(
        connections,
        ({ request }) => toVerdict(judge(request, github!, [credential], 1).check),
        () => github,
      );
      return { ...rejudging, close: connections.close };
    };
    const first = open();
    expect(first.start(endpoint.id)).toEqual({ endpointId: endpoint.id, done: 0, total: 10 });
    expect([first.slice(0), first.slice(0), first.slice(0)]).toEqual([[10], [9], [8]]);
    expect(first.active()).toEqual([{ endpointId: endpoint.id, done: 3, total: 10 }]);
    first.close();

    const second = open();
    expect(second.slice(0)).toEqual([7]);
    second.cancel(endpoint.id);
    expect(second.active()).toEqual([]);
    expect(second.slice(0)).toBeNull();

    second.start(endpoint.id);
    const rest: number[] = [];
    for (let ids = second.slice(0); ids !== null; ids = second.slice(0)) rest.push(...ids);
    expect(rest).toEqual([6, 5, 4, 3, 2, 1]);
    second.close();
  });
});

test('of many failures each gets a quick look, and the cause found when one is opened comes into the list', async () => {
  await withApp(async (app) => {
    const vector = vectorsOf('github').find(({ id }) => id === 'github-wrong-secret')!;
    const endpoint = await endpointOf(app, 'github', [vectorCredential(vector)]);
    const { headers, body } = vectorRequest(vector);
    const flat = headers.flat();
    await keep(app, endpoint.id, 100, encodeHead('POST', '/e/x', '1.1', flat), body);
    const newest = await settled(app, 100);
    expect(newest.verdict).toMatchObject({ kind: 'invalid', cause: null });
    expect((await settled(app, 1)).verdict.cause).toBe('wrong-secret');

    const { lastSeq } = await app.call('status', {});
    const { verdict } = await app.call('getVerification', { params: { id: 100 } });
    expect(verdict.cause).toBe('wrong-secret');
    expect((await app.call('getDelivery', { params: { id: 100 } })).verdict).toEqual(verdict);
    const [message] = await app.feed(lastSeq, (all) => all.length > 0);
    expect(message).toMatchObject({ kind: 'changed', deliveries: [{ id: 100, verdict }] });
  });
});

test('judged again, a delivery keeps nothing of its old cause', async () => {
  await withApp(async (app) => {
    const vector = vectorsOf('github').find(({ id }) => id === 'github-wrong-secret')!;
    const endpoint = await endpointOf(app, 'github', [vectorCredential(vector)]);
    const { headers, body } = vectorRequest(vector);
    await keep(app, endpoint.id, 1, encodeHead('POST', '/e/x', '1.1', headers.flat()), body);
    expect((await settled(app, 1)).verdict).toMatchObject({ kind: 'invalid', cause: 'wrong-secret' });
    const [secret] = await app.call('listSecrets', { params: { id: endpoint.id } });
    await app.call('deleteSecret', { params: { id: secret?.id ?? 0 } });
    expect((await settled(app, 1)).verdict).toMatchObject({ kind: 'unchecked', code: 'no-secret', cause: null });
    expect(await counted(app, 'cause:wrong-secret')).toBe(0);
  });
});
