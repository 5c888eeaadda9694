import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { openStore } from '../server/store/store.ts';
import { TRUTH_MIGRATIONS } from '../server/truth/migrations.ts';
import { openDatabase } from '../server/truth/open-database.ts';
import { createWriter } from '../server/truth/writer.ts';
import { withApp } from './support/app.ts';
import { holdLock } from './support/hold-lock.ts';
import { answersIn, rawClient } from './support/raw-client.ts';
import { madeBody, upload } from './support/upload-load.ts';

const LOCKS: readonly (readonly [what: string, ...statements: readonly string[]])[] = [
  ['a write that lasts', 'BEGIN IMMEDIATE'],
  ['an exclusive transaction that writes', 'BEGIN EXCLUSIVE', 'DELETE FROM saved_search'],
];

describe('while another program holds the database', () => {
  test.each(LOCKS)('%s: deliveries and changes wait, everything else is answered', async (_, ...statements) => {
    await withApp(async (app) => {
      const lock = await holdLock(join(app.dataDir, 'hookglass.db'), ...statements);
      const settled: string[] = [];
      const note = (what: string) => (value: { status: number }) => {
        settled.push(what);
        return value.status;
      };
      const sent = Array.from({ length: 20 }, (_, at) =>
        fetch(app.captureUrl, { method: 'POST', body: `waiting ${at}` }).then(note('delivery')),
      );
      const change = app.ask('saveSearch', { body: { name: 'all', query: '' } }).then(note('change'));
      for (let at = 0; at < 5; at++) {
        expect((await fetch(`${app.origin}/`)).status).toBe(200);
        expect((await app.ask('status', {})).status).toBe(200);
        expect((await app.ask('listDeliveries', { query: {} })).status).toBe(200);
        expect((await fetch(new URL('/nothing', app.captureUrl))).status).toBe(404);
      }
      const told = (): readonly string[] =>
        app.logs.filter((line) => line.startsWith('Another program holds the database.'));
      while (told().length === 0) await app.ask('status', {});
      settled.push('let go');
      await lock.release();
      expect(await Promise.all(sent)).toEqual(sent.map(() => 200));
      expect(await change).toBeLessThan(300);
      expect(settled[0]).toBe('let go');
      expect((await app.call('listDeliveries', { query: {} })).total).toBe(20);
      expect(told()).toHaveLength(1);
    });
  });

  test('requests that wait on one connection share the room, and the first that it does not hold ends that with 503', async () => {
    await withApp(
      async (app) => {
        const lock = await holdLock(join(app.dataDir, 'hookglass.db'), 'BEGIN IMMEDIATE');
        const path = new URL(app.captureUrl).pathname;
        const one = `POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Length: 30000\r\n\r\n${'p'.repeat(30_000)}`;
        const client = await rawClient(app.capturePort);
        const count = 1_200;
        const answers = client.until((text) => answersIn(text).some(({ status }) => status === 503));
        for (let at = 0; at < count; at++) void client.write(one);
        while ((await app.call('status', {})).overloaded === 0);
        await lock.release();
        const statuses = answersIn(await answers).map(({ status }) => status);
        client.close();
        const taken = statuses.filter((status) => status === 200).length;
        // 1,024 hold their bytes beside the room, and that has place for 34 more.
        expect(taken).toBeGreaterThanOrEqual(1_024);
        expect(taken).toBeLessThanOrEqual(1_060);
        expect(statuses.slice(taken)).toEqual([503]);
        expect((await app.call('status', {})).overloaded).toBeGreaterThanOrEqual(1);
        const whole = await app.call('listDeliveries', { query: { query: 'size:30000 -is:truncated', limit: 1 } });
        // Those behind it that had come by then are kept as well, without an answer.
        expect(whole.matching).toBeGreaterThanOrEqual(taken);
      },
      { captureLimits: { roomBytes: 1_048_576 } },
    );
  });

  test('large uploads fill the room and no more: each is stored whole, or refused and counted, and the loop goes on', async () => {
    await withApp(
      async (app) => {
        const overloaded = async (): Promise<number> => (await app.call('status', {})).overloaded;
        const lock = await holdLock(join(app.dataDir, 'hookglass.db'), 'BEGIN IMMEDIATE');
        const small = Array.from({ length: 50 }, (_, at) =>
          fetch(app.captureUrl, { method: 'POST', body: `small ${at}` }),
        );
        const bodies = Array.from({ length: 12 }, () => madeBody(1_000_000));
        const large = bodies.map((body) => upload(app.captureUrl, body, 65_536));
        while ((await overloaded()) === 0) expect((await fetch(new URL('/nothing', app.captureUrl))).status).toBe(404);
        await lock.release();
        const statuses = await Promise.all(large);
        expect(new Set(statuses)).toEqual(new Set([200, 503]));
        expect((await Promise.all(small)).map(({ status }) => status)).toEqual(small.map(() => 200));
        expect(await overloaded()).toBe(statuses.filter((status) => status === 503).length);
        const { deliveries } = await app.call('listDeliveries', { query: { limit: 100 } });
        expect(deliveries).toHaveLength(small.length + large.length);
        const whole = deliveries.filter(({ flags, sizeBytes }) => flags.length === 0 && sizeBytes > 100_000);
        expect(new Set(whole.map(({ sha256 }) => sha256))).toEqual(
          new Set(bodies.flatMap(({ sha256 }, at) => (statuses[at] === 200 ? [sha256] : []))),
        );
      },
      { captureLimits: { roomBytes: 4_194_304 } },
    );
  });

  test('a reader that stays for long is in nobody’s way', async () => {
    await withApp(async (app) => {
      await fetch(app.captureUrl, { method: 'POST', body: 'before' });
      const lock = await holdLock(join(app.dataDir, 'hookglass.db'), 'BEGIN', 'SELECT count(*) FROM delivery');
      expect((await fetch(app.captureUrl, { method: 'POST', body: 'meanwhile' })).status).toBe(200);
      await lock.release();
    });
  });

  test('the index alone: deliveries are taken, lists are answered, and later everything is described', async () => {
    await withApp(async (app) => {
      await fetch(app.captureUrl, { method: 'POST', body: 'before' });
      await app.app.store.reader.call('settled', null);
      const lock = await holdLock(join(app.dataDir, 'index.db'), 'BEGIN IMMEDIATE');
      for (let at = 0; at < 3; at++)
        expect((await fetch(app.captureUrl, { method: 'POST', body: 'meanwhile' })).status).toBe(200);
      expect(await app.call('listDeliveries', { query: {} })).toMatchObject({ total: 1, deliveries: [{ id: 1 }] });
      expect((await app.ask('getVerification', { params: { id: 1 } })).status).toBe(200);
      await lock.release();
      await app.feed(0, (messages) =>
        messages.some((message) => message.kind === 'arrived' && message.deliveries.some(({ id }) => id === 4)),
      );
      expect((await app.call('listDeliveries', { query: { query: 'meanwhile' } })).matching).toBe(3);
    });
  });

  test.each(['hookglass.db', 'index.db'])('%s: a start says so, and leaves every byte', async (name) => {
    let held: Database.Database | undefined;
    let before: Buffer | undefined;
    await withApp(async (app) => {
      await fetch(app.captureUrl, { method: 'POST', body: 'kept' });
      await app.app.store.reader.call('settled', null);
      await app
        .restart({
          between() {
            const other = new Database(join(app.dataDir, name));
            other.pragma('locking_mode = EXCLUSIVE');
            other.exec('BEGIN EXCLUSIVE');
            held = other;
            before = readFileSync(join(app.dataDir, name));
          },
        })
        .then(
          () => expect.unreachable(),
          (error: unknown) => expect(error).toMatchObject({ code: 'data-locked' }),
        );
      held?.close();
      expect(readFileSync(join(app.dataDir, name)).equals(before ?? Buffer.alloc(0))).toBe(true);
      await app.restart();
      expect((await app.call('listDeliveries', { query: {} })).total).toBe(1);
    });
  });
});

