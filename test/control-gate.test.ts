import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { SECURITY_HEADERS } from '../server/api/gate.ts';
import { ROUTES, type Route } from '../server/contract/routes.ts';
import { type TestApp, withApp } from './support/app.ts';
import { rawClient, sendRaw } from './support/raw-client.ts';

interface Intruder {
  readonly name: string;
  readonly status: 401 | 403;
  /** Header lines besides Content-Type and Content-Length; `target` is changed where the token stands in it. */
  readonly lines: (port: number, token: string) => readonly string[];
  readonly target?: (target: string, token: string) => string;
  /** The one open route lets those in who only lack a token. */
  readonly passesOpenRoute?: true;
}

const INTRUDERS: readonly Intruder[] = [
  {
    name: 'a page of another origin',
    status: 403,
    lines: (port, token) => [
      `Host: 127.0.0.1:${port}`,
      'Origin: http://evil.example',
      `Authorization: Bearer ${token}`,
    ],
  },
  {
    name: 'a page of another port',
    status: 403,
    lines: (port, token) => [
      `Host: 127.0.0.1:${port}`,
      `Origin: http://127.0.0.1:${port + 1}`,
      `Authorization: Bearer ${token}`,
    ],
  },
  {
    name: 'a null origin',
    status: 403,
    lines: (port, token) => [`Host: 127.0.0.1:${port}`, 'Origin: null', `Authorization: Bearer ${token}`],
  },
  {
    name: 'a rebound host name',
    status: 403,
    lines: (port, token) => [
      `Host: evil.example:${port}`,
      `Origin: http://evil.example:${port}`,
      `Authorization: Bearer ${token}`,
    ],
  },
  {
    name: 'no Host',
    status: 403,
    lines: (port, token) => [`Origin: http://127.0.0.1:${port}`, `Authorization: Bearer ${token}`],
  },
  {
    name: 'two Hosts',
    status: 403,
    lines: (port, token) => [
      `Host: 127.0.0.1:${port}`,
      'Host: evil.example',
      `Origin: http://127.0.0.1:${port}`,
      `Authorization: Bearer ${token}`,
    ],
  },
  {
    name: 'no token',
    status: 401,
    lines: (port) => [`Host: 127.0.0.1:${port}`, `Origin: http://127.0.0.1:${port}`],
    passesOpenRoute: true,
  },
  {
    name: 'a wrong token',
    status: 401,
    lines: (port, token) => [
      `Host: 127.0.0.1:${port}`,
      `Origin: http://127.0.0.1:${port}`,
      `Authorization: Bearer ${'A'.repeat(token.length)}`,
    ],
    passesOpenRoute: true,
  },
  {
    name: 'a token in the query string',
    status: 401,
    lines: (port) => [`Host: 127.0.0.1:${port}`, `Origin: http://127.0.0.1:${port}`],
    target: (target, token) => `${target}?token=${token}&access_token=${token}`,
    passesOpenRoute: true,
  },
  {
    name: 'a cookie',
    status: 401,
    lines: (port, token) => [`Host: 127.0.0.1:${port}`, `Origin: http://127.0.0.1:${port}`, `Cookie: token=${token}`],
    passesOpenRoute: true,
  },
];

const routes = Object.entries(ROUTES) as [string, Route][];

function requestTo(
  app: TestApp,
  { method, path }: Pick<Route, 'method' | 'path'>,
  { lines, target = (text) => text }: Pick<Intruder, 'lines' | 'target'>,
): string {
  const port = Number(new URL(app.origin).port);
  const body = method === 'GET' ? '' : '{}';
  const head = [
    `${method} ${target(path.replace(/:\w+/g, '1'), app.app.token)} HTTP/1.1`,
    ...lines(port, app.app.token),
    'Content-Type: application/json',
    `Content-Length: ${body.length}`,
    'Connection: close',
  ];
  return `${head.join('\r\n')}\r\n\r\n${body}`;
}

async function answer(app: TestApp, request: string): Promise<{ status: number; received: string }> {
  const client = await rawClient(Number(new URL(app.origin).port));
  await client.write(request);
  const received = await client.until(() => false);
  client.close();
  return { status: Number(received.split(' ')[1]), received };
}

/** Everything that is stored, as one number. */
const stored = async (app: TestApp): Promise<string> => {
  await app.call('status', {});
  return createHash('sha256')
    .update(app.app.store.writer.lastId().toString())
    .update(readFileSync(join(app.dataDir, 'hookglass.db-wal')))
    .digest('hex');
};

