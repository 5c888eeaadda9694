import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { RESTORABLE_MS } from '../server/store/housekeeping.ts';
import { openReadOnly } from '../server/store/open-read-only.ts';
import type { ReadingStore } from '../server/store/reading-store.ts';
import { openStore } from '../server/store/store.ts';
import { type TestApp, withApp } from './support/app.ts';

const CANARY = 'CANARY-WHICH-IS-GONE';

type Files = ReadonlyMap<string, Buffer>;
/** The files of both databases at one moment. */
interface State {
  readonly truth: Files;
  readonly index: Files;
}

/** The files of a database as a process that is killed now leaves them; the log first, which is moved into the other. */
function filesOf(dataDir: string, database: 'hookglass.db' | 'index.db'): Files {
  const names = [`${database}-wal`, database].filter((name) => existsSync(join(dataDir, name)));
  return new Map(names.map((name) => [name, readFileSync(join(dataDir, name))]));
}

const isSame = (one: Files, other: Files | undefined): boolean =>
  one.size === other?.size && [...one].every(([name, bytes]) => other.get(name)?.equals(bytes) === true);

/** The states that both databases go through while `run` runs: as they were, and after each commit and each answer of the index. */
async function statesDuring(app: TestApp, run: () => Promise<void>): Promise<readonly State[]> {
  const { writer, reader } = app.app.store;
  const { write } = writer;
  const { call } = reader;
  const states: State[] = [];
  const note = (): void => {
    states.push({ truth: filesOf(app.dataDir, 'hookglass.db'), index: filesOf(app.dataDir, 'index.db') });
  };
  writer.write = (job) => write(job).finally(note);
  reader.call = (operation, argument) => call(operation, argument).finally(note);
  note();
  await run();
  Object.assign(writer, { write });
  Object.assign(reader, { call });
  return states;
}

async function withCopy(files: readonly Files[], like: string, use: (dataDir: string) => Promise<void>): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), 'hookglass-boundary-'));
  cpSync(join(like, 'secrets.key'), join(dataDir, 'secrets.key'));
  for (const [name, bytes] of files.flatMap((some) => [...some])) writeFileSync(join(dataDir, name), bytes);
  try {
    await use(dataDir);
  } finally {
    rmSync(dataDir, { recursive: true });
  }
}

const select = (dataDir: string, database: string, sql: string): number[] => {
  const db = new Database(join(dataDir, database), { readonly: true });
  try {
    return db.prepare(sql).pluck().all() as number[];
  } finally {
    db.close();
  }
};
const ALL = 'SELECT id FROM delivery ORDER BY id';
const VISIBLE = `SELECT id FROM delivery WHERE id NOT IN (SELECT delivery_id FROM mark WHERE deleted_at IS NOT NULL)
  AND endpoint_id IN (SELECT id FROM endpoint WHERE deleted_at IS NULL) ORDER BY id`;

async function shown({ reader }: ReadingStore): Promise<unknown> {
  const list = async (query: string): Promise<number[]> =>
    (await reader.call('list', { query, limit: 1_000 })).deliveries.map(({ id }) => id).reverse();
  const { total } = await reader.call('counts', null);
  return { listed: await list(''), found: await list(`"${CANARY}"`), total };
}
const openHere = (dataDir: string) => openStore({ dataDir, keyBase64: null, log: () => undefined });