test('who has waited longer than the patience gets the error, who came later waits on', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'hookglass-patience-'));
  const file = join(folder, 'truth.db');
  const db = openDatabase({ file, migrations: TRUTH_MIGRATIONS, synchronous: 'FULL' });
  const writer = createWriter({ db, firstId: 1, onCommit: () => undefined, patienceMs: 300 });
  const other = new Database(file);
  other.exec('BEGIN IMMEDIATE');
  const capture = (body: string): Promise<number> =>
    new Promise((resolve, reject) => {
      const row = { endpointId: 1, at: 0, status: 200, head: '', body: Buffer.from(body), meta: null };
      writer.capture(row, (error, id) => (error === null ? resolve(id) : reject(error)));
    });
  const early: unknown[] = [];
  for (const promise of [capture('one'), capture('two'), writer.write(() => 1)])
    promise.then(
      () => early.push('kept'),
      ({ code }) => early.push(code),
    );
  let late: Promise<number> | undefined;
  const halfway = setTimeout(() => {
    late = capture('late');
  }, 200);
  await expect.poll(() => early, { timeout: 20_000 }).toEqual(['SQLITE_BUSY', 'SQLITE_BUSY', 'SQLITE_BUSY']);
  clearTimeout(halfway);
  late ??= capture('late');
  other.exec('ROLLBACK');
  expect(await late).toBe(1);
  expect(db.prepare('SELECT CAST(body AS TEXT) FROM delivery').pluck().all()).toEqual(['late']);
  writer.close();
  other.close();
  db.close();
  rmSync(folder, { recursive: true });
});

test('every commit of the store is on disk before it is told of', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'hookglass-full-'));
  const store = await openStore({ dataDir, keyBase64: null, log: () => undefined });
  const pragma = (name: string): Promise<unknown> => store.writer.write((db) => db.pragma(name, { simple: true }));
  expect([await pragma('synchronous'), await pragma('journal_mode'), await pragma('secure_delete')]).toEqual([
    2,
    'wal',
    1,
  ]);
  await store.close();
  rmSync(dataDir, { recursive: true });
});
