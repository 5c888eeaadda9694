import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { assembleApp } from '../server/app.ts';
import { rendererDir } from '../server/renderer-dir.ts';
import { Stopped } from '../server/services.ts';
import { type TestApp, withApp } from './support/app.ts';
import { rawClient } from './support/raw-client.ts';

/** What stands in the record of each delivery, as it is on disk while no server runs. */
function statuses(app: TestApp): (number | null)[] {
  const db = new Database(join(app.dataDir, 'hookglass.db'), { readonly: true });
  const found = db.prepare<[], number | null>('SELECT status FROM delivery ORDER BY id').pluck().all();
  db.close();
  return found;
}

test('a stop answers every sender whose delivery is stored, however late the reply was to be, and the record says so', async () => {
  await withApp(async (app) => {
    await app.call('changeEndpoint', {
      params: { id: 1 },
      body: { reply: { status: 202, headers: [], body: 'late', delayMs: 20_000 } },
    });
    const before = app.app.store.writer.lastId();
    const senders = Array.from({ length: 5 }, () => fetch(app.captureUrl, { method: 'POST', body: 'waits' }));
    await expect.poll(() => app.app.store.writer.lastId()).toBe(before + 5);
    let kept: (number | null)[] = [];
    await app.restart({
      between() {
        kept = statuses(app);
      },
    });
    for (const answer of await Promise.all(senders))
      expect([answer.status, await answer.text()]).toEqual([202, 'late']);
    expect(kept).toEqual([202, 202, 202, 202, 202]);
  });
});

test('an upload under way at the stop is kept as what had come of it, and nothing is logged', async () => {
  await withApp(async (app) => {
    const client = await rawClient(app.capturePort);
    const path = new URL(app.captureUrl).pathname;
    await client.write(
      `POST ${path} HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 100\r\n\r\nthe beginning`,
    );
    await client.until((received) => received.includes('100 Continue'));
    await app.restart();
    await client.until((received) => received.includes('503 Service Unavailable'));
    client.close();
    const { deliveries } = await app.call('listDeliveries', { query: {} });
    expect(deliveries).toMatchObject([{ flags: ['aborted'], sizeBytes: 13, replyStatus: 503 }]);
    expect(app.logs.filter((line) => /could not|went wrong/.test(line))).toEqual([]);
  });
});

test('a stop while the index thread is between two lives comes to its end', async () => {
  await withApp(async (app) => {
    await fetch(app.captureUrl, { method: 'POST', body: 'one' });
    await app.app.store.reader.replace();
    await app.restart();
    expect((await app.call('listDeliveries', { query: {} })).total).toBe(1);
  });
});

test('two stops at once are one', async () => {
  await withApp(async (app) => {
    await Promise.all([app.app.close(), app.app.close()]);
    expect(existsSync(join(app.dataDir, 'closed.json'))).toBe(true);
    expect(existsSync(join(app.dataDir, 'server.json'))).toBe(false);
  });
});

test('a stop during the start leaves a folder that the next one opens as closed', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'hookglass-stop-'));
  const config = { dataDir, capturePort: 0, controlPort: 0, keyBase64: null };
  for (let round = 0; round < 3; round++) {
    const app = await assembleApp(config, { rendererDir });
    const started = app.start();
    const refused = expect(started).rejects.toThrow(Stopped);
    await app.close();
    await refused;
    expect(existsSync(join(dataDir, 'closed.json'))).toBe(true);
  }
  rmSync(dataDir, { recursive: true });
});
