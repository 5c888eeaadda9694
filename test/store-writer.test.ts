import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { TRUTH_MIGRATIONS } from '../server/truth/migrations.ts';
import { type Db, openDatabase } from '../server/truth/open-database.ts';
import { createWriter, type Writer } from '../server/truth/writer.ts';
import { withApp } from './support/app.ts';
import { sendRaw } from './support/raw-client.ts';

let folder: string;
let db: Db;
let writer: Writer;
let commits: { lastId: number; count: number }[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hookglass-writer-'));
  db = openDatabase({ file: join(folder, 'truth.db'), migrations: TRUTH_MIGRATIONS, synchronous: 'FULL' });
  commits = [];
  writer = createWriter({ db, firstId: 1, onCommit: (lastId, count) => commits.push({ lastId, count }) });
});
afterEach(() => {
  db.close();
  rmSync(folder, { recursive: true });
});

const capture = (body: string | Buffer): Promise<number> =>
  new Promise((resolve, reject) => {
    const row = { endpointId: 1, at: 0, status: 200, head: 'POST / 1.1', body: Buffer.from(body), meta: null };
    writer.capture(row, (error, id) => (error === null ? resolve(id) : reject(error)));
  });
const stored = (): unknown[] => db.prepare('SELECT id, CAST(body AS TEXT) AS body FROM delivery ORDER BY id').all();
const setName = (id: number, name: string) => () =>
  void db.prepare('INSERT INTO setting(key, value) VALUES (?, ?)').run(`key-${id}`, name);
const settings = (): unknown[] => db.prepare('SELECT value FROM setting ORDER BY value').pluck().all();
/** No page may be added any more, as on a full disk. */
const fill = (): void => void db.pragma(`max_page_count = ${Number(db.pragma('page_count', { simple: true }))}`);
const empty = (): void => void db.pragma('max_page_count = 1000000');

describe('group commit', () => {
  test('what waits in one turn of the loop shares a commit, in order', async () => {
    const ids = await Promise.all(Array.from({ length: 40 }, (_, at) => capture(`body ${at}`)));
    expect(ids).toEqual(Array.from({ length: 40 }, (_, at) => at + 1));
    expect(commits).toEqual([{ lastId: 40, count: 40 }]);
    expect(await capture('later')).toBe(41);
    expect(commits).toEqual([
      { lastId: 40, count: 40 },
      { lastId: 41, count: 1 },
    ]);
    expect(stored()).toHaveLength(41);
    expect(writer.lastId()).toBe(41);
  });

  test('one that throws when told keeps nobody else from being told, nor the commit from being announced', async () => {
    const thrown: unknown[] = [];
    writer = createWriter({
      db,
      firstId: 1,
      onCommit: (lastId, count) => commits.push({ lastId, count }),
      onThrown: (error) => thrown.push(error),
    });
    const row = { endpointId: 1, at: 0, status: 200, head: '', body: Buffer.from('a'), meta: null };
    const odd = new Error('odd');
    writer.capture(row, () => {
      throw odd;
    });
    expect(await Promise.all([capture('b'), capture('c')])).toEqual([2, 3]);
    expect(thrown).toEqual([odd]);
    expect(commits).toEqual([{ lastId: 3, count: 3 }]);
    fill();
    writer.capture({ ...row, body: Buffer.alloc(100_000) }, () => {
      throw odd;
    });
    await expect(capture('d')).rejects.toThrow(/full/);
    expect(thrown).toEqual([odd, odd]);
  });

  test('large bodies are kept in order, some in each commit, and the last ones at the close', async () => {
    const large = Array.from({ length: 20 }, (_, at) => Buffer.alloc(4_000_000, at));
    const ids = await Promise.all([...large.map(capture), capture('small')]);
    expect(ids).toEqual(Array.from({ length: 21 }, (_, at) => at + 1));
    expect(commits.length).toBeGreaterThan(1);
    expect(commits.reduce((sum, { count }) => sum + count, 0)).toBe(21);
    const rows = db.prepare('SELECT body FROM delivery ORDER BY id').pluck().all() as Buffer[];
    expect(rows.slice(0, 20).every((body, at) => body.equals(large[at] as Buffer))).toBe(true);
    const late = large.map(capture);
    writer.close();
    expect((await Promise.all(late)).at(-1)).toBe(41);
  });

  test('nobody is told before the commit', async () => {
    let inTransaction: boolean | undefined;
    const row = { endpointId: 1, at: 0, status: 200, head: '', body: Buffer.alloc(0), meta: null };
    await new Promise<void>((resolve) =>
      writer.capture(row, () => {
        inTransaction = db.inTransaction;
        resolve();
      }),
    );
    expect(inTransaction).toBe(false);
    expect(stored()).toHaveLength(1);
  });

  test('a job that throws is undone alone', async () => {
    const outcomes = await Promise.allSettled([
      capture('first'),
      writer.write(setName(1, 'kept')),
      writer.write(() => {
        setName(2, 'undone')();
        throw new Error('on purpose');
      }),
      writer.write(setName(3, 'kept too')),
      capture('second'),
    ]);
    expect(outcomes.map(({ status }) => status)).toEqual([
      'fulfilled',
      'fulfilled',
      'rejected',
      'fulfilled',
      'fulfilled',
    ]);
    expect(settings()).toEqual(['kept', 'kept too']);
    expect(stored()).toEqual([
      { id: 1, body: 'first' },
      { id: 2, body: 'second' },
    ]);
    expect(commits).toHaveLength(1);
  });

  test('other writes come 64 to a commit, so that a delivery does not wait for all of them', async () => {
    let ran = 0;
    const jobs = Array.from({ length: 200 }, (_, at) =>
      writer.write(() => {
        ran++;
        setName(at, String(at).padStart(3, '0'))();
      }),
    );
    expect(await capture('meanwhile').then(() => ran)).toBe(64);
    await Promise.all(jobs);
    expect(settings()).toEqual(Array.from({ length: 200 }, (_, at) => String(at).padStart(3, '0')));
  });

  test('close writes what still waits', async () => {
    const waiting = capture('last');
    writer.close();
    expect(await waiting).toBe(1);
  });
});

