import { createHmac } from 'node:crypto';
import {
  closeSync,
  cpSync,
  existsSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import type { Status } from '../server/contract/status.ts';
import { RESTORABLE_MS } from '../server/store/housekeeping.ts';
import { type TestApp, withApp } from './support/app.ts';
import { holdLock } from './support/hold-lock.ts';
import { startServerProcess, withDataDir } from './support/hookglass-process.ts';

const FIRST = 12;
const post = async (app: TestApp, count: number): Promise<void> => {
  for (let at = 0; at < count; at++)
    expect((await fetch(app.captureUrl, { method: 'POST', body: `${at} `.padEnd(20_000, 'word ') })).status).toBe(200);
};

/** Until the index knows every delivery that was answered, and nothing is left to do. */
const described = async ({ app }: TestApp): Promise<void> => {
  await app.store.reader.call('describedUpTo', app.store.writer.lastId());
  await app.store.reader.call('settled', null);
};

interface Cut {
  /** Change the files that the end left behind. */
  readonly harm?: (dataDir: string) => void;
  /** Taken after the first dozen, while those of `more` stand in the log alone. */
  readonly more?: number;
  /** The index is held by another program while these come, so that it knows none of them. */
  readonly undescribed?: boolean;
}

/** A server is cut off after a dozen deliveries (its files are copied while it runs), and another one starts on what is left. */
async function afterCut(
  { harm = () => undefined, more = 0, undescribed = false }: Cut,
  then: (app: TestApp) => Promise<void>,
) {
  const left = mkdtempSync(join(tmpdir(), 'hookglass-cut-'));
  try {
    await withApp(async (app) => {
      await post(app, FIRST);
      await described(app);
      await app.restart();
      // A reader of an old state keeps the log from being moved into the database.
      const reader = new Database(join(app.dataDir, 'hookglass.db'), { readonly: true });
      reader.exec('BEGIN');
      reader.prepare('SELECT count(*) FROM delivery').get();
      const lock = undescribed ? await holdLock(join(app.dataDir, 'index.db'), 'BEGIN IMMEDIATE') : null;
      await post(app, more);
      await expect.poll(() => readFileSync(join(app.dataDir, 'committed.json'), 'utf8')).toContain(`:${FIRST + more}}`);
      if (lock === null) await described(app);
      cpSync(app.dataDir, left, { recursive: true });
      await lock?.release();
      reader.close();
      await app.restart({
        between() {
          rmSync(app.dataDir, { recursive: true });
          cpSync(left, app.dataDir, { recursive: true });
          harm(app.dataDir);
        },
      });
      await app.app.checked;
      await then(app);
    });
  } finally {
    rmSync(left, { recursive: true, force: true });
  }
}

const overwrite = (file: string, at: number, bytes: Buffer): void => {
  const handle = openSync(file, 'r+');
  writeSync(handle, bytes, 0, bytes.length, at);
  closeSync(handle);
};
/** Fill the first page of a table or an index with something else. */
const overwritePage = (name: string, database: string) => (dataDir: string) => {
  const file = join(dataDir, database);
  const db = new Database(file);
  const find = db.prepare<[string], number>('SELECT rootpage FROM sqlite_schema WHERE name = ?').pluck();
  const page = Number(find.get(name));
  const size = Number(db.pragma('page_size', { simple: true }));
  db.pragma('wal_checkpoint(TRUNCATE)');
  db.close();
  expect(page).toBeGreaterThan(1);
  overwrite(file, (page - 1) * size, Buffer.alloc(size, 0xa5));
};
const overwriteBody = (dataDir: string): void => {
  const file = join(dataDir, 'hookglass.db');
  const at = readFileSync(file).indexOf('7 word word ');
  expect(at).toBeGreaterThan(0);
  overwrite(file, at + 15_000, Buffer.from('W0RD'));
};

const health = async (app: TestApp): Promise<Status['health']> => (await app.call('status', {})).health;
const list = async (app: TestApp, query = ''): Promise<number[]> => {
  const { deliveries } = await app.call('listDeliveries', { query: { query, limit: 100 } });
  return deliveries.map(({ id }) => id).sort((one, other) => one - other);
};
const upTo = (count: number): number[] => Array.from({ length: count }, (_, at) => at + 1);
const WHOLE = 'The data folder was checked: it is whole.';

test('a server that is killed is followed by a check, one that is stopped is not', async () => {
  await withDataDir(async (dataDir) => {
    const first = await startServerProcess(dataDir);
    expect(existsSync(join(dataDir, 'closed.json'))).toBe(false);
    expect((await fetch(first.captureUrl, { method: 'POST', body: 'kept' })).status).toBe(200);
    await first.end('SIGKILL');
    const second = await startServerProcess(dataDir);
    await expect.poll(() => second.stderr(), { timeout: 20_000 }).toContain(WHOLE);
    await second.end('SIGTERM');
    expect(JSON.parse(readFileSync(join(dataDir, 'closed.json'), 'utf8'))).toMatchObject({ highestId: 1 });
    const third = await startServerProcess(dataDir);
    const answer = await fetch(`${third.apiUrl}/status`, { headers: { authorization: `Bearer ${third.token}` } });
    expect(((await answer.json()) as Status).health).toEqual({ state: 'whole', sentences: [] });
    await third.end('SIGTERM');
    expect(third.stderr()).not.toContain('checked');
  });
});

test('a new folder is not checked, and one that was stopped neither', async () => {
  await withApp(async (app) => {
    await post(app, 1);
    await app.restart();
    await app.app.checked;
    expect(app.logs.filter((line) => line.includes('check'))).toEqual([]);
    expect(await health(app)).toEqual({ state: 'whole', sentences: [] });
  });
});

describe('after a server was cut off', () => {
  test('what is whole is found whole', async () => {
    await afterCut({ more: 3 }, async (app) => {
      expect(await health(app)).toEqual({ state: 'whole', sentences: [] });
      expect(app.logs).toContain(WHOLE);
      expect(await list(app)).toEqual(upTo(FIRST + 3));
    });
  });

  test('a changed byte of a body is found and told, at each start until it is gone', async () => {
    await afterCut({ harm: overwriteBody }, async (app) => {
      const sentence = expect.stringContaining('Delivery 8 is damaged');
      expect(await health(app)).toEqual({ state: 'damaged', sentences: [sentence] });
      expect(app.logs).toContainEqual(sentence);
      expect(await list(app, 'is:damaged')).toEqual([8]);
      expect(await list(app)).toEqual(upTo(FIRST));
      await app.restart();
      await app.app.checked;
      expect((await health(app)).state).toBe('damaged');
    });
  });

  test('a page of the truth that holds no delivery is told', async () => {
    await afterCut({ harm: overwritePage('attempt_last', 'hookglass.db') }, async (app) => {
      const { state, sentences } = await health(app);
      expect(state).toBe('damaged');
      expect(sentences).toEqual([expect.stringContaining('hookglass.db is damaged')]);
      expect((await fetch(app.captureUrl, { method: 'POST', body: 'still taken' })).status).toBe(200);
    });
  });

  test.each(['summary_group', 'summary', 'text_data'])(
    'a damaged index (%s) is built anew, and nothing is missing',
    async (name) => {
      await afterCut({ harm: overwritePage(name, 'index.db') }, async (app) => {
        await expect.poll(() => app.logs.join('\n')).toContain('The index is damaged and is built anew');
        await expect.poll(() => list(app).catch(() => []), { timeout: 10_000 }).toEqual(upTo(FIRST));
        expect((await health(app)).sentences).toEqual([]);
        await described(app);
        expect(await list(app, 'word')).toEqual(upTo(FIRST));
      });
    },
  );

  test('a delivery that was deleted for good just before leaves no entry in the list', async () => {
    let now = Date.now();
    await withApp(
      async (app) => {
        await post(app, 3);
        await app.call('deleteDeliveries', { body: { ids: [2] } });
        await described(app);
        now += RESTORABLE_MS + 1;
        await app.app.store.writer.write(() => app.app.store.purge([2]));
        await app.restart({ between: () => rmSync(join(app.dataDir, 'closed.json')) });
        await app.app.checked;
        expect(await list(app)).toEqual([1, 3]);
        expect((await app.call('listDeliveries', { query: {} })).total).toBe(2);
      },
      { nowMs: () => now },
    );
  });
});

describe('what the truth had and the index had not heard of when the end came', () => {
  test('that nobody was left to be answered, and bytes that followed', async () => {
    await withApp(async (app) => {
      await post(app, 3);
      await described(app);
      const { writer, amend } = app.app.store;
      await writer.write(() => amend(1, { status: null }));
      await writer.write(() => amend(2, { surplus: { sizeBytes: 4, base64: 'bW9yZQ==' } }));
      await app.restart({ between: () => rmSync(join(app.dataDir, 'closed.json')) });
      await app.app.checked;
      const { deliveries } = await app.call('listDeliveries', { query: {} });
      expect(deliveries.map(({ id, replyStatus, flags }) => [id, replyStatus, flags])).toEqual([
        [3, 200, []],
        [2, 200, ['surplus']],
        [1, null, []],
      ]);
    });
  });

  test('a secret, and a provider: what they decide is judged at the next start, once', async () => {
    await withApp(async (app) => {
      const body = '{"zen":"Keep it logically awesome."}';
      const secret = 'It is a secret to everybody';
      const signature = `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;
      const headers = { 'x-github-event': 'ping', 'x-hub-signature-256': signature };
      await fetch(app.captureUrl, { method: 'POST', body, headers });
      await post(app, 1);
      await described(app);
      const verdicts = async (): Promise<unknown[]> =>
        (await app.call('listDeliveries', { query: {} })).deliveries.map(({ provider, verdict }) => [
          provider,
          verdict.kind,
        ]);
      const { writer, secrets } = app.app.store;
      await writer.write(() => secrets.insert(1, { name: 'it', value: secret, extra: {} }, Date.now()));
      await app.restart();
      await described(app);
      expect((await verdicts()).at(-1)).toEqual(['github', 'valid']);
      await app.app.store.writer.write((db) => void db.exec("UPDATE endpoint SET provider = 'github'"));
      await app.restart();
      await described(app);
      expect(await verdicts()).toEqual([
        ['github', 'invalid'],
        ['github', 'valid'],
      ]);
      await app.restart();
      expect((await app.call('status', {})).judging).toEqual([]);
    });
  });
});

describe('deliveries that were stored and are gone', () => {
  const lost = (count: number) => ({
    state: 'damaged',
    sentences: [
      expect.stringMatching(new RegExp(`^The last ${count === 1 ? 'delivery' : `${count} deliveries`} that`)),
    ],
  });
  const flipByte = (from: number | null) => (dataDir: string) => {
    const file = join(dataDir, 'hookglass.db-wal');
    const bytes = readFileSync(file);
    const at = from ?? Math.floor(bytes.length / 2);
    overwrite(file, at, Buffer.from([(bytes[at] as number) ^ 0xff]));
  };

  test.each([
    ['without its log', 5, (dataDir: string) => rmSync(join(dataDir, 'hookglass.db-wal'))],
    ['a byte at the beginning of the log', 5, flipByte(100)],
  ] as const)('%s: told, not given again, and out of the list', async (_, count, harm) => {
    await afterCut({ more: count, harm }, async (app) => {
      expect(await health(app)).toEqual(lost(count));
      expect(await list(app)).toEqual(upTo(FIRST));
      await post(app, 1);
      expect(await list(app)).toEqual([...upTo(FIRST), FIRST + count + 1]);
    });
  });

  test.each([
    ['without its log', (dataDir: string) => rmSync(join(dataDir, 'hookglass.db-wal'))],
    ['a byte at the beginning of the log', flipByte(100)],
    ['a log that ends too early', (dataDir: string) => truncateSync(join(dataDir, 'hookglass.db-wal'), 20_000)],
  ] as const)('%s: those that were never described are counted too', async (_, harm) => {
    await afterCut({ more: 5, undescribed: true, harm }, async (app) => {
      expect(await health(app)).toEqual(lost(5));
      expect(await list(app)).toEqual(upTo(FIRST));
      await post(app, 1);
      expect(await list(app)).toEqual([...upTo(FIRST), FIRST + 6]);
    });
  });

  test('what stands beside a truth of another life, or makes no sense, counts for nothing', async () => {
    for (const mark of ['{"epoch":1,"highestId":900}', 'null']) {
      await afterCut({ harm: (dataDir) => writeFileSync(join(dataDir, 'committed.json'), mark) }, async (app) => {
        expect(await health(app)).toEqual({ state: 'whole', sentences: [] });
        expect(await list(app)).toEqual(upTo(FIRST));
      });
    }
  });

  test('a byte in the middle of the log: those before it are there', async () => {
    await afterCut({ more: 9, harm: flipByte(null) }, async (app) => {
      const there = await list(app);
      expect(there.length).toBeGreaterThan(FIRST);
      expect(there.length).toBeLessThan(FIRST + 9);
      expect(await health(app)).toEqual(lost(FIRST + 9 - there.length));
    });
  });

  test('an older copy of a database that was closed', async () => {
    const older = mkdtempSync(join(tmpdir(), 'hookglass-older-'));
    const files = ['hookglass.db', 'hookglass.db-wal', 'hookglass.db-shm'];
    try {
      await withApp(async (app) => {
        await post(app, 2);
        await app.restart({ between: () => cpSync(app.dataDir, older, { recursive: true }) });
        await post(app, 1);
        await app.restart({
          between() {
            for (const name of files) rmSync(join(app.dataDir, name), { force: true });
            cpSync(join(older, 'hookglass.db'), join(app.dataDir, 'hookglass.db'));
          },
        });
        await app.app.checked;
        expect(await health(app)).toEqual(lost(1));
        expect(await list(app)).toEqual([1, 2]);
      });
    } finally {
      rmSync(older, { recursive: true, force: true });
    }
  });
});
