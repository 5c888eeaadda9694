import { join } from 'node:path';
import { expect, test } from 'vitest';
import { RESTORABLE_MS } from '../server/store/housekeeping.ts';
import { type TestApp, withApp } from './support/app.ts';
import { holdLock } from './support/hold-lock.ts';
import { sendRaw } from './support/raw-client.ts';

/** A clock that only the test moves. */
function handClock() {
  let now = Date.parse('2026-11-21T12:00:00Z');
  return {
    nowMs: () => now,
    advance: (ms: number) => {
      now += ms;
    },
  };
}

const post = (app: TestApp, url: string, body: string) =>
  sendRaw(
    app.capturePort,
    `POST ${new URL(url).pathname} HTTP/1.1\r\nHost: x\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
  );
const ids = async (app: TestApp): Promise<number[]> =>
  (await app.call('listDeliveries', { query: {} })).deliveries.map(({ id }) => id);
const rows = (app: TestApp, table: string): Promise<number> =>
  app.app.store.writer.write((db) => Number(db.prepare(`SELECT count(*) FROM ${table}`).pluck().get()));

test('deleted deliveries can be restored for an hour, then they are gone for good', async () => {
  const clock = handClock();
  await withApp(async (app) => {
    for (const body of ['one', 'two', 'three']) await post(app, app.captureUrl, body);
    expect(await app.call('deleteDeliveries', { body: { ids: [1, 2] } })).toEqual({ ids: [1, 2] });
    clock.advance(RESTORABLE_MS - 1);
    await app.app.housekeeping.run();
    expect(await app.call('restoreDeliveries', { body: { ids: [2] } })).toEqual({ ids: [2] });
    expect(await ids(app)).toEqual([3, 2]);
    clock.advance(2);
    await app.app.housekeeping.run();
    expect(await rows(app, 'delivery')).toBe(2);
    const late = await app.ask('restoreDeliveries', { body: { ids: [1] } });
    expect(JSON.parse(late.bytes.toString())).toMatchObject({ code: 'nothing-to-restore' });
    expect(await ids(app)).toEqual([3, 2]);
    expect((await app.call('listDeliveries', { query: { query: 'one' } })).deliveries).toEqual([]);
  }, clock);
});

test('the ids of deliveries that are gone are never given again, not even after a restart', async () => {
  const clock = handClock();
  await withApp(async (app) => {
    for (const body of ['one', 'two', 'three']) await post(app, app.captureUrl, body);
    await app.call('deleteDeliveries', { body: { ids: [1, 2, 3] } });
    clock.advance(RESTORABLE_MS + 1);
    await app.app.housekeeping.run();
    expect(await rows(app, 'delivery')).toBe(0);
    await app.restart();
    await post(app, app.captureUrl, 'four');
    expect(await ids(app)).toEqual([4]);
    expect((await app.call('listDeliveries', { query: { query: 'four' } })).matching).toBe(1);
  }, clock);
});

test('a deleted endpoint hides its deliveries and answers 404; restored within the hour all is as before', async () => {
  const clock = handClock();
  await withApp(async (app) => {
    const made = await app.call('createEndpoint', { body: { name: 'Orders' } });
    await post(app, app.captureUrl, 'inbox');
    await post(app, made.url, 'order');
    await app.call('deleteEndpoint', { params: { id: made.id } });
    expect((await post(app, made.url, 'late')).status).toBe(404);
    expect(await ids(app)).toEqual([1]);
    expect((await app.ask('getDelivery', { params: { id: 2 } })).status).toBe(404);
    expect((await app.call('status', {})).deliveries).toBe(1);
    clock.advance(RESTORABLE_MS - 1);
    await app.app.housekeeping.run();
    expect(await app.call('restoreEndpoint', { params: { id: made.id } })).toMatchObject({
      slug: made.slug,
      deliveries: 1,
    });
    expect(await ids(app)).toEqual([2, 1]);
    expect((await post(app, made.url, 'again')).status).toBe(200);
  }, clock);
});

test('after the hour an endpoint is gone with its deliveries and secrets, and its id is not given again', async () => {
  const clock = handClock();
  await withApp(async (app) => {
    const made = await app.call('createEndpoint', { body: { name: 'Orders' } });
    await app.call('addSecret', { params: { id: made.id }, body: { name: 'signing', value: 'x' } });
    for (let at = 0; at < 450; at++) await post(app, made.url, `order ${at}`);
    await app.call('deleteEndpoint', { params: { id: made.id } });
    clock.advance(RESTORABLE_MS + 1);
    await app.app.housekeeping.run();
    expect([await rows(app, 'delivery'), await rows(app, 'secret'), await rows(app, 'endpoint')]).toEqual([0, 0, 1]);
    expect((await app.ask('restoreEndpoint', { params: { id: made.id } })).status).toBe(404);
    await app.restart();
    expect((await app.call('createEndpoint', { body: { name: 'Next' } })).id).toBeGreaterThan(made.id);
    expect((await app.call('listDeliveries', { query: {} })).total).toBe(0);
  }, clock);
});

test('a destination’s id is not given to another one, so that old attempts keep their meaning', async () => {
  await withApp(async (app) => {
    const first = await app.call('createDestination', { body: { url: 'http://127.0.0.1:9/a' } });
    await app.call('deleteDestination', { params: { id: first.id } });
    const second = await app.call('createDestination', { body: { url: 'http://127.0.0.1:9/b' } });
    expect(second.id).toBeGreaterThan(first.id);
  });
});

test('retention removes the oldest by count, age and size, never pins, and says how many', async () => {
  const clock = handClock();
  await withApp(async (app) => {
    for (let at = 0; at < 10; at++) {
      await post(app, app.captureUrl, 'x'.repeat(1_000));
      clock.advance(86_400_000);
    }
    await app.call('listDeliveries', { query: {} });
    await app.call('changeDelivery', { params: { id: 1 }, body: { pinned: true } });
    const prune = async (settings: object): Promise<number[]> => {
      await app.call('setSettings', { body: { keepDays: null, keepCount: null, keepBytes: null, ...settings } });
      await app.app.housekeeping.run();
      return ids(app);
    };
    expect(await prune({})).toHaveLength(10);
    expect(await prune({ keepCount: 8 })).toEqual([10, 9, 8, 7, 6, 5, 4, 1]);
    expect(await prune({ keepDays: 4.5 })).toEqual([10, 9, 8, 7, 1]);
    expect((await app.call('status', {})).pruned).toBe(5);
    const feed = await app.feed(0, (messages) => messages.filter(({ kind }) => kind === 'deleted').length === 2);
    expect(feed.flatMap((message) => (message.kind === 'deleted' ? message.ids : []))).toEqual([2, 3, 4, 5, 6]);
  }, clock);
});

test('a stop while a deleted endpoint is ended leaves it with what is left of its deliveries, and the next run ends both', async () => {
  const clock = handClock();
  await withApp(async (app) => {
    const made = await app.call('createEndpoint', { body: { name: 'Second' } });
    for (const body of ['one', 'two']) await post(app, made.url, body);
    await app.call('deleteEndpoint', { params: { id: made.id } });
    clock.advance(RESTORABLE_MS + 1);
    const running = app.app.housekeeping.run();
    app.app.housekeeping.stop();
    await running;
    expect([await rows(app, 'endpoint'), await rows(app, 'delivery')]).toEqual([2, 2]);
    await app.restart();
    await app.app.housekeeping.run();
    expect([await rows(app, 'endpoint'), await rows(app, 'delivery')]).toEqual([1, 0]);
  }, clock);
});

test('a deleted endpoint stays while its deliveries are not described, so that none of them is left behind', async () => {
  const clock = handClock();
  await withApp(async (app) => {
    const made = await app.call('createEndpoint', { body: { name: 'Second' } });
    await app.app.store.reader.call('settled', null);
    const lock = await holdLock(join(app.dataDir, 'index.db'), 'BEGIN IMMEDIATE');
    for (const body of ['one', 'two']) await post(app, made.url, body);
    await app.call('deleteEndpoint', { params: { id: made.id } });
    clock.advance(RESTORABLE_MS + 1);
    await app.app.housekeeping.run();
    expect([await rows(app, 'endpoint'), await rows(app, 'delivery')]).toEqual([2, 2]);
    await lock.release();
    await app.app.store.reader.call('settled', null);
    await app.app.housekeeping.run();
    expect([await rows(app, 'endpoint'), await rows(app, 'delivery')]).toEqual([1, 0]);
  }, clock);
});