describe('a full disk', () => {
  test('fails everyone in the group, gives no ids, and is over when there is space again', async () => {
    await capture('before');
    fill();
    const big = Buffer.alloc(100_000, 'x');
    const outcomes = await Promise.allSettled([capture(big), capture('small'), writer.write(setName(1, 'lost'))]);
    expect(outcomes.map((outcome) => (outcome.status === 'rejected' ? String(outcome.reason) : 'done'))).toEqual(
      Array.from({ length: 3 }, () => expect.stringContaining('full')),
    );
    expect(db.inTransaction).toBe(false);
    expect(stored()).toEqual([{ id: 1, body: 'before' }]);
    empty();
    expect(await capture('after')).toBe(2);
    expect(settings()).toEqual([]);
  });

  test('the sender is told 503 with Retry-After, and the server goes on', async () => {
    await withApp(async (app) => {
      const path = new URL(app.captureUrl).pathname;
      const post = (size: number) =>
        sendRaw(
          app.capturePort,
          `POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Length: ${size}\r\n\r\n${'y'.repeat(size)}`,
        );
      const limit = (pages: string) =>
        app.app.store.writer.write((open) => void open.pragma(`max_page_count = ${pages}`));
      expect((await post(10)).status).toBe(200);
      const pages = await app.app.store.writer.write((open) => String(open.pragma('page_count', { simple: true })));
      await limit(pages);
      for (let round = 0; round < 3; round++) {
        const { status, received } = await post(200_000);
        expect(status).toBe(503);
        expect(received).toMatch(/\r\nRetry-After: \d+\r\n/);
      }
      expect((await app.call('status', {})).storeFailures).toBe(3);
      await limit('1000000');
      expect((await post(200_000)).status).toBe(200);
      const { deliveries } = await app.call('listDeliveries', { query: {} });
      expect(deliveries.map(({ id, sizeBytes }) => [id, sizeBytes])).toEqual([
        [2, 200_000],
        [1, 10],
      ]);
    });
  });
});
