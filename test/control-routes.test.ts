import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ROUTES } from '../server/contract/routes.ts';
import { type TestApp, withApp } from './support/app.ts';
import { rawClient } from './support/raw-client.ts';
import { type Routed, routerList } from './support/router-list.ts';

/** Other ways to write a path that a router, a proxy or a file system may take for the same. */
const SPELLINGS: Readonly<Record<string, (path: string, host: string) => string>> = {
  'the first letter encoded': (path) => path.replace(/[a-z]/, encoded),
  'the second letter encoded': (path) => path.replace(/(?<=[a-z])[a-z]/, encoded),
  'the last letter encoded': (path) => path.replace(/[a-z](?=[^a-z]*$)/, encoded),
  'every letter encoded': (path) => path.replace(/[a-z]/g, encoded),
  'upper-case hex': (path) => path.replace(/[o-z]/g, (letter) => encoded(letter).toUpperCase()),
  'encoded twice': (path) => path.replace(/[a-z]/, (letter) => encoded(letter).replace('%', '%25')),
  'an encoded slash': (path) => `/${path.slice(1).replaceAll('/', '%2f')}%2f`,
  'an encoded NUL at the end': (path) => `${path}%00`,
  'an encoded blank at the end': (path) => `${path}%20`,
  'a broken encoding': (path) => `${path}%zz`,
  'a doubled slash in front': (path) => `/${path}`,
  'doubled slashes within': (path) => path.replaceAll('/', '//').slice(1),
  'a dot segment in front': (path) => `/.${path}`,
  'a dot segment within': (path) => path.replace(/\/(?=[^/]*$)/, '/./'),
  'a way up': (path) => `/x/..${path}`,
  'a way up from the assets': (path) => `/assets/..${path}`,
  'an encoded way up': (path) => `/%2e%2e${path}`,
  'a slash at the end': (path) => `${path}/`,
  'a dot at the end': (path) => `${path}.`,
  'a semicolon at the end': (path) => `${path};x`,
  'a semicolon segment': (path) => `/;${path}`,
  'a backslash in front': (path) => `/\\${path.slice(1)}`,
  backslashes: (path) => path.replaceAll('/', '\\'),
  'a number sign at the end': (path) => `${path}#x`,
  'a number sign before the query': (path) => `${path}#?x`,
  'the absolute form': (path, host) => `http://${host}${path}`,
  'the absolute form of another scheme': (path, host) => `hookglass://${host}${path}`,
  'no slash in front': (path) => path.slice(1) || '*',
};
/** These only differ by what a case-sensitive router can tell, so that the token is what is missing. */
const OTHER_CASE: Readonly<Record<string, (path: string) => string>> = {
  'as it is': (path) => path,
  'upper case': (path) => path.toUpperCase(),
};
const encoded = (letter: string): string => `%${letter.charCodeAt(0).toString(16)}`;

interface Credential {
  readonly lines: readonly string[];
  readonly query?: string;
}

/** What may stand in the place of the token without being one. */
async function wrongCredentials(app: TestApp): Promise<Readonly<Record<string, Credential>>> {
  const { token } = app.app;
  const old = await app.app.context.sessions.open();
  await app.call('endOtherSessions', { body: {} });
  return {
    none: { lines: [] },
    'a wrong token': { lines: [`Authorization: Bearer ${'A'.repeat(token.length)}`] },
    'the token of an ended session': { lines: [`Authorization: Bearer ${old}`] },
    'the token twice': { lines: Array<string>(2).fill(`Authorization: Bearer ${token}`) },
    'the token in a list': { lines: [`Authorization: Bearer ${token}, Bearer ${token}`] },
    'the token as Basic': { lines: [`Authorization: Basic ${Buffer.from(`x:${token}`).toString('base64')}`] },
    'the bare token': { lines: [`Authorization: ${token}`] },
    'the token in the query': {
      lines: [],
      query: `?token=${token}&access_token=${token}&authorization=Bearer+${token}`,
    },
    'the token in a cookie': { lines: [`Cookie: token=${token}; authorization=${token}`] },
    'the token by another name': {
      lines: [`Proxy-Authorization: Bearer ${token}`, `X-Authorization: Bearer ${token}`],
    },
  };
}

interface Asked {
  readonly told: string;
  readonly method: string;
  readonly target: string;
  readonly lines?: readonly string[];
  readonly version?: string;
}

