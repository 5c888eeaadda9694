import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { createLinkPages } from '../server/api/link-pages.ts';
import { createOneTimeCodes, OPENED_LIFE_MS, PRINTED_LIFE_MS } from '../server/api/one-time-codes.ts';
import type { Session } from '../server/contract/session.ts';
import { TRUTH_MIGRATIONS } from '../server/truth/migrations.ts';
import { openDatabase } from '../server/truth/open-database.ts';
import { type TestApp, withApp } from './support/app.ts';
import { commandLine, commandLineJson } from './support/command-line.ts';
import { withDataDir } from './support/hookglass-process.ts';

const DAY_MS = 86_400_000;
const codeOf = (url: string): string => new URL(url).hash.replace('#code=', '');

function trade(app: TestApp, code: string): Promise<Response> {
  return fetch(`${app.origin}/api/session`, {
    method: 'POST',
    headers: { origin: app.origin, 'content-type': 'application/json' },
    body: JSON.stringify({ code }),
  });
}
async function openedSession(app: TestApp): Promise<string> {
  const { url } = await app.call('makeCode', {});
  return ((await (await trade(app, codeOf(url))).json()) as { token: string }).token;
}
const as = (app: TestApp, token: string, path = '/api/status', method = 'GET'): Promise<Response> =>
  fetch(`${app.origin}${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, origin: app.origin, 'content-type': 'application/json' },
    ...(method === 'GET' ? {} : { body: '{}' }),
  });
const listAs = async (app: TestApp, token: string): Promise<Session[]> =>
  (await (await as(app, token, '/api/sessions')).json()) as Session[];
const pagesIn = (dataDir: string): string[] => readdirSync(dataDir).filter((name) => name.endsWith('.html'));

/** A clock that a test sets. */
function clock() {
  const at = { now: Date.UTC(2026, 10, 29) };
  return { at, nowMs: () => at.now };
}

describe('a one-time code', () => {
  test('is good once, and until its time is over', () => {
    const { at, nowMs } = clock();
    const codes = createOneTimeCodes(nowMs);
    const [first, second, third] = [codes.make(1_000), codes.make(1_000), codes.make(1_000)];
    expect([codes.take(first), codes.take(first), codes.take('x'), codes.take('')]).toEqual([
      true,
      false,
      false,
      false,
    ]);
    at.now += 999;
    expect(codes.take(second)).toBe(true);
    at.now += 1;
    expect(codes.take(third)).toBe(false);
  });

  test('does not live longer because the clock was set back', () => {
    const { at, nowMs } = clock();
    const codes = createOneTimeCodes(nowMs);
    const code = codes.make(1_000);
    at.now -= DAY_MS;
    expect(codes.take(code)).toBe(false);
  });

  test('is one of a few: more of them end the oldest', () => {
    const codes = createOneTimeCodes(clock().nowMs);
    const made = Array.from({ length: 1_000 }, () => codes.make(1_000));
    expect(made.filter((code) => codes.take(code)).length).toBe(32);
    expect(codes.take(made.at(-1) as string)).toBe(false);
  });

  test.each([
    ['printed', PRINTED_LIFE_MS, 10],
    ['opened', OPENED_LIFE_MS, 2],
  ])('that is %s works over HTTP until its time is over', async (kind, lifeMs, minutes) => {
    expect(lifeMs).toBe(minutes * 60_000);
    const { at, nowMs } = clock();
    await withApp(
      async (app) => {
        const make = async (): Promise<string> =>
          codeOf(kind === 'printed' ? (await app.call('makeCode', {})).url : app.app.context.sessions.makeLink());
        const [early, late] = [await make(), await make()];
        at.now += lifeMs - 1;
        expect((await trade(app, early)).status).toBe(200);
        expect((await trade(app, early)).status).toBe(401);
        at.now += 1;
        expect((await trade(app, late)).status).toBe(401);
      },
      { nowMs },
    );
  });

  test('is read from a small body alone', async () => {
    await withApp(async (app) => {
      const told = await trade(app, 'x'.repeat(5_000));
      expect([told.status, ((await told.json()) as { code: string }).code]).toEqual([413, 'too-large']);
    });
  });
});

describe('the file that a browser is opened with', () => {
  test('is for its owner alone, leads to a link that works, and is gone once that was opened', async () => {
    await withApp(async (app) => {
      const { file } = await app.call('makePage', {});
      expect(statSync(file).mode & 0o777).toBe(0o600);
      const page = readFileSync(file, 'utf8');
      const [url] = /http:\/\/127\.0\.0\.1:\d+\/#code=[\w-]{43}/.exec(page) ?? [''];
      expect(page).toContain(`<meta http-equiv="refresh" content="0; url=${url}">`);
      expect((await trade(app, codeOf(url))).status).toBe(200);
      expect(existsSync(file)).toBe(false);
      expect((await trade(app, codeOf(url))).status).toBe(401);
    });
  });

  test('does not outlive the server, nor one that died', async () => {
    await withApp(async (app) => {
      await app.call('makePage', {});
      await app.restart({
        between: () => {
          expect(pagesIn(app.dataDir)).toEqual([]);
          writeFileSync(join(app.dataDir, `open-${'0'.repeat(32)}.html`), 'left by a server that died');
          writeFileSync(join(app.dataDir, 'mine.html'), 'not ours');
        },
      });
      expect(pagesIn(app.dataDir)).toEqual(['mine.html']);
    });
  });

  test('is gone after its life, and is never written over what is there', async () => {
    await withDataDir(async (dataDir) => {
      const elsewhere = join(dataDir, 'elsewhere.txt');
      writeFileSync(elsewhere, 'kept');
      const pages = createLinkPages(dataDir, () => '0'.repeat(32));
      symlinkSync(elsewhere, join(dataDir, `open-${'0'.repeat(32)}.html`));
      expect(() => pages.write('code', 'http://x/', 1)).toThrow('EEXIST');
      expect(readFileSync(elsewhere, 'utf8')).toBe('kept');
      pages.clear();
      expect(readFileSync(elsewhere, 'utf8')).toBe('kept');
      const file = pages.write('code', 'http://x/', 1);
      await expect.poll(() => existsSync(file)).toBe(false);
    });
  });
});

describe('sessions', () => {
  test('are listed with their last use, and the one that asks is marked', async () => {
    const { at, nowMs } = clock();
    await withApp(
      async (app) => {
        const start = at.now;
        const older = await openedSession(app);
        at.now += 1_000;
        const newer = await openedSession(app);
        expect(await listAs(app, newer)).toEqual([
          { id: 2, createdAt: start + 1_000, usedAt: start + 1_000, endsAt: start + 1_000 + 7 * DAY_MS, current: true },
          { id: 1, createdAt: start, usedAt: start, endsAt: start + 7 * DAY_MS, current: false },
        ]);
        at.now += 3_600_000;
        expect((await as(app, older)).status).toBe(200);
        expect((await listAs(app, older)).map(({ id, usedAt, current }) => [id, usedAt - start, current])).toEqual([
          [1, 3_601_000, true],
          [2, 1_000, false],
        ]);
        expect((await app.call('listSessions', {})).map(({ current }) => current)).toEqual([false, false]);
        await app.restart();
        expect((await app.call('listSessions', {})).map(({ id, usedAt }) => [id, usedAt - start])).toEqual([
          [1, 3_601_000],
          [2, 1_000],
        ]);
      },
      { nowMs },
    );
  });

  test('write their use once an hour, however often they call', async () => {
    const { at, nowMs } = clock();
    await withApp(
      async (app) => {
        const token = await openedSession(app);
        let writes = 0;
        const { noteUse } = app.app.store.sessions;
        app.app.store.sessions.noteUse = (...args) => {
          writes++;
          return noteUse(...args);
        };
        for (let call = 0; call < 50; call++) {
          at.now += 60_000;
          expect((await as(app, token)).status).toBe(200);
        }
        expect(writes).toBe(0);
        at.now += 600_000;
        await as(app, token);
        await as(app, token);
        await expect.poll(() => writes).toBe(1);
      },
      { nowMs },
    );
  });

  test('end when they are not used, and at last in any case', async () => {
    const { at, nowMs } = clock();
    await withApp(
      async (app) => {
        const [idle, busy] = [await openedSession(app), await openedSession(app)];
        // What a feed asks, for as long as it is read.
        const [idleFeed, busyFeed] = [idle, busy].map((token) => app.app.context.sessions.callerOf(token));
        expect([idleFeed?.stillOpen(), busyFeed?.stillOpen()]).toEqual([true, true]);
        for (let day = 1; day < 30; day++) {
          at.now += DAY_MS;
          expect((await as(app, busy)).status, `day ${day}`).toBe(200);
          if (day === 6) expect((await listAs(app, busy)).map(({ id }) => id)).toEqual([2, 1]);
        }
        expect((await as(app, idle)).status).toBe(401);
        expect((await listAs(app, busy)).map(({ id }) => id)).toEqual([2]);
        expect([idleFeed?.stillOpen(), busyFeed?.stillOpen()]).toEqual([false, true]);
        at.now += DAY_MS;
        expect((await as(app, busy)).status).toBe(401);
        expect(busyFeed?.stillOpen()).toBe(false);
      },
      { nowMs },
    );
  });

  test('are ended one by one, or all but the own, and their feeds with them', async () => {
    await withApp(async (app) => {
      const [mine, other, third] = [await openedSession(app), await openedSession(app), await openedSession(app)];
      const feed = await as(app, other, '/api/feed?after=0');
      const ended = feed.text().then(
        () => 'ended',
        () => 'ended',
      );
      expect((await as(app, mine, '/api/sessions/2', 'DELETE')).status).toBe(204);
      expect(await ended).toBe('ended');
      expect((await as(app, other)).status).toBe(401);
      expect(await (await as(app, mine, '/api/sessions/2', 'DELETE')).json()).toMatchObject({
        code: 'no-such-session',
      });
      expect(await (await as(app, mine, '/api/sessions/end', 'POST')).json()).toEqual({ ids: [3] });
      expect((await as(app, third)).status).toBe(401);
      expect((await as(app, mine)).status).toBe(200);
      await app.restart();
      expect((await as(app, other)).status).toBe(401);
      expect((await as(app, mine)).status).toBe(200);
    });
  });

  test('are a hundred at most: a new one ends the one that was used least lately', async () => {
    const { at, nowMs } = clock();
    await withApp(
      async (app) => {
        for (let made = 0; made < 105; made++) {
          at.now += 1;
          await app.app.context.sessions.open();
        }
        const ids = (await app.call('listSessions', {})).map(({ id }) => id);
        expect([ids.length, ids.at(0), ids.at(-1)]).toEqual([100, 105, 6]);
      },
      { nowMs },
    );
  });

  test('are kept as hashes, and those of earlier versions end at the first start', async () => {
    await withDataDir(async (dataDir) => {
      const file = join(dataDir, 'hookglass.db');
      const hash = (token: string): Buffer => createHash('sha256').update(token).digest();
      const old = new Database(file);
      const without = TRUTH_MIGRATIONS.slice(0, 4);
      for (const step of without) old.exec(step);
      old.pragma(`user_version = ${without.length}`);
      old.prepare('INSERT INTO session(token_hash, created_at) VALUES (?, ?)').run(hash('old'), Date.now());
      old.close();
      const db = openDatabase({ file, migrations: TRUTH_MIGRATIONS, synchronous: 'FULL' });
      expect(db.prepare('SELECT count(*) FROM session').pluck().get()).toBe(0);
      db.close();
    });
    await withApp(async (app) => {
      const token = await openedSession(app);
      for (const name of readdirSync(app.dataDir))
        expect(readFileSync(join(app.dataDir, name)).includes(token), name).toBe(false);
    });
  });
});

describe('hookglass sessions', () => {
  test('lists and ends them', async () => {
    await withApp(async (app) => {
      expect((await commandLine(app.dataDir, 'sessions', 'list')).stderr).toBe('No browser has a session.\n');
      const tokens = [await openedSession(app), await openedSession(app), await openedSession(app)];
      const { stdout } = await commandLine(app.dataDir, 'sessions', 'list');
      expect(stdout.toString()).toMatch(
        /^ID {2}OPENED +LAST USED +ENDS IF NOT USED\n(?:\d {3}\S+T\S+[+-]\d\d:\d\d {2}\S+T\S+[+-]\d\d:\d\d {2}\S+T\S+[+-]\d\d:\d\d\n){3}$/,
      );
      expect(await commandLineJson(app.dataDir, 'sessions', 'list')).toHaveLength(3);
      expect(await commandLineJson(app.dataDir, 'sessions', 'end', '2')).toEqual({ ids: [2] });
      expect(await Promise.all(tokens.map(async (token) => (await as(app, token)).status))).toEqual([200, 401, 200]);
      expect(await commandLine(app.dataDir, 'sessions', 'end', '2')).toMatchObject({
        code: 1,
        stderr: expect.stringContaining('There is no such session.'),
      });
      expect((await commandLine(app.dataDir, 'sessions', 'end', '--all')).stderr).toBe('2 sessions are ended.\n');
      expect(await Promise.all(tokens.map(async (token) => (await as(app, token)).status))).toEqual([401, 401, 401]);
    });
  });

  test.each([[['end']], [['end', '1', '--all']], [['end', 'x']], [['list', '1']]])('%j is wrong use', async (words) => {
    await withDataDir(async (dataDir) => {
      expect((await commandLine(dataDir, 'sessions', ...words)).code).toBe(2);
    });
  });
});