describe('the gate of the control side', () => {
  test.each(INTRUDERS)('$name is refused on every route and changes nothing', async (intruder) => {
    await withApp(async (app) => {
      await sendRaw(
        app.capturePort,
        `POST ${new URL(app.captureUrl).pathname} HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n\r\nz`,
      );
      await app.call('listDeliveries', { query: {} });
      await app.feed(0, (messages) => messages.length > 0);
      const before = await stored(app);
      for (const [name, route] of routes) {
        const { status, received } = await answer(app, requestTo(app, route, intruder));
        const open = route.open === true && intruder.passesOpenRoute === true;
        expect(status, name).toBe(open ? 400 : intruder.status);
        expect(received.toLowerCase(), name).not.toContain('access-control-');
      }
      expect(await stored(app)).toBe(before);
    });
  });

  test('our own page and the command line come in', async () => {
    await withApp(async (app) => {
      const own: Pick<Intruder, 'lines'> = {
        lines: (port, token) => [
          `Host: localhost:${port}`,
          `Origin: http://localhost:${port}`,
          `Authorization: Bearer ${token}`,
        ],
      };
      expect((await answer(app, requestTo(app, ROUTES.status, own))).status).toBe(200);
      const noOrigin: Pick<Intruder, 'lines'> = {
        lines: (port, token) => [`Host: 127.0.0.1:${port}`, `Authorization: Bearer ${token}`],
      };
      expect((await answer(app, requestTo(app, ROUTES.status, noOrigin))).status).toBe(200);
      expect((await answer(app, requestTo(app, ROUTES.createEndpoint, noOrigin))).status).toBe(403);
    });
  });

  test.each([
    '//evil.example/api/status',
    'http://evil.example/api/status',
    '*',
    '/api/%00status',
    '/api/../api/status',
    '/api/status/..;/x',
  ])('the target %s reaches nothing', async (target) => {
    await withApp(async (app) => {
      const own = {
        lines: (port: number, token: string) => [`Host: 127.0.0.1:${port}`, `Authorization: Bearer ${token}`],
        target: () => target,
      };
      expect((await answer(app, requestTo(app, ROUTES.status, own))).status).toBeGreaterThanOrEqual(400);
    });
  });

  test('an upgrade is refused', async () => {
    await withApp(async (app) => {
      const port = Number(new URL(app.origin).port);
      const lines = [
        'GET /api/feed HTTP/1.1',
        `Host: 127.0.0.1:${port}`,
        `Authorization: Bearer ${app.app.token}`,
        'Connection: Upgrade',
        'Upgrade: websocket',
      ];
      expect((await answer(app, `${lines.join('\r\n')}\r\n\r\n`)).status).toBe(403);
    });
  });

  test('anything but JSON is refused on routes that change something', async () => {
    await withApp(async (app) => {
      const port = Number(new URL(app.origin).port);
      for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x']) {
        const lines = [
          'POST /api/endpoints HTTP/1.1',
          `Host: 127.0.0.1:${port}`,
          `Origin: http://127.0.0.1:${port}`,
          `Authorization: Bearer ${app.app.token}`,
          `Content-Type: ${type}`,
          'Content-Length: 12',
          'Connection: close',
        ];
        expect((await answer(app, `${lines.join('\r\n')}\r\n\r\n{"name":"x"}`)).status).toBe(415);
      }
      expect(await app.call('listEndpoints', {})).toHaveLength(1);
    });
  });

  test('every answer carries the security headers, errors and files too', async () => {
    await withApp(async (app) => {
      for (const path of ['/', '/api/status', '/nothing', '/api/openapi.json']) {
        const answered = await fetch(`${app.origin}${path}`, { headers: { authorization: `Bearer ${app.app.token}` } });
        await answered.arrayBuffer();
        for (const [name, value] of Object.entries(SECURITY_HEADERS))
          expect(answered.headers.get(name), `${path} ${name}`).toBe(value);
      }
    });
  });

  test('a one-time code opens one session, and the session outlives a restart', async () => {
    await withApp(async (app) => {
      const { url } = await app.call('makeCode', {});
      const code = new URL(url).hash.replace('#code=', '');
      const trade = () =>
        fetch(`${app.origin}/api/session`, {
          method: 'POST',
          headers: { origin: app.origin, 'content-type': 'application/json' },
          body: JSON.stringify({ code }),
        });
      const first = await trade();
      expect(first.status).toBe(200);
      const { token } = (await first.json()) as { token: string };
      expect((await trade()).status).toBe(401);
      const status = () =>
        fetch(`${app.origin}/api/status`, { headers: { authorization: `Bearer ${token}` } }).then(
          (answered) => answered.status,
        );
      expect(await status()).toBe(200);
      await app.restart();
      expect(await status()).toBe(200);
    });
  });

  test('the data folder and its files are for the user alone', async () => {
    await withApp(async (app) => {
      const { statSync } = await import('node:fs');
      expect(statSync(app.dataDir).mode & 0o777).toBe(0o700);
      for (const file of ['hookglass.db', 'index.db', 'server.json', 'secrets.key'])
        expect(statSync(join(app.dataDir, file)).mode & 0o777, file).toBe(0o600);
    });
  });
});