/** Send each on a connection of its own, many at a time; the status of each, 0 where nothing was answered. */
async function statusesOf(app: TestApp, asked: readonly Asked[]): Promise<readonly (readonly [number, Asked])[]> {
  const { host, port } = new URL(app.origin);
  const found: [number, Asked][] = [];
  const queue = [...asked];
  const work = async (): Promise<void> => {
    for (let one = queue.pop(); one !== undefined; one = queue.pop()) {
      const { method, target, lines = [], version = 'HTTP/1.1' } = one;
      const body = method === 'GET' || method === 'HEAD' ? '' : '{}';
      const head = [
        `${method} ${target} ${version}`,
        `Host: ${host}`,
        `Origin: http://${host}`,
        ...lines,
        'Content-Type: application/json',
        `Content-Length: ${body.length}`,
      ];
      const client = await rawClient(Number(port));
      await client.write(`${head.join('\r\n')}\r\nConnection: close\r\n\r\n${body}`);
      const received = await client.until(() => false);
      client.close();
      found.push([Number(received.split(' ')[1] ?? 0), one]);
    }
  };
  await Promise.all(Array.from({ length: 120 }, work));
  return found;
}

const filled = ({ path }: Routed): string => path.replace(/:\w+/g, '1');
const isOpen = ({ method, path }: Routed): boolean => `${method} ${path}` === 'POST /api/session';
const apiOf = (app: TestApp): readonly Routed[] =>
  routerList(app.app.control).filter(({ path }) => path.startsWith('/api'));
const letIn = (answers: readonly (readonly [number, Asked])[], refusals: readonly number[]): readonly string[] =>
  answers
    .filter(([status]) => !refusals.includes(status))
    .map(([status, { told, target }]) => `${status} ${told}: ${target}`);

/** Everything that is stored, as one text. */
async function stored(app: TestApp): Promise<string> {
  await app.call('status', {});
  const wal = createHash('sha256')
    .update(readFileSync(join(app.dataDir, 'hookglass.db-wal')))
    .digest('hex');
  return `${app.app.store.writer.lastId()} ${app.app.store.feedLog.lastSeq()} ${wal}`;
}

describe('the list of the router', () => {
  test('is the contract and the files of the page, and nothing else', async () => {
    await withApp(async (app) => {
      const told = ({ method, path }: Routed): string => `${method} ${path}`;
      expect(apiOf(app).map(told).sort()).toEqual(Object.values(ROUTES).map(told).sort());
    });
  });

  test('is refused in every spelling with every wrong credential, and nothing changes', async () => {
    await withApp(async (app) => {
      const { host } = new URL(app.origin);
      const credentials = await wrongCredentials(app);
      const before = await stored(app);
      const asked = apiOf(app).flatMap((route) =>
        Object.entries({ ...SPELLINGS, ...OTHER_CASE }).flatMap(([spelling, spell]) =>
          Object.entries(credentials).flatMap(([credential, { lines, query = '' }]) => {
            const target = `${spell(filled(route), host)}${query}`;
            if (isOpen(route) && target.split('?', 1)[0] === route.path) return [];
            return { told: `${route.method}, ${spelling}, ${credential}`, method: route.method, target, lines };
          }),
        ),
      );
      expect(asked.length).toBeGreaterThan(15_000);
      expect(letIn(await statusesOf(app, asked), [400, 401, 403])).toEqual([]);
      expect(await stored(app)).toBe(before);
    });
  });

  test('is answered in its one spelling alone, with the right token too', async () => {
    await withApp(async (app) => {
      const { host } = new URL(app.origin);
      const lines = [`Authorization: Bearer ${app.app.token}`];
      const before = await stored(app);
      const asked = apiOf(app).flatMap(({ method, ...route }) =>
        Object.entries(SPELLINGS).map(([told, spell]) => {
          return { told: `${method}, ${told}`, method, target: spell(filled({ method, ...route }), host), lines };
        }),
      );
      expect(letIn(await statusesOf(app, asked), [400, 403])).toEqual([]);
      const upper = apiOf(app).map((route) => {
        return {
          told: `${route.method}, upper case`,
          method: route.method,
          target: filled(route).toUpperCase(),
          lines,
        };
      });
      expect(letIn(await statusesOf(app, upper), [404])).toEqual([]);
      expect(await stored(app)).toBe(before);
    });
  });

  test('is closed to upgrades, other versions, tunnels, odd methods and expectations, with the right token too', async () => {
    await withApp(async (app) => {
      const token = `Authorization: Bearer ${app.app.token}`;
      const key = ['Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==', 'Sec-WebSocket-Version: 13'];
      const ways: Readonly<Record<string, Partial<Asked>>> = {
        'a WebSocket': { lines: ['Connection: Upgrade', 'Upgrade: websocket', ...key] },
        h2c: { lines: ['Connection: Upgrade, HTTP2-Settings', 'Upgrade: h2c', 'HTTP2-Settings: AAMAAABkAAQAAP__'] },
        'an upgrade to what nobody knows': { lines: ['Connection: keep-alive, upgrade', 'Upgrade: foo/2'] },
        'an upgrade without its Connection': { lines: ['Upgrade: websocket'] },
        'a Connection without its upgrade': { lines: ['Connection: UPGRADE'] },
        'HTTP/1.0': { version: 'HTTP/1.0' },
        'HTTP/0.9': { version: 'HTTP/0.9' },
        'HTTP/2.0': { version: 'HTTP/2.0' },
        'an expectation': { lines: ['Expect: foo'] },
        'two expectations': { lines: ['Expect: 100-continue', 'Expect: 100-continue'] },
        CONNECT: { method: 'CONNECT' },
        ...Object.fromEntries(
          ['OPTIONS', 'PUT', 'TRACE', 'SEARCH', 'PURGE', 'QUERY', 'PROPFIND', 'get'].map((method) => [
            method,
            { method },
          ]),
        ),
      };
      const before = await stored(app);
      const asked = apiOf(app).flatMap((route) =>
        Object.entries(ways).map(([told, way]) => ({
          told: `${route.method}, ${told}`,
          target: filled(route),
          method: route.method,
          ...way,
          lines: [token, ...(way.lines ?? [])],
        })),
      );
      expect(letIn(await statusesOf(app, asked), [400, 403, 417])).toEqual([]);
      const overriding = apiOf(app)
        .filter(({ method }) => method !== 'GET')
        .map(({ method, ...route }) => ({
          told: `GET for ${method}`,
          method: 'GET',
          target: `${filled({ method, ...route })}?_method=${method}`,
          lines: [`X-HTTP-Method-Override: ${method}`, `X-HTTP-Method: ${method}`, `X-Method-Override: ${method}`],
        }));
      expect(letIn(await statusesOf(app, overriding), [401])).toEqual([]);
      expect(await stored(app)).toBe(before);
    });
  });
});

