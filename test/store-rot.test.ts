import { createHash } from 'node:crypto';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { type TestApp, withApp } from './support/app.ts';
import { commandLine } from './support/command-line.ts';

const post = async (app: TestApp, body: string): Promise<void> => {
  expect((await fetch(app.captureUrl, { method: 'POST', body })).status).toBe(200);
};
const MARK = 'MARK-OF-THE-SECOND';
const bodies = ['first '.repeat(500), `${'second '.repeat(500)}${MARK}${' second'.repeat(20_000)}`, 'third'];

/** Change the bytes of a stopped server's database where they stand, as a failing disk does. */
const rot =
  (from: string, to: string) =>
  (dataDir: string): void => {
    const file = join(dataDir, 'hookglass.db');
    const bytes = readFileSync(file);
    const at = bytes.indexOf(from);
    expect(at).toBeGreaterThan(0);
    bytes.write(to, at, 'latin1');
    writeFileSync(file, bytes);
  };
const sql =
  (statement: string) =>
  (dataDir: string): void => {
    const db = new Database(join(dataDir, 'hookglass.db'));
    db.exec(statement);
    db.close();
  };
const withoutIndex = (dataDir: string): void => {
  for (const ending of ['', '-wal', '-shm']) rmSync(join(dataDir, `index.db${ending}`), { force: true });
};

const ROTS: readonly (readonly [what: string, harm: (dataDir: string) => void])[] = [
  ['a byte of the body', rot(MARK, 'MARK-0F-THE-SECOND')],
  ['a byte far behind in the body', rot('second '.repeat(300), 'sEcond ')],
  ['the body by another program', sql(`UPDATE delivery SET body = CAST('other' AS BLOB) WHERE id = 2`)],
  ['the length of the body', sql('UPDATE delivery SET body = substr(body, 1, length(body) - 1) WHERE id = 2')],
  ['a header line', sql(`UPDATE delivery SET head = replace(head, 'POST', 'PUT') WHERE id = 2`)],
  ['the moment', sql('UPDATE delivery SET at = at + 1 WHERE id = 2')],
];

describe.each([
  ['with the index that knew it', () => undefined],
  ['with an index built anew', withoutIndex],
] as const)('a delivery whose stored bytes changed, %s', (_, andThen) => {
  test.each(ROTS)('%s: told wherever it is read, and the others are as they were', async (_, harm) => {
    await withApp(async (app) => {
      let received = 0;
      const destination = createServer((_, response) => {
        received++;
        response.end();
      }).listen(0, '127.0.0.1');
      for (const body of bodies) await post(app, body);
      await app.app.store.reader.call('settled', null);
      await app.restart({
        between() {
          harm(app.dataDir);
          andThen(app.dataDir);
        },
      });
      const problem = async (name: Parameters<TestApp['ask']>[0], input: object): Promise<unknown> =>
        JSON.parse((await app.ask(name, input)).bytes.toString());
      const damaged = { code: 'damaged-delivery' };
      expect(await problem('getBody', { params: { id: 2 } })).toMatchObject(damaged);
      expect(await problem('getBody', { params: { id: 2 }, query: { from: 0, to: 4 } })).toMatchObject(damaged);
      expect(await problem('exportDelivery', { params: { id: 2 }, query: { format: 'curl' } })).toMatchObject(damaged);
      const url = `http://127.0.0.1:${(destination.address() as AddressInfo).port}/`;
      expect(await problem('replay', { body: { deliveryIds: [1, 2], url } })).toMatchObject(damaged);
      expect(await problem('getVerification', { params: { id: 2 } })).toMatchObject(damaged);
      expect((await app.ask('getBody', { params: { id: 2 }, query: { damaged: 'as-is' } })).status).toBe(200);
      expect((await app.call('getDelivery', { params: { id: 2 } })).flags).toEqual(['damaged']);
      const { deliveries } = await app.call('listDeliveries', { query: {} });
      expect(deliveries.map(({ id, flags }) => [id, flags])).toEqual([
        [3, []],
        [2, ['damaged']],
        [1, []],
      ]);
      expect((await app.call('listDeliveries', { query: { query: 'is:damaged' } })).matching).toBe(1);
      for (const [id, body] of [
        [1, bodies[0]],
        [3, bodies[2]],
      ] as const)
        expect((await app.ask('getBody', { params: { id } })).bytes.toString()).toBe(body);
      const shown = await commandLine(app.dataDir, 'deliveries', 'body', '2');
      expect([shown.code, shown.stdout.length, shown.stderr]).toEqual([
        1,
        0,
        expect.stringContaining('no longer those'),
      ]);
      const wanted = await commandLine(app.dataDir, 'deliveries', 'body', '2', '--damaged');
      expect([wanted.code, wanted.stdout.length > 0]).toEqual([0, true]);
      expect((await commandLine(app.dataDir, 'export', '2')).code).toBe(1);
      expect((await commandLine(app.dataDir, 'replay', '2', '--to', url)).code).toBe(1);
      expect(received).toBe(0);
      destination.close();
    });
  });
});

