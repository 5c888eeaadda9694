import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { type TestApp, withApp } from './support/app.ts';

/**
 * Written by the server of commit f3f7e1b: deliveries of three providers with secrets, one purged, one deleted, an endpoint that ended
 * with its delivery, a destination with attempts, a forward. `expected.json` is what that server answered of it.
 */
const FOLDER = fileURLToPath(new URL('./fixtures/folder-before-truth-and-index/', import.meta.url));
const MADE_AT = 1_795_983_329_100;

interface Expected {
  readonly id: number;
  readonly method: string;
  readonly target: string;
  readonly headers: unknown;
  readonly sha256: string;
  readonly provider: string | null;
  readonly event: string | null;
  readonly verdict: string;
  readonly duplicate: number;
  readonly replyStatus: number;
  readonly attempts: readonly unknown[];
}
const EXPECTED = JSON.parse(readFileSync(join(FOLDER, 'expected.json'), 'utf8')) as Expected[];

function putIn(dataDir: string): void {
  for (const name of readdirSync(dataDir)) rmSync(join(dataDir, name));
  for (const name of readdirSync(FOLDER).filter((one) => one.endsWith('.gz')))
    writeFileSync(join(dataDir, name.replace(/\.gz$/, '')), gunzipSync(readFileSync(join(FOLDER, name))));
}

async function withEarlierFolder(use: (app: TestApp) => Promise<void>): Promise<void> {
  await withApp(
    async (app) => {
      await app.restart({ between: () => putIn(app.dataDir) });
      await app.app.store.reader.call('settled', null);
      await use(app);
    },
    { nowMs: () => MADE_AT },
  );
}

async function told(app: TestApp, id: number): Promise<Expected> {
  const { method, fullTarget, headers, sha256, provider, event, verdict, duplicate, replyStatus } = await app.call(
    'getDelivery',
    { params: { id } },
  );
  const attempts: unknown[] = [];
  for (const { id: attempt, origin, outcome } of await app.call('listAttempts', { params: { id } })) {
    const { bytes } = await app.ask('getAttemptBody', { params: { id: attempt } });
    attempts.push([attempt, origin, outcome.kind, bytes.toString()]);
  }
  const summary = { provider, event, verdict: verdict.kind, duplicate, replyStatus: replyStatus as number };
  return { id, method, target: fullTarget, headers, sha256, ...summary, attempts };
}
const ids = async (app: TestApp, query = ''): Promise<number[]> =>
  (await app.call('listDeliveries', { query: { query } })).deliveries.map(({ id }) => id);

test('a folder of the server before the truth and the index had rooms of their own opens, migrates and loses nothing', async () => {
  await withEarlierFolder(async (app) => {
    expect(await ids(app)).toEqual(EXPECTED.map(({ id }) => id));
    for (const expected of EXPECTED) expect(await told(app, expected.id)).toEqual(expected);
    expect(await app.call('getDelivery', { params: { id: 4 } })).toMatchObject({ pinned: true, note: 'a note' });
    expect((await app.call('listEndpoints', {})).map(({ name }) => name)).toEqual([
      'Inbox',
      'Payments',
      'Code',
      'Shop',
    ]);
    expect((await app.call('listSecrets', { params: { id: 2 } })).map(({ name }) => name)).toEqual([
      'secret 1',
      'secret 2',
    ]);
    expect(await app.call('listDestinations', {})).toMatchObject([{ id: 1, name: 'app' }]);
    expect(await app.call('restoreDeliveries', { body: { ids: [10] } })).toEqual({ ids: [10] });
    expect(app.logs.filter((line) => /left out|damaged|lost:/.test(line))).toEqual([]);
  });
});

test('what that server had purged stays purged, ids go on, and its secrets check new deliveries', async () => {
  await withEarlierFolder(async (app) => {
    expect([await ids(app, '"purged for good"'), await ids(app, 'repository')]).toEqual([[], [5, 4]]);
    await app.call('deleteDeliveries', { body: { ids: [8] } });
    const answer = await fetch(app.captureUrl, { method: 'POST', body: 'the next one' });
    expect(answer.status).toBe(200);
    await app.app.store.reader.call('settled', null);
    expect((await ids(app))[0]).toBe(13);
    const check = await app.call('getVerification', { params: { id: 1 } });
    expect(check.verdict.kind).toBe('valid');
  });
});