describe('the files of the page', () => {
  test('need no token in their one spelling, and are refused in every other', async () => {
    const rendererDir = mkdtempSync(join(tmpdir(), 'hookglass-page-'));
    mkdirSync(join(rendererDir, 'assets'));
    for (const name of ['index.html', 'favicon.svg', 'assets/main-B_x-1.js', 'assets/inter-latin.woff2', 'secret.txt'])
      writeFileSync(join(rendererDir, name), name);
    try {
      await withApp(
        async (app) => {
          const { host } = new URL(app.origin);
          const files = routerList(app.app.control).filter(({ path }) => !path.startsWith('/api'));
          expect([...new Set(files.map(({ path }) => path))].sort()).toEqual(
            ['/', '/index.html', '/favicon.svg', '/assets/main-B_x-1.js', '/assets/inter-latin.woff2'].sort(),
          );
          const plain = files.map(({ method, path }) => ({ told: method, method, target: path }));
          expect(letIn(await statusesOf(app, plain), [200])).toEqual([]);
          const others = files.flatMap(({ method, path }) =>
            Object.entries<(path: string, host: string) => string>({ ...SPELLINGS, ...OTHER_CASE })
              .map(([told, spell]) => ({ told, method, target: spell(path, host) }))
              .filter(({ target }) => target !== path),
          );
          expect(letIn(await statusesOf(app, others), [400, 401, 403])).toEqual([]);
          const unsafe = files.flatMap(({ path }) =>
            ['POST', 'PATCH', 'DELETE', 'PUT', 'OPTIONS'].map((method) => ({ told: method, method, target: path })),
          );
          expect(letIn(await statusesOf(app, unsafe), [401, 403])).toEqual([]);
          const beside = ['/secret.txt', '/assets', '/assets/other.js', '/server.json', '/api', '/apix', '/api.json'];
          const absent = beside.map((target) => ({ told: 'no asset', method: 'GET', target }));
          expect(letIn(await statusesOf(app, absent), [401])).toEqual([]);
        },
        { rendererDir },
      );
    } finally {
      rmSync(rendererDir, { recursive: true });
    }
  });
});