test('a delivery of an earlier version, which has no check value, is compared with what the index knew of it', async () => {
  await withApp(async (app) => {
    for (const body of bodies) await post(app, body);
    await app.app.store.reader.call('settled', null);
    await app.restart({
      between() {
        sql('UPDATE delivery SET crc = NULL')(app.dataDir);
        rot(MARK, 'MARK-0F-THE-SECOND')(app.dataDir);
      },
    });
    const statuses = await Promise.all([1, 2, 3].map((id) => app.ask('getBody', { params: { id } })));
    expect(statuses.map(({ status }) => status === 200)).toEqual([true, false, true]);
    expect(JSON.parse((statuses[1] as { bytes: Buffer }).bytes.toString())).toMatchObject({ code: 'damaged-delivery' });
    expect((await app.call('listDeliveries', { query: { query: 'is:damaged' } })).matching).toBe(1);
  });
});

test('a page that is broken hides no other delivery, and those on it are named', async () => {
  await withApp(async (app) => {
    const sums: string[] = [];
    for (let at = 0; at < 60; at++) {
      const body = `delivery number ${at} `.repeat(60);
      sums.push(createHash('sha256').update(body).digest('hex'));
      await post(app, body);
    }
    await app.app.store.reader.call('settled', null);
    await app.restart({
      between() {
        const file = join(app.dataDir, 'hookglass.db');
        const bytes = readFileSync(file);
        const page = Math.floor(bytes.indexOf('delivery number 30 ') / 8_192);
        bytes.fill(0xff, page * 8_192, (page + 1) * 8_192);
        writeFileSync(file, bytes);
        withoutIndex(app.dataDir);
      },
    });
    await post(app, 'new');
    await app.app.store.reader.call('settled', null);
    const { deliveries, total } = await app.call('listDeliveries', { query: { limit: 100 } });
    const lost = deliveries.filter(({ flags }) => flags.includes('damaged')).map(({ id }) => id);
    expect(total).toBe(61);
    expect(lost).toContain(31);
    expect(lost.length).toBeLessThan(12);
    for (const { id, sha256, flags } of deliveries.filter(({ id }) => id < 61 && !lost.includes(id))) {
      expect([sha256, flags]).toEqual([sums[id - 1], []]);
      const { bytes } = await app.ask('getBody', { params: { id } });
      expect(createHash('sha256').update(bytes).digest('hex')).toBe(sha256);
    }
    expect(JSON.parse((await app.ask('getBody', { params: { id: 31 } })).bytes.toString()).code).toBe(
      'damaged-delivery',
    );
    expect((await app.call('getDelivery', { params: { id: 31 } })).flags).toContain('damaged');
    expect((await app.call('listDeliveries', { query: { query: 'number' } })).matching).toBe(60 - lost.length);
    expect((await app.call('listDeliveries', { query: { query: 'ne' } })).matching).toBeGreaterThan(0);
    expect(app.logs.filter((line) => line.includes('is damaged'))).toHaveLength(lost.length);
  });
});
