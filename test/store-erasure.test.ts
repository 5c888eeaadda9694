import { once } from 'node:events';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { RESTORABLE_MS } from '../server/store/housekeeping.ts';
import { createSteadyClock } from '../server/truth/steady-clock.ts';
import { type TestApp, withApp } from './support/app.ts';

const DAY_MS = 86_400_000;
const CANARY = 'PURGE-CANARY-88-OF-NOBODY';
/** A clock that only the test moves. */
function handClock(now = Date.parse('2026-11-21T12:00:00Z')) {
  return {
    nowMs: () => now,
    set: (moment: number) => {
      now = moment;
    },
    advance: (ms: number) => {
      now += ms;
    },
  };
}
const post = async (app: TestApp, body: string, path = ''): Promise<void> => {
  const headers = { 'x-secret': CANARY };
  expect((await fetch(app.captureUrl + path, { method: 'POST', body, headers })).status).toBe(200);
};
const filesWith = (app: TestApp, text: string): string[] =>
  readdirSync(app.dataDir).filter((name) => readFileSync(join(app.dataDir, name)).includes(text));
const ids = async (app: TestApp): Promise<number[]> =>
  (await app.call('listDeliveries', { query: { limit: 1_000 } })).deliveries.map(({ id }) => id);

test('after the hour, nothing of a deleted delivery is in any file: body, head, text index, answers', async () => {
  const clock = handClock();
  const destination = createServer((_, response) => response.end(`answer with ${CANARY}`)).listen(0, '127.0.0.1');
  await once(destination, 'listening');
  const url = `http://127.0.0.1:${(destination.address() as AddressInfo).port}/`;
  await withApp(async (app) => {
    for (let at = 0; at < 30; at++) await post(app, `kept ${at}`.repeat(20), '/kept');
    await post(app, `${CANARY} ${'y'.repeat(30_000)} ${CANARY}`, `/${CANARY}`);
    await app.call('replay', { body: { deliveryIds: [31], url } });
    await app.app.replayer.idle();
    await app.app.store.reader.call('settled', null);
    expect(filesWith(app, CANARY)).not.toEqual([]);
    const all = await ids(app);
    await app.call('deleteDeliveries', { body: { ids: all } });
    clock.advance(RESTORABLE_MS + 1);
    await app.app.housekeeping.run();
    await app.app.store.reader.call('settled', null);
    expect(filesWith(app, CANARY)).toEqual([]);
    await app.restart({
      between() {
        const index = new Database(join(app.dataDir, 'index.db'), { readonly: true });
        const words = index.prepare('SELECT count(*) FROM text_data WHERE id > 10').pluck().get();
        const rows = index.prepare("SELECT count(*) FROM text WHERE text MATCH 'CANARY'").pluck().get();
        index.close();
        expect([words, rows]).toEqual([0, 0]);
      },
    });
    expect(filesWith(app, CANARY)).toEqual([]);
  }, clock);
  destination.close();
});

test('a new folder keeps two gigabytes beside its pins; the bound counts what the database takes and keeps it from growing', async () => {
  await withApp(async (app) => {
    expect(await app.call('getSettings', {})).toMatchObject({ keepBytes: 2_147_483_648, keepDays: null });
    await post(app, 'a'.repeat(300_000));
    await app.call('listDeliveries', { query: {} });
    await app.call('changeDelivery', { params: { id: 1 }, body: { pinned: true } });
    await app.call('setSettings', { body: { keepBytes: 1_048_576 } });
    const sizes: number[] = [];
    for (let round = 0; round < 6; round++) {
      for (let at = 0; at < 6; at++) await post(app, 'b'.repeat(200_000));
      await app.app.housekeeping.run();
      sizes.push((await app.call('status', {})).dataSizeBytes);
    }
    const left = await ids(app);
    expect(left.at(-1)).toBe(1);
    expect(left.slice(0, 2)).toEqual([37, 36]);
    expect(left.length).toBeLessThan(7);
    expect(Math.max(...sizes.slice(1))).toBeLessThanOrEqual((sizes[1] as number) * 1.2);
    expect(app.logs.join('\n')).toContain('The oldest deliveries that are not pinned go now');
  });
});

