import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openDatabase } from '../server/truth/open-database.ts';
import { KEY_FILE, openVault } from '../server/truth/vault.ts';
import { withApp } from './support/app.ts';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hookglass-open-'));
  file = join(folder, 'some.db');
});
afterEach(() => rmSync(folder, { recursive: true }));

const digest = (): string => createHash('sha256').update(readFileSync(file)).digest('hex');
const ONE = 'CREATE TABLE one (a INTEGER)';
const TWO = 'ALTER TABLE one ADD COLUMN b TEXT';
const open = (...migrations: readonly string[]) => openDatabase({ file, migrations, synchronous: 'FULL' });

describe('opening a database', () => {
  test('each step is taken once, and later versions add theirs', () => {
    const first = open(ONE);
    first.exec('INSERT INTO one VALUES (1)');
    first.close();
    open(ONE).close();
    const second = open(ONE, TWO);
    expect(second.prepare('SELECT a, b FROM one').all()).toEqual([{ a: 1, b: null }]);
    expect(second.pragma('user_version', { simple: true })).toBe(2);
    second.close();
  });

  test('WAL and a sync at every commit are on, and the file is for its owner alone', () => {
    const db = open(ONE);
    expect(db.pragma('journal_mode', { simple: true })).toBe('wal');
    expect(db.pragma('synchronous', { simple: true })).toBe(2);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    db.close();
  });

  test.each(['wal', 'delete'])('a newer version in %s mode is refused and its file left byte for byte', (mode) => {
    const newer = new Database(file);
    newer.pragma(`journal_mode = ${mode}`);
    newer.exec('CREATE TABLE future (a)');
    newer.pragma('user_version = 3');
    newer.close();
    const before = digest();
    expect(() => open(ONE, TWO)).toThrow(expect.objectContaining({ code: 'data-too-new' }));
    expect(digest()).toBe(before);
  });

  test('a file that is no database is refused and left byte for byte', () => {
    writeFileSync(file, randomBytes(20_000));
    const before = digest();
    expect(() => open(ONE)).toThrow(expect.objectContaining({ code: 'data-broken' }));
    expect(digest()).toBe(before);
  });

  test('a step that fails changes nothing', () => {
    open(ONE).close();
    expect(() => open(ONE, 'CREATE TABLE two (a); CREATE TABLE one (a)')).toThrow(
      expect.objectContaining({ code: 'data-broken' }),
    );
    const db = open(ONE);
    expect(db.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").pluck().all()).toEqual(['one']);
    db.close();
  });
});

describe('the vault', () => {
  test('opens what it sealed, with the key file it made, which is for its owner alone', () => {
    const sealed = openVault(folder, null).seal('sécret\0');
    expect(sealed.includes('cret')).toBe(false);
    expect(openVault(folder, null).open(sealed)).toBe('sécret\0');
    expect(statSync(join(folder, KEY_FILE)).mode & 0o777).toBe(0o600);
  });

  test('another key, or one flipped bit, opens nothing and throws nothing', () => {
    const vault = openVault(folder, randomBytes(32).toString('base64'));
    const sealed = vault.seal('secret');
    expect(openVault(folder, randomBytes(32).toString('base64')).open(sealed)).toBeNull();
    for (let at = 0; at < sealed.length; at++) {
      const damaged = Buffer.from(sealed);
      damaged[at] = (damaged[at] ?? 0) ^ 1;
      expect(vault.open(damaged)).toBeNull();
    }
    expect(vault.open(new Uint8Array(3))).toBeNull();
  });

  test('a key of the wrong length is refused', () => {
    expect(() => openVault(folder, 'c2hvcnQ=')).toThrow(expect.objectContaining({ code: 'data-broken' }));
  });

  test('a secret whose key is lost is left out, and the server runs without it', async () => {
    await withApp(async (app) => {
      const add = (name: string) =>
        app.call('addSecret', { params: { id: 1 }, body: { name, value: `value of ${name}`, extra: { second: 'x' } } });
      await add('old');
      writeFileSync(join(app.dataDir, KEY_FILE), randomBytes(32).toString('base64'));
      await app.restart();
      await add('new');
      expect((await app.call('listSecrets', { params: { id: 1 } })).map(({ name }) => name)).toEqual(['old', 'new']);
      expect(app.app.store.secrets.credentials().map(({ credential }) => credential)).toEqual([
        { name: 'new', value: 'value of new', extra: { second: 'x' } },
      ]);
    });
  });

  test('no secret is in any file of the data folder', async () => {
    await withApp(async (app) => {
      const value = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
      await app.call('addSecret', { params: { id: 1 }, body: { name: 'signing', value } });
      for (const name of ['hookglass.db', 'hookglass.db-wal', 'index.db', 'index.db-wal', 'server.json']) {
        expect(readFileSync(join(app.dataDir, name)).includes(value), name).toBe(false);
      }
      const { bytes } = await app.ask('listSecrets', { params: { id: 1 } });
      expect(bytes.toString()).not.toContain(value);
    });
  });
});
