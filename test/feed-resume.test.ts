import { expect, test } from 'vitest';
import type { FeedMessage } from '../server/contract/feed.ts';
import { type TestApp, withApp } from './support/app.ts';
import { sendRaw } from './support/raw-client.ts';

const post = (app: TestApp, body: string) =>
  sendRaw(
    app.capturePort,
    `POST ${new URL(app.captureUrl).pathname} HTTP/1.1\r\nHost: x\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
  );
const arrivedIds = (messages: readonly FeedMessage[]): number[] =>
  messages.flatMap((message) => (message.kind === 'arrived' ? message.deliveries.map(({ id }) => id) : []));
const upTo =
  (id: number) =>
  (messages: readonly FeedMessage[]): boolean =>
    arrivedIds(messages).includes(id);

test('a client that resumes gets every delivery once and in order', async () => {
  await withApp(async (app) => {
    for (let at = 0; at < 5; at++) await post(app, `a${at}`);
    const first = await app.feed(0, upTo(5));
    for (let at = 0; at < 7; at++) await post(app, `b${at}`);
    const second = await app.feed(first.at(-1)?.seq ?? 0, upTo(12));
    expect([...arrivedIds(first), ...arrivedIds(second)]).toEqual(Array.from({ length: 12 }, (_, at) => at + 1));
    const seqs = [...first, ...second].map(({ seq }) => seq);
    expect(seqs).toEqual([...seqs].sort((a, b) => a - b));
    expect(new Set(seqs).size).toBe(seqs.length);
  });
});

test('a break over a restart of the server loses and repeats nothing', async () => {
  await withApp(async (app) => {
    await post(app, 'before');
    const first = await app.feed(0, upTo(1));
    await post(app, 'unseen');
    await app.restart();
    await post(app, 'after');
    const second = await app.feed(first.at(-1)?.seq ?? 0, upTo(3));
    expect(arrivedIds(second)).toEqual([2, 3]);
  });
});

test('a number from another database is answered with reset', async () => {
  await withApp(async (app) => {
    const [message] = await app.feed(999_999, (messages) => messages.length > 0);
    expect(message?.kind).toBe('reset');
  });
});

test('the feed tells of marks, deletions, restorations, endpoints, destinations and attempts', async () => {
  await withApp(async (app) => {
    await post(app, 'x');
    await app.feed(0, upTo(1));
    const { lastSeq } = await app.call('status', {});
    await app.call('changeDelivery', { params: { id: 1 }, body: { pinned: true } });
    await app.call('deleteDeliveries', { body: { ids: [1] } });
    await app.call('restoreDeliveries', { body: { ids: [1] } });
    const made = await app.call('createEndpoint', { body: { name: 'Second' } });
    const destination = await app.call('createDestination', { body: { url: 'http://127.0.0.1:9/' } });
    await app.call('deleteDestination', { params: { id: destination.id } });
    const messages = await app.feed(lastSeq, (seen) => seen.filter(({ kind }) => kind === 'destination').length === 2);
    expect(messages.map(({ kind }) => kind)).toEqual([
      'changed',
      'deleted',
      'changed',
      'endpoint',
      'destination',
      'destination',
    ]);
    expect(messages[3]).toMatchObject({ id: made.id, endpoint: { name: 'Second' } });
    expect(messages[5]).toMatchObject({ id: destination.id, destination: null });
  });
});

test('no message carries a body or a secret', async () => {
  await withApp(async (app) => {
    await post(app, 'payload-marker');
    await app.call('addSecret', { params: { id: 1 }, body: { name: 'main', value: 'secret-marker' } });
    const messages = await app.feed(0, (seen) => upTo(1)(seen) && seen.some(({ kind }) => kind === 'endpoint'));
    const text = JSON.stringify(messages);
    expect(text).not.toContain('payload-marker');
    expect(text).not.toContain('secret-marker');
  });
});