test('answers to pinned deliveries count as little as these, and other answers with their delivery', async () => {
  const destination = createServer((request, response) =>
    response.end(request.url === '/large' ? Buffer.alloc(1_500_000, 'l') : ''),
  ).listen(0, '127.0.0.1');
  await once(destination, 'listening');
  const url = `http://127.0.0.1:${(destination.address() as AddressInfo).port}/large`;
  await withApp(async (app) => {
    for (let at = 0; at < 6; at++) await post(app, `small ${at}`);
    await app.call('replay', { body: { deliveryIds: [1, 2], url } });
    await app.app.replayer.idle();
    await app.call('changeDelivery', { params: { id: 2 }, body: { pinned: true } });
    await app.call('setSettings', { body: { keepBytes: 1_048_576 } });
    await app.app.housekeeping.run();
    expect(await ids(app)).toEqual([6, 5, 4, 3, 2]);
  });
  destination.close();
});

/** What the text index holds, as its own tables say it while no server runs. */
function textOf(app: TestApp): unknown[] {
  const index = new Database(join(app.dataDir, 'index.db'), { readonly: true });
  const words = index.prepare('SELECT count(*) FROM text_data WHERE id > 10').pluck().get();
  const unmerged = index.prepare("SELECT value FROM progress WHERE key = 'unmerged'").pluck().get();
  index.close();
  return [words, unmerged];
}

test('what retention prunes leaves the logs and the text index as what is deleted does', async () => {
  await withApp(async (app) => {
    for (let at = 0; at < 30; at++) await post(app, `${CANARY} ${'y'.repeat(30_000)} ${CANARY}`, `/${CANARY}`);
    await app.app.store.reader.call('settled', null);
    expect(filesWith(app, CANARY)).not.toEqual([]);
    const { settings, writer } = app.app.store;
    await writer.write(() => settings.setSettings({ ...settings.settings(), keepBytes: 1 }));
    await app.app.housekeeping.run();
    await app.app.store.reader.call('settled', null);
    expect(filesWith(app, CANARY)).toEqual([]);
    let left: unknown[] = [];
    await app.restart({
      between() {
        left = textOf(app);
      },
    });
    expect(left).toEqual([0, 0]);
  });
});

test('a server that ends before the words of deleted deliveries are gone goes on with that at its next start', async () => {
  await withApp(async (app) => {
    for (let at = 0; at < 30; at++) await post(app, `some words ${at}`);
    await app.app.store.reader.call('settled', null);
    const all = await ids(app);
    await app.app.store.writer.write(() => app.app.store.purge(all));
    await app.app.store.reader.call('forget', null);
    const left: unknown[][] = [];
    await app.restart({ between: () => void left.push(textOf(app)) });
    await app.app.store.reader.call('settled', null);
    await app.restart({ between: () => void left.push(textOf(app)) });
    expect(left).toEqual([
      [expect.any(Number), 1],
      [0, 0],
    ]);
    expect(left[0]?.[0]).toBeGreaterThan(0);
  });
});

test('large deliveries leave in commits of their own, so that a capture waits for one of them at most', async () => {
  const clock = handClock();
  await withApp(async (app) => {
    for (let at = 0; at < 3; at++) await post(app, String(at).repeat(5_000_000));
    for (let at = 0; at < 3; at++) await post(app, 'small');
    const { store, housekeeping } = app.app;
    await app.call('deleteDeliveries', { body: { ids: await ids(app) } });
    clock.advance(RESTORABLE_MS + 1);
    const slices: (readonly number[])[] = [];
    const { purge } = store;
    store.purge = (slice) => {
      slices.push(slice);
      purge(slice);
    };
    await housekeeping.run();
    expect(slices).toEqual([[1], [2], [3, 4, 5, 6]]);
    expect((await app.call('status', {})).deliveries).toBe(0);
  }, clock);
});

test('one jump of the clock ends nothing by age, and ages that passed day by day do', async () => {
  const clock = handClock();
  const start = clock.nowMs();
  await withApp(async (app) => {
    await app.call('setSettings', { body: { keepDays: 7 } });
    for (let day = 0; day < 5; day++) {
      await post(app, `day ${day}`);
      clock.advance(DAY_MS);
    }
    clock.set(start + 20_000 * DAY_MS);
    await app.app.housekeeping.run();
    expect(await ids(app)).toEqual([5, 4, 3, 2, 1]);
    await post(app, 'from the future');
    await app.app.housekeeping.run();
    expect(await ids(app)).toEqual([6, 5, 4, 3, 2, 1]);
    clock.set(start + 5 * DAY_MS);
    for (let day = 5; day < 9; day++) {
      await post(app, `day ${day}`);
      clock.advance(DAY_MS);
    }
    await app.app.housekeeping.run();
    expect(await ids(app)).toEqual([10, 9, 8, 7, 6, 5, 4, 3]);
  }, clock);
});

