import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, onTestFinished, test } from 'vitest';
import { TRUTH_MIGRATIONS } from '../server/truth/migrations.ts';
import { type Db, openDatabase } from '../server/truth/open-database.ts';
import { type Change, createFeedLog, type FeedLog } from '../server/truth/tables/feed-log.ts';

const ENDPOINT = `INSERT INTO endpoint(id, slug, name, reply, created_at) VALUES (1, 'a', 'One', '{}', 1)`;
const DELIVERY = `INSERT INTO delivery(endpoint_id, at, status, head, body) VALUES (1, 1, 200, '', x'')`;

function newFile(): string {
  const dir = mkdtempSync(join(tmpdir(), 'hookglass-feed-'));
  onTestFinished(() => rmSync(dir, { recursive: true }));
  return join(dir, 'truth.db');
}
function open(file = newFile()): Db {
  const db = openDatabase({ file, migrations: TRUTH_MIGRATIONS, synchronous: 'NORMAL' });
  onTestFinished(() => void db.close());
  return db;
}
function newTruth(): Db {
  const db = open();
  db.exec(ENDPOINT);
  return db;
}
const capture = (db: Db, count: number): void => {
  for (let at = 0; at < count; at++) db.exec(DELIVERY);
};

/** One who reads the feed: what was told, by the number that each message had. */
interface Reader {
  readonly told: Change[];
  readonly at: number;
}
const begun: Reader = { told: [], at: 0 };
/** Read on to the end, in reads of `limit` rows, or for `reads` of them. */
function read(log: FeedLog, { told, at }: Reader, { limit = 64, reads = Number.POSITIVE_INFINITY } = {}): Reader {
  const all = [...told];
  let from = at;
  for (let turn = 0; turn < reads; turn++) {
    const found = log.after(from, limit);
    if (found.length === 0) break;
    all.push(...found);
    from = found.at(-1)!.seq;
  }
  return { told: all, at: from };
}
const ids = ({ told }: Reader, kind: Change['kind']): number[] =>
  told
    .filter((change) => change.kind === kind)
    .flatMap(({ first, last }) => Array.from({ length: last - first + 1 }, (_, at) => first + at));
const upTo = (last: number): number[] => Array.from({ length: last }, (_, at) => at + 1);
function expectGrowing({ told }: Reader): void {
  const seqs = told.map(({ seq }) => seq);
  expect(seqs).toEqual([...new Set(seqs)].sort((a, b) => a - b));
}

/** A server that told of deliveries and changes, with a reader who stopped at each of its numbers. */
function firstLife(db: Db): Reader[] {
  const log = createFeedLog(db);
  const readers: Reader[] = [begun];
  const tell = (): void => void readers.push(read(log, readers.at(-1)!));
  capture(db, 5);
  for (const upTo of [1, 3]) {
    log.arrive(upTo);
    tell();
  }
  log.append('changed', 2);
  log.arrive(4);
  tell();
  log.append('changed', 3, 4);
  tell();
  log.arrive(5);
  tell();
  return readers;
}

test('a change and an arrival have a number each, and every number can be gone on from', () => {
  const db = newTruth();
  const readers = firstLife(db);
  const log = createFeedLog(db);
  log.arrive(5);
  expect(log.lastSeq()).toBe(7);
  for (const limit of [1, 2, 64])
    for (const reader of readers) {
      const whole = read(log, reader, { limit });
      expectGrowing(whole);
      expect(whole.at).toBe(7);
      expect([ids(whole, 'arrived'), ids(whole, 'changed')]).toEqual([upTo(5), [2, 3, 4]]);
    }
});

test.each([0, 2, 4, 5])(
  'after an unclean end with %i deliveries described again, nobody misses anything',
  (described) => {
    for (const [at] of firstLife(newTruth()).entries()) {
      const db = newTruth();
      const reader = firstLife(db)[at]!;
      const log = createFeedLog(db);
      log.arrive(described);
      log.append('endpoint', 1);
      const early = read(log, reader);
      capture(db, 2);
      log.arrive(6);
      log.append('endpoint', 2);
      log.arrive(7);
      expect(ids(read(log, reader, { reads: 1 }), 'arrived')).toEqual(upTo(7));
      for (const [who, limit] of [
        [reader, 1],
        [reader, 64],
        [early, 64],
      ] as const) {
        const whole = read(log, who, { limit });
        expectGrowing(whole);
        expect(new Set(ids(whole, 'arrived'))).toEqual(new Set(upTo(7)));
        expect([ids(whole, 'changed'), ids(whole, 'endpoint')]).toEqual([
          [2, 3, 4],
          [1, 2],
        ]);
      }
    }
  },
);

test('a number that an earlier server may have given is not given to a change again', () => {
  const db = newTruth();
  const told = firstLife(db).at(-1)!;
  const log = createFeedLog(db);
  expect([told.at, told.at + 1].filter(log.knows)).toEqual([told.at]);
  log.append('endpoint', 1);
  expect(log.lastSeq()).toBeGreaterThan(told.at);
  expect(log.after(told.at, 64).map(({ kind }) => kind)).toContain('endpoint');
});

test('a trimmed log goes on, and says from where', () => {
  const db = newTruth();
  const log = createFeedLog(db);
  capture(db, 30);
  for (let id = 1; id <= 30; id++) {
    log.arrive(id);
    log.append('changed', id);
  }
  expect(log.lastSeq()).toBe(60);
  expect([log.isLongerThan(54), log.isLongerThan(55)]).toEqual([true, false]);
  const stopped = read(log, begun, { limit: 26, reads: 1 });
  log.trim(10);
  expect([0, 1, 51, 52, 60, 61].filter(log.knows)).toEqual([0, 52, 60]);
  expect(stopped.at).toBe(52);
  expect(log.after(0, 64)[0]).toMatchObject({ kind: 'arrived', first: 27, seq: 53 });
  const whole = read(log, stopped);
  expectGrowing(whole);
  expect([ids(whole, 'arrived'), ids(whole, 'changed')]).toEqual([upTo(30), upTo(30)]);
  const next = createFeedLog(db);
  next.arrive(30);
  next.append('changed', 1);
  expect(next.after(60, 64)).toMatchObject([{ kind: 'changed', first: 1, seq: 61 }]);
});

test('a log in which arrivals were rows goes on after it is migrated', () => {
  const file = newFile();
  const old = new Database(file);
  const version = TRUTH_MIGRATIONS.findIndex((step) => step.includes('ALTER TABLE feed ADD COLUMN arrived'));
  for (const step of TRUTH_MIGRATIONS.slice(0, version)) old.exec(step);
  old.pragma(`user_version = ${version}`);
  old.exec(ENDPOINT);
  for (let at = 0; at < 4; at++) old.exec(DELIVERY);
  old.exec(`INSERT INTO feed(kind, first, last) VALUES ('arrived', 1, 2), ('changed', 1, 1), ('arrived', 3, 3)`);
  old.close();
  const log = createFeedLog(open(file));
  expect(log.arrived()).toBe(3);
  expect(log.lastSeq()).toBe(3);
  log.arrive(4);
  log.append('changed', 4);
  for (let at = 0; at <= 3; at++) {
    const rest = read(log, { told: [], at });
    expectGrowing(rest);
    expect(rest.told.at(-1)).toMatchObject({ kind: 'changed', first: 4, seq: 5 });
    expect(ids(rest, 'arrived')).toEqual(at === 0 ? [1, 2, 3, 4] : at < 3 ? [3, 4] : [4]);
  }
});
