import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startApp } from '../server/app.ts';
import { rendererDir } from '../server/renderer-dir.ts';
import { withApp } from './support/app.ts';

/** Two folders with forty deliveries each: one of a server that was stopped, one of a server that was cut off in mid-life. */
let base: string;
beforeAll(async () => {
  base = mkdtempSync(join(tmpdir(), 'hookglass-damage-'));
  await withApp(async (app) => {
    for (let at = 0; at < 40; at++) await fetch(app.captureUrl, { method: 'POST', body: `${at}`.padEnd(20_000, 'a') });
    await app.app.store.reader.call('settled', null);
    await app.restart({ between: () => cpSync(app.dataDir, join(base, 'stopped'), { recursive: true }) });
    for (let at = 0; at < 40; at++) await fetch(app.captureUrl, { method: 'POST', body: `${at}`.padEnd(20_000, 'b') });
    cpSync(app.dataDir, join(base, 'cut-off'), { recursive: true });
  });
});
afterAll(() => rmSync(base, { recursive: true, force: true }));

const MAIN = 'hookglass.db';
const LOG = 'hookglass.db-wal';
const bytesOf = (folder: string): Record<string, string> =>
  Object.fromEntries(
    readdirSync(folder)
      .filter((name) => !name.endsWith('-shm'))
      .sort()
      .map((name) => [
        name,
        createHash('sha256')
          .update(readFileSync(join(folder, name)))
          .digest('hex'),
      ]),
  );
const sizeOf = (file: string): number => readFileSync(file).length;
const start = (dataDir: string) =>
  startApp({ dataDir, capturePort: 0, controlPort: 0, keyBase64: null }, { rendererDir });

interface Damage {
  readonly what: string;
  readonly of: 'stopped' | 'cut-off';
  readonly code: 'data-lost' | 'data-broken' | 'data-too-new';
  readonly harm: (dataDir: string) => void;
}
const cutTo = (length: (size: number) => number) => (dataDir: string) => {
  const file = join(dataDir, MAIN);
  truncateSync(file, length(sizeOf(file)));
};
const without =
  (...names: readonly string[]) =>
  (dataDir: string) => {
    for (const name of names) rmSync(join(dataDir, name), { force: true });
  };
const sql =
  (...statements: readonly string[]) =>
  (dataDir: string) => {
    const db = new Database(join(dataDir, MAIN));
    for (const statement of statements) db.exec(statement);
    db.close();
  };
const foreign = (version: number) => (dataDir: string) => {
  without(MAIN, LOG, `${MAIN}-shm`)(dataDir);
  sql('CREATE TABLE addresses (name)', 'INSERT INTO addresses VALUES (1)', `PRAGMA user_version = ${version}`)(dataDir);
};

const DAMAGES: readonly Damage[] = [
  ...(['stopped', 'cut-off'] as const).flatMap((of): Damage[] => [
    { what: 'emptied', of, code: 'data-lost', harm: cutTo(() => 0) },
    { what: 'gone', of, code: 'data-lost', harm: without(MAIN) },
    {
      what: 'emptied, with the index gone',
      of,
      code: 'data-lost',
      harm: (dir) => {
        cutTo(() => 0)(dir);
        without('index.db', 'index.db-wal', 'index.db-shm')(dir);
      },
    },
    {
      what: 'emptied, with key and lock gone',
      of,
      code: 'data-lost',
      harm: (dir) => {
        cutTo(() => 0)(dir);
        without('secrets.key', 'lock.db', 'closed.json')(dir);
      },
    },
    { what: 'cut to one byte', of, code: 'data-lost', harm: cutTo(() => 1) },
    { what: 'cut to 99 bytes', of, code: 'data-lost', harm: cutTo(() => 99) },
    { what: 'cut to its header', of, code: 'data-lost', harm: cutTo(() => 100) },
    { what: 'cut to one page', of, code: 'data-lost', harm: cutTo(() => 8_192) },
    { what: 'cut in the middle', of, code: 'data-lost', harm: cutTo((size) => Math.floor(size / 2) + 13) },
    { what: 'all zeros', of, code: 'data-broken', harm: (dir) => writeFileSync(join(dir, MAIN), Buffer.alloc(90_000)) },
    { what: 'a text', of, code: 'data-broken', harm: (dir) => writeFileSync(join(dir, MAIN), 'hello') },
  ]),
  { what: 'cut by a whole page', of: 'stopped', code: 'data-lost', harm: cutTo((size) => size - 8_192) },
  { what: 'cut by one byte', of: 'stopped', code: 'data-lost', harm: cutTo((size) => size - 1) },
  { what: 'a page and a byte too long', of: 'stopped', code: 'data-lost', harm: cutTo((size) => size + 8_193) },
  { what: 'the database of another program', of: 'stopped', code: 'data-broken', harm: foreign(0) },
  { what: 'the database of another program with a version', of: 'stopped', code: 'data-broken', harm: foreign(2) },
  { what: 'the database of a newer Hookglass', of: 'stopped', code: 'data-too-new', harm: foreign(99) },
  { what: 'a table missing', of: 'stopped', code: 'data-broken', harm: sql('DROP TABLE delivery') },
  { what: 'a small table missing', of: 'stopped', code: 'data-broken', harm: sql('DROP TABLE setting') },
  {
    what: 'a new, empty database',
    of: 'stopped',
    code: 'data-lost',
    harm: (dir) => {
      without(MAIN)(dir);
      sql('PRAGMA journal_mode = WAL')(dir);
    },
  },
];

describe('a database that is not whole is refused, and every file stays as it was', () => {
  test.each(DAMAGES)('$of: $what', async ({ of, code, harm }) => {
    const dataDir = join(base, 'trial');
    cpSync(join(base, of), dataDir, { recursive: true });
    rmSync(join(dataDir, 'server.json'), { force: true });
    try {
      harm(dataDir);
      const before = bytesOf(dataDir);
      await expect(start(dataDir)).rejects.toMatchObject({ name: 'Problem', code });
      expect(bytesOf(dataDir)).toEqual(before);
      expect(existsSync(join(dataDir, 'server.json'))).toBe(false);
    } finally {
      rmSync(dataDir, { recursive: true });
    }
  });

  test.each(['stopped', 'cut-off'] as const)('undamaged, the one that was %s starts', async (of) => {
    const dataDir = join(base, 'whole');
    cpSync(join(base, of), dataDir, { recursive: true });
    const app = await start(dataDir);
    // The figure follows the index, which catches up in its own time.
    await expect
      .poll(async () => (await app.context.status()).deliveries, { timeout: 60_000 })
      .toBe(of === 'stopped' ? 40 : 80);
    await app.close();
    rmSync(dataDir, { recursive: true });
  });
});