/** Everything of a purge, in commits of their own: deleted deliveries, an endpoint with its own, and what retention lets go. */
async function withPurge(use: (app: TestApp, purge: () => Promise<void>) => Promise<void>): Promise<void> {
  let now = Date.parse('2026-11-29T12:00:00Z');
  await withApp(
    async (app) => {
      const post = (url: string, body: string) => fetch(`${url}/${CANARY}`, { method: 'POST', body });
      const other = await app.call('createEndpoint', { body: { name: 'Other' } });
      for (let at = 0; at < 5; at++) await post(app.captureUrl, CANARY);
      await post(other.url, CANARY);
      await fetch(app.captureUrl, { method: 'POST', body: 'kept as well' });
      await fetch(app.captureUrl, { method: 'POST', body: 'kept, too' });
      await app.app.store.reader.call('settled', null);
      await app.call('deleteDeliveries', { body: { ids: [2, 4, 5] } });
      await app.call('deleteEndpoint', { params: { id: other.id } });
      await use(app, async () => {
        now += RESTORABLE_MS + 1;
        await app.call('setSettings', { body: { keepCount: 2 } });
        await app.app.housekeeping.run();
        await app.app.store.reader.call('settled', null);
      });
    },
    { nowMs: () => now },
  );
}

test('whatever was committed to the truth and to the index when the end came, nothing that is gone for good comes back', async () => {
  await withPurge(async (app, purge) => {
    const states = await statesDuring(app, purge);
    const truths = states.filter(({ truth }, at) => !isSame(truth, states[at - 1]?.truth));
    const indexes = states.filter(({ index }, at) => !isSame(index, states[at - 1]?.index));
    expect(truths.length).toBeGreaterThan(4);
    expect(indexes.length).toBeGreaterThan(4);
    for (const { truth } of truths) {
      const last = states.findLastIndex((state) => isSame(state.truth, truth));
      // An index is not synced with each commit, so it may be any that there was so far, also where the power goes.
      for (const { index } of indexes.filter((state) => states.indexOf(state) <= last))
        await withCopy([truth, index], app.dataDir, async (dataDir) => {
          const left = select(dataDir, 'hookglass.db', ALL);
          const visible = select(dataDir, 'hookglass.db', VISIBLE);
          const store = await openHere(dataDir);
          const first = await shown(store);
          await store.reader.call('settled', null);
          const later = await shown(store);
          await store.close();
          const expected = { listed: visible, found: visible.filter((id) => id < 7), total: visible.length };
          expect([first, later]).toEqual([expected, expected]);
          expect(select(dataDir, 'index.db', 'SELECT id FROM summary ORDER BY id')).toEqual(left);
          expect(readFileSync(join(dataDir, 'index.db')).includes(CANARY)).toBe(left.some((id) => id < 7));
        });
    }
    expect(select(app.dataDir, 'hookglass.db', ALL)).toEqual([7, 8]);
  });
}, 120_000);

test('a clean stop right after a purge was committed leaves an index that knows of it', async () => {
  await withPurge(async (app) => {
    await app.app.store.writer.write(() => app.app.store.purge([2, 4, 5]));
    await app.restart({
      between() {
        expect(select(app.dataDir, 'index.db', 'SELECT id FROM summary ORDER BY id')).toEqual([1, 3, 6, 7, 8]);
      },
    });
    expect(await shown(app.app.store)).toEqual({ listed: [1, 3, 7, 8], found: [1, 3], total: 4 });
  });
});

test('an index that was not told of a purge is not read without writing, and one that is further behind than the log goes back is built anew', async () => {
  await withPurge(async (app, purge) => {
    let early: Files = new Map();
    await app.restart({
      between() {
        early = filesOf(app.dataDir, 'index.db');
        const readable = openReadOnly(app.dataDir, () => ({ localUrls: [], tunnelUrls: [] }));
        expect(readable).not.toBeNull();
        readable?.close();
      },
    });
    await purge();
    await app.app.store.writer.write(() => app.app.store.purged.trim(1));
    await app.restart({
      between() {
        for (const name of readdirSync(app.dataDir).filter((one) => one.startsWith('index.db')))
          rmSync(join(app.dataDir, name));
        for (const [name, bytes] of early) writeFileSync(join(app.dataDir, name), bytes);
        expect(openReadOnly(app.dataDir, () => ({ localUrls: [], tunnelUrls: [] }))).toBeNull();
      },
    });
    await app.app.store.reader.call('settled', null);
    expect(await shown(app.app.store)).toEqual({ listed: [7, 8], found: [], total: 2 });
  });
});
