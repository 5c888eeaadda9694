import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { createPageCheck, type PageVerdict } from '../server/index/page-check.ts';
import { type TestApp, withApp } from './support/app.ts';
import { fill } from './support/fill.ts';
import { holdLock } from './support/hold-lock.ts';
import { startServerProcess, withDataDir } from './support/hookglass-process.ts';
import { rawClient } from './support/raw-client.ts';

const WRONG = /failed|could not|has stopped|went wrong|being closed/i;
const wrongWords = (lines: readonly string[]): string[] => lines.filter((line) => WRONG.test(line));
const unclean = (app: TestApp) => ({ between: () => rmSync(join(app.dataDir, 'closed.json'), { force: true }) });

describe('a server that is told to end says nothing that sounds like a fault', () => {
  test.each(['SIGTERM', 'SIGINT'] as const)('%s right after its start, checked or not', async (signal) => {
    await withDataDir(async (dataDir) => {
      for (let round = 0; round < 4; round++) {
        const server = await startServerProcess(dataDir);
        if (round > 0) await fetch(server.captureUrl, { method: 'POST', body: 'x'.repeat(round * 10_000) });
        await server.end(round === 1 ? 'SIGKILL' : signal);
        expect(wrongWords(server.stderr().split('\n'))).toEqual([]);
      }
    });
  });

  test('while it looks through its folder, which the next one then does', async () => {
    await withApp(async (app) => {
      await fill(app, 500);
      for (let round = 0; round < 3; round++) {
        await app.restart(unclean(app));
        await app.restart(unclean(app));
      }
      await app.app.checked;
      expect((await app.call('status', {})).health.state).toBe('whole');
      expect(wrongWords(app.logs)).toEqual([]);
    });
  });

  test('while senders hang up, deliveries are judged, and rows are deleted', async () => {
    await withApp(async (app) => {
      await fill(app, 400);
      const path = new URL(app.captureUrl).pathname;
      const clients = await Promise.all(Array.from({ length: 20 }, () => rawClient(app.capturePort)));
      for (const client of clients)
        void client.write(`POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nab`);
      const sending = Array.from({ length: 20 }, () =>
        fetch(app.captureUrl, { method: 'POST', body: 'b'.repeat(100_000) }).catch(() => null),
      );
      for (const client of clients) client.close();
      await app.call('deleteDeliveries', { body: { ids: [1, 2, 3] } });
      await app.call('changeEndpoint', { params: { id: 1 }, body: { provider: 'contentful' } });
      await app.restart();
      await Promise.all(sending);
      expect(wrongWords(app.logs)).toEqual([]);
      await app.app.store.reader.call('settled', null);
      const { deliveries } = await app.call('listDeliveries', { query: { limit: 1_000 } });
      const truth = new Database(join(app.dataDir, 'hookglass.db'), { readonly: true });
      const status = truth.prepare<[number], number | null>('SELECT status FROM delivery WHERE id = ?').pluck();
      for (const { id, replyStatus } of deliveries) expect([id, replyStatus]).toEqual([id, status.get(id)]);
      truth.close();
    });
  });

  test('while another program holds its database', async () => {
    await withApp(async (app) => {
      await fill(app, 10);
      const lock = await holdLock(join(app.dataDir, 'hookglass.db'), 'BEGIN IMMEDIATE');
      const waiting = fetch(app.captureUrl, { method: 'POST', body: 'waits' }).catch(() => null);
      await expect
        .poll(() => app.logs.join('\n'), { timeout: 20_000 })
        .toContain('Another program holds the database.');
      const closed = app.app.close();
      await expect(
        Promise.race([closed.then(() => 'closed'), new Promise((r) => setTimeout(r, 30_000, 'open'))]),
      ).resolves.toBe('closed');
      await lock.release();
      await waiting;
      await app.restart();
      expect((await app.call('listDeliveries', { query: {} })).total).toBe(10);
    });
  });
});

describe('the pages of a large database are checked one by one', () => {
  const check = (file: string, oneCallBytes?: number): { steps: number; verdict: PageVerdict } => {
    const step = createPageCheck(file, oneCallBytes);
    for (let steps = 1; ; steps++) {
      const verdict = step(0);
      if (verdict !== null) return { steps, verdict };
    }
  };
  const NAMES = {
    'hookglass.db': ['delivery', 'attempt', 'attempt_last', 'endpoint', 'setting', 'feed'],
    'index.db': ['summary', 'summary_group', 'summary_endpoint', 'text_data', 'text_idx', 'progress'],
  };

  test('a whole one is found whole, in at least as many steps as it has pages; each damaged page is found', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'hookglass-pages-'));
    await withApp(async (app) => {
      await fill(app, 400);
      await fetch(app.captureUrl, { method: 'POST', body: 'l'.repeat(3_000_000) });
      await app.call('deleteDeliveries', { body: { ids: [7] } });
      await app.app.store.writer.write(() => app.app.store.purge([7]));
      await app.app.store.reader.call('settled', null);
      await app.restart({
        between() {
          for (const [name, trees] of Object.entries(NAMES)) {
            const file = join(folder, name);
            copyFileSync(join(app.dataDir, name), file);
            const db = new Database(file, { readonly: true });
            const number = (pragma: string): number => Number(db.pragma(pragma, { simple: true }));
            const used = number('page_count') - number('freelist_count');
            const size = number('page_size');
            const roots = trees.map((tree) =>
              Number(db.prepare('SELECT rootpage FROM sqlite_schema WHERE name = ?').pluck().get(tree)),
            );
            db.close();
            const { steps, verdict } = check(file, 0);
            expect(verdict).toEqual({ broken: null });
            expect(steps).toBeGreaterThanOrEqual(used);
            expect(check(file)).toEqual({ steps: 1, verdict: { broken: null } });
            for (const [at, root] of roots.entries()) {
              for (const byte of [0xa5, 0x00, 0xff]) {
                damage(file, join(app.dataDir, name), (root - 1) * size, Buffer.alloc(size, byte));
                expect(check(file, 0).verdict.broken, `${trees[at]} ${byte}`).not.toBeNull();
              }
            }
            damage(
              file,
              join(app.dataDir, name),
              ((roots[0] as number) - 1) * size,
              readPage(file, roots[1] as number, size),
            );
            expect(check(file, 0).verdict.broken).not.toBeNull();
          }
        },
      });
    });
    rmSync(folder, { recursive: true });
  });
});

function readPage(file: string, page: number, size: number): Buffer {
  return Buffer.from(readFileSync(file).subarray((page - 1) * size, page * size));
}

/** A copy of `whole` in `file`, with other bytes at one place. */
function damage(file: string, whole: string, at: number, bytes: Buffer): void {
  copyFileSync(whole, file);
  const content = readFileSync(file);
  bytes.copy(content, at);
  writeFileSync(file, content);
  for (const ending of ['-wal', '-shm']) if (existsSync(file + ending)) rmSync(file + ending);
}