test('a clock is believed after an hour in which it agreed with the running time', () => {
  let wall = 0;
  let running = 0;
  const isSteady = createSteadyClock(
    () => wall,
    () => running,
  );
  const pass = (wallMs: number, runningMs = wallMs): boolean => {
    wall += wallMs;
    running += runningMs;
    return isSteady();
  };
  expect([pass(1_000), pass(3_598_000), pass(1_001)]).toEqual([false, false, true]);
  expect([pass(DAY_MS, 1_000), pass(3_599_000), pass(1_001)]).toEqual([false, false, true]);
  expect(pass(-DAY_MS, 1_000)).toBe(false);
});

test('duplicates are counted as they arrived, also after the provider of their endpoint changed', async () => {
  await withApp(async (app) => {
    const send = (): Promise<Response> =>
      fetch(app.captureUrl, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: '{"event":"charge.success","data":{"id":7}}',
      });
    const counted = async (): Promise<number[]> => {
      await app.app.store.reader.call('settled', null);
      return (await app.call('listDeliveries', { query: {} })).deliveries.map(({ duplicate }) => duplicate);
    };
    for (let at = 0; at < 3; at++) await send();
    expect(await counted()).toEqual([1, 1, 1]);
    await app.call('changeEndpoint', { params: { id: 1 }, body: { provider: 'paystack' } });
    expect(await counted()).toEqual([3, 2, 1]);
    await send();
    expect(await counted()).toEqual([4, 3, 2, 1]);
    expect((await app.call('listDeliveries', { query: { query: 'is:duplicate' } })).matching).toBe(3);
    await app.call('changeEndpoint', { params: { id: 1 }, body: { provider: null } });
    expect(await counted()).toEqual([1, 1, 1, 1]);
  });
});

test('an index that is ahead of the truth, or of another life of it, is built anew', async () => {
  await withApp(async (app) => {
    await post(app, 'first of all');
    await app.app.store.reader.call('settled', null);
    const file = (name: string): string => join(app.dataDir, name);
    let early = Buffer.alloc(0);
    let ahead = Buffer.alloc(0);
    await app.restart({
      between() {
        early = readFileSync(file('hookglass.db'));
      },
    });
    await post(app, 'lost in the roll-back');
    await app.app.store.reader.call('settled', null);
    await app.restart({
      between() {
        ahead = readFileSync(file('index.db'));
        writeFileSync(file('hookglass.db'), early);
      },
    });
    expect(await ids(app)).toEqual([1]);
    await post(app, 'second life');
    await app.app.store.reader.call('settled', null);
    await app.restart({ between: () => writeFileSync(file('index.db'), ahead) });
    expect((await app.call('listDeliveries', { query: { query: 'roll-back' } })).deliveries).toEqual([]);
    expect((await app.call('listDeliveries', { query: { query: '"second life"' } })).matching).toBe(1);
    const newest = (await ids(app))[0] as number;
    expect((await app.ask('getBody', { params: { id: newest } })).bytes.toString()).toBe('second life');
  });
});

test('an index that knew other deliveries of the same ids is built anew', async () => {
  await withApp(async (app) => {
    await post(app, 'first of all');
    await app.app.store.reader.call('settled', null);
    const file = (name: string): string => join(app.dataDir, name);
    let early = Buffer.alloc(0);
    let other = Buffer.alloc(0);
    await app.restart({
      between() {
        early = readFileSync(file('hookglass.db'));
      },
    });
    await post(app, 'of the other life');
    await app.app.store.reader.call('settled', null);
    await app.restart({
      between() {
        other = readFileSync(file('index.db'));
        for (const name of ['index.db', 'closed.json', 'committed.json']) rmSync(file(name), { force: true });
        writeFileSync(file('hookglass.db'), early);
      },
    });
    await post(app, 'of this life');
    await app.app.store.reader.call('settled', null);
    expect(await ids(app)).toEqual([2, 1]);
    await app.restart({ between: () => writeFileSync(file('index.db'), other) });
    await app.app.store.reader.call('settled', null);
    expect((await app.call('listDeliveries', { query: { query: 'other' } })).deliveries).toEqual([]);
    expect((await app.call('listDeliveries', { query: { query: '"of this life"' } })).matching).toBe(1);
    expect((await app.ask('getBody', { params: { id: 2 } })).bytes.toString()).toBe('of this life');
  });
});
