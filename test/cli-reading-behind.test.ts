import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { TRUTH_MIGRATIONS } from '../server/truth/migrations.ts';
import { withApp } from './support/app.ts';
import { commandLine } from './support/command-line.ts';
import { folderState } from './support/folder-state.ts';
import { startServerProcess, withDataDir } from './support/hookglass-process.ts';
import { bodyOf, expectAtRest, listed, post, sql, withFolder } from './support/left-folder.ts';

const BEHIND: readonly (readonly [what: string, (dataDir: string) => void])[] = [
  [
    'lacks deliveries',
    (dataDir) =>
      sql(
        join(dataDir, 'index.db'),
        'DELETE FROM summary WHERE id > 1',
        'DELETE FROM text WHERE rowid > 1',
        "UPDATE progress SET value = 1 WHERE key IN ('described', 'indexed')",
      ),
  ],
  [
    'lacks their text',
    (dataDir) =>
      sql(
        join(dataDir, 'index.db'),
        "UPDATE progress SET value = 1 WHERE key = 'indexed'",
        'DELETE FROM text WHERE rowid > 1',
      ),
  ],
  [
    'is of another truth',
    (dataDir) =>
      sql(
        join(dataDir, 'index.db'),
        "UPDATE progress SET value = 7 WHERE key = 'epoch'",
        'DELETE FROM summary WHERE id = 2',
      ),
  ],
  [
    'is of an older version',
    (dataDir) => sql(join(dataDir, 'index.db'), 'DROP TABLE partly', 'PRAGMA user_version = 2'),
  ],
  [
    'judged by other secrets',
    (dataDir) => sql(join(dataDir, 'index.db'), "INSERT OR REPLACE INTO judged_by VALUES (1, 'stripe|7|')"),
  ],
  [
    'has verdicts to judge again',
    (dataDir) => sql(join(dataDir, 'index.db'), 'INSERT INTO judging VALUES (1, 99, 99, 0, 3)'),
  ],
  ['is gone', (dataDir) => rmSync(join(dataDir, 'index.db'))],
  ['is no database', (dataDir) => writeFileSync(join(dataDir, 'index.db'), 'not a database at all '.repeat(1_000))],
  [
    'has a damaged page',
    (dataDir) => {
      const bytes = readFileSync(join(dataDir, 'index.db'));
      bytes.fill(0xee, 8_192 + 16, 5 * 8_192);
      writeFileSync(join(dataDir, 'index.db'), bytes);
    },
  ],
  ['was left in WAL mode', (dataDir) => sql(join(dataDir, 'index.db'), 'PRAGMA journal_mode = WAL')],
];

describe('a folder that is not level', () => {
  test.each(BEHIND)('whose index %s: it is made up for once, and only read from then on', async (_, harm) => {
    await withFolder(['first order', 'second order', 'third'], async (dataDir) => {
      harm(dataDir);
      expect(await listed(dataDir)).toEqual([3, 2, 1]);
      expect(await bodyOf(dataDir, 3)).toBe('third');
      const search = ['deliveries', 'list', '--query', 'order', '--json'] as const;
      // The text may still be indexed while the first commands are answered; each goes on with it.
      await expect
        .poll(
          async () => {
            const before = JSON.stringify(folderState(dataDir));
            const { stdout } = await commandLine(dataDir, ...search);
            expect((JSON.parse(stdout.toString()) as { id: number }[]).map(({ id }) => id)).toEqual([2, 1]);
            return JSON.stringify(folderState(dataDir)) === before;
          },
          { timeout: 60_000 },
        )
        .toBe(true);
    });
  });

  test('of a server that was killed: all is there, and the next server still looks it through', async () => {
    await withDataDir(async (dataDir) => {
      const server = await startServerProcess(dataDir);
      for (const body of ['one', 'two', 'three']) await fetch(server.captureUrl, { method: 'POST', body });
      await server.end('SIGKILL');
      expect(Object.keys(folderState(dataDir))).toContain('hookglass.db-wal');
      expect(await listed(dataDir)).toEqual([3, 2, 1]);
      for (const [at, body] of ['one', 'two', 'three'].entries()) expect(await bodyOf(dataDir, at + 1)).toBe(body);
      await expect.poll(async () => expectAtRest(dataDir).then(() => true), { timeout: 60_000 }).toBe(true);
      expect(Object.keys(folderState(dataDir))).not.toContain('closed.json');
      const next = await startServerProcess(dataDir);
      await expect.poll(next.stderr, { timeout: 30_000 }).toContain('The data folder was checked: it is whole.');
      await next.end('SIGTERM');
    });
  });

  test.each([1, 3, 5])('of version %i: it is brought up to date under the lock', async (version) => {
    await withFolder(['now'], async (dataDir) => {
      rmSync(join(dataDir, 'index.db'));
      rmSync(join(dataDir, 'closed.json'));
      rmSync(join(dataDir, 'hookglass.db'));
      sql(
        join(dataDir, 'hookglass.db'),
        'PRAGMA journal_mode = WAL',
        ...TRUTH_MIGRATIONS.slice(0, version),
        `PRAGMA user_version = ${version}`,
        `INSERT INTO endpoint(id, slug, name, reply, created_at) VALUES (1, 'aaaaaaaaaaaaaaaaaaaaaaaaaa', 'Old', '{"status":200,"headers":[],"body":"","delayMs":0}', 1)`,
        `INSERT INTO delivery(id, endpoint_id, at, status, head, body) VALUES (1, 1, 1700000000000, 200, 'POST /e/aaaaaaaaaaaaaaaaaaaaaaaaaa 1.1', CAST('old' AS BLOB))`,
      );
      expect(await listed(dataDir)).toEqual([1]);
      expect(await bodyOf(dataDir, 1)).toBe('old');
      const db = new Database(join(dataDir, 'hookglass.db'), { readonly: true });
      expect(db.pragma('user_version', { simple: true })).toBe(TRUTH_MIGRATIONS.length);
      db.close();
      await expectAtRest(dataDir);
    });
  });

  test('is not forwarded, pruned or answered by who only reads', async () => {
    let received = 0;
    const destination = createServer((_, response) => {
      received++;
      response.end();
    }).listen(0, '127.0.0.1');
    await withApp(async (app) => {
      await post(app, 'first');
      const url = `http://127.0.0.1:${(destination.address() as AddressInfo).port}/`;
      const { id } = await app.call('createDestination', { body: { url } });
      await app.call('changeEndpoint', { params: { id: 1 }, body: { forwardTo: id } });
      await app.app.close();
      sql(
        join(app.dataDir, 'hookglass.db'),
        'INSERT INTO delivery(id, endpoint_id, at, status, head, body) SELECT 2, endpoint_id, at, status, head, body FROM delivery WHERE id = 1',
      );
      expect(await listed(app.dataDir)).toEqual([2, 1]);
      expect(received).toBe(0);
      await app.restart();
      await expect.poll(() => received, { timeout: 30_000 }).toBe(1);
    });
    destination.close();
  });
});
