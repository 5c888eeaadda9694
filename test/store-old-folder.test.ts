import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { type TestApp, withApp } from './support/app.ts';

/** Written by the first version: six deliveries (the fifth deleted), four attempts, marks, a secret, a search. */
const FOLDER = fileURLToPath(new URL('./fixtures/folder-of-the-first-version/', import.meta.url));
const SHA256 = [
  [6, '2185812179ffd2b19c8154d2d409599d231fb75ef4968df59b7f02b435c094fa'],
  [4, 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
  [3, 'badd85988956ff512278edc9ad47ba8d8a4209cc7957036e1976c1a14b5de145'],
  [2, '0008f4a0d4705238516298ee5f780f617539b45cde41f47bf4bf9fa175050d43'],
  [1, '3bf920e939b01c34ea1811e2c566c22f7ff8f35c9c019231d904395b53407fb1'],
];
const BUILT_ANEW = /^The index is built anew from the deliveries; none is lost by that\./;

function putIn(dataDir: string): void {
  for (const name of readdirSync(dataDir)) rmSync(join(dataDir, name));
  for (const name of readdirSync(FOLDER))
    writeFileSync(join(dataDir, name.replace(/\.gz$/, '')), gunzipSync(readFileSync(join(FOLDER, name))));
}

const found = async (app: TestApp, query: string): Promise<number[]> =>
  (await app.call('listDeliveries', { query: { query } })).deliveries.map(({ id }) => id);
const answer = async (app: TestApp, id: number): Promise<string> =>
  (await app.ask('getAttemptBody', { params: { id } })).bytes.toString();

test('a folder of the first version opens and loses nothing', async () => {
  await withApp(async (app) => {
    await app.restart({ between: () => putIn(app.dataDir) });
    await app.app.store.reader.call('settled', null);
    const { deliveries } = await app.call('listDeliveries', { query: {} });
    expect(deliveries.map(({ id, sha256 }) => [id, sha256])).toEqual(SHA256);
    expect(deliveries.at(-1)).toMatchObject({ pinned: true, note: 'kept since the first version' });
    expect(deliveries.map(({ lastAttempt }) => lastAttempt)).toEqual([
      null,
      { id: 4, outcome: 'failed', status: null },
      { id: 3, outcome: 'answered', status: 200 },
      { id: 2, outcome: 'answered', status: 200 },
      { id: 1, outcome: 'answered', status: 200 },
    ]);
    const answered = `answer to /app ${'z'.repeat(3_000)}`;
    expect([await answer(app, 1), await answer(app, 2), await answer(app, 3), await answer(app, 4)]).toEqual([
      answered,
      answered,
      '',
      '',
    ]);
    expect(await app.call('listSearches', {})).toMatchObject([{ name: 'all of it', query: 'method:post' }]);
    expect(await app.call('listDestinations', {})).toMatchObject([{ name: 'app' }]);
    expect((await app.call('listSecrets', { params: { id: 1 } })).map(({ name }) => name)).toEqual(['old secret']);
    expect((await app.call('getSettings', {})).keepBytes).toBeNull();
    expect(app.logs.filter((line) => /left out|damaged|lost:/.test(line))).toEqual([]);
  });
});

test('its index is built anew once, is told of, and finds what it did not', async () => {
  await withApp(async (app) => {
    await app.restart({ between: () => putIn(app.dataDir) });
    await app.app.store.reader.call('settled', null);
    expect(await found(app, 'hidden-in-utf32')).toEqual([2]);
    expect(await found(app, 'second-member-word')).toEqual([3]);
    expect(await found(app, '9007199254740993')).toEqual([6]);
    const told = (): number => app.logs.filter((line) => BUILT_ANEW.test(line)).length;
    expect(told()).toBe(1);
    await app.restart();
    expect(await found(app, 'hidden-in-utf32')).toEqual([2]);
    expect(told()).toBe(1);
  });
});

test('the answers of its attempts stand where a list of attempts does not read them', async () => {
  await withApp(async (app) => {
    let tables: unknown[] = [];
    let answers: unknown[] = [];
    await app.restart({ between: () => putIn(app.dataDir) });
    await app.restart({
      between() {
        const db = new Database(join(app.dataDir, 'hookglass.db'), { readonly: true });
        tables = db.prepare("SELECT name FROM pragma_table_info('attempt') WHERE type = 'BLOB'").pluck().all();
        answers = db.prepare('SELECT attempt_id, length(body) FROM answer ORDER BY attempt_id').raw().all();
        db.close();
      },
    });
    expect(tables).toEqual([]);
    expect(answers).toEqual([
      [1, 3_015],
      [2, 3_015],
    ]);
  });
});
