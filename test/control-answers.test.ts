import { Compile } from 'typebox/compile';
import { describe, expect, test } from 'vitest';
import { SECURITY_HEADERS } from '../server/api/gate.ts';
import { ProblemSchema } from '../server/contract/problem-schema.ts';
import { type TestApp, withApp } from './support/app.ts';
import { rawClient } from './support/raw-client.ts';

const check = Compile(ProblemSchema);

/** Everything that comes back for `request`, until the server closes the connection. */
async function answered(app: TestApp, request: string): Promise<{ status: number; headers: Headers; body: string }> {
  const client = await rawClient(Number(new URL(app.origin).port));
  await client.write(request);
  const received = await client.until(() => false);
  client.close();
  const [head = '', ...rest] = received.split('\r\n\r\n');
  const [line = '', ...lines] = head.split('\r\n');
  const headers = new Headers(
    lines.map((text) => [text.slice(0, text.indexOf(':')), text.slice(text.indexOf(':') + 1)]),
  );
  return { status: Number(line.split(' ')[1]), headers, body: rest.join('\r\n\r\n') };
}

const own = (app: TestApp): string => `Host: ${new URL(app.origin).host}\r\n`;
const good = (app: TestApp): string =>
  `${own(app)}Origin: ${app.origin}\r\nContent-Type: application/json\r\nAuthorization: Bearer ${app.app.token}\r\n`;

const ANSWERS: readonly (readonly [told: string, status: number, code: string, request: (app: TestApp) => string])[] = [
  [
    'an upgrade',
    403,
    'odd-request',
    (app) => `GET /api/feed HTTP/1.1\r\n${good(app)}Connection: Upgrade\r\nUpgrade: websocket\r\n\r\n`,
  ],
  [
    'an upgrade of the page',
    403,
    'odd-request',
    (app) => `GET / HTTP/1.1\r\n${own(app)}Connection: Upgrade\r\nUpgrade: x\r\n\r\n`,
  ],
  ...['Upgrade: x', 'Connection: keep-alive, Upgrade', 'Proxy-Connection: upgrade'].map(
    (line): (typeof ANSWERS)[number] => [
      `an upgrade by no more than ${line}`,
      403,
      'odd-request',
      (app) => `GET /api/status HTTP/1.1\r\n${good(app)}${line}\r\n\r\n`,
    ],
  ),
  ['CONNECT', 403, 'odd-request', (app) => `CONNECT example.com:443 HTTP/1.1\r\n${good(app)}\r\n`],
  [
    'CONNECT to ourselves',
    403,
    'odd-request',
    (app) => `CONNECT ${new URL(app.origin).host} HTTP/1.1\r\n${own(app)}\r\n`,
  ],
  ['HTTP/1.0', 403, 'odd-request', (app) => `GET /api/status HTTP/1.0\r\n${good(app)}\r\n`],
  ["HTTP/2's preface", 400, 'bad-request', () => 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
  [
    'an expectation',
    417,
    'unmet-expectation',
    (app) => `POST /api/searches HTTP/1.1\r\n${good(app)}Expect: foo\r\nContent-Length: 2\r\n\r\n{}`,
  ],
  [
    'two expectations',
    417,
    'unmet-expectation',
    (app) =>
      `POST /api/searches HTTP/1.1\r\n${good(app)}Expect: 100-continue\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n{}`,
  ],
  [
    'an expectation without a token',
    417,
    'unmet-expectation',
    (app) => `GET / HTTP/1.1\r\n${own(app)}Expect: foo\r\n\r\n`,
  ],
  [
    '100-continue without a token',
    401,
    'no-token',
    (app) =>
      `POST /api/searches HTTP/1.1\r\n${own(app)}Origin: ${app.origin}\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n`,
  ],
  ['what is no HTTP', 400, 'bad-request', () => 'hello\r\n\r\n'],
  ['a broken header line', 400, 'bad-request', (app) => `GET / HTTP/1.1\r\n${own(app)}Bad Name: x\r\n\r\n`],
  [
    'two lengths',
    400,
    'bad-request',
    (app) => `POST /api/searches HTTP/1.1\r\n${good(app)}Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}`,
  ],
  ['long header lines', 431, 'long-headers', (app) => `GET / HTTP/1.1\r\n${own(app)}X: ${'x'.repeat(40_000)}\r\n\r\n`],
  [
    'a chunk extension without end',
    413,
    'too-large',
    (app) => `POST /api/searches HTTP/1.1\r\n${good(app)}Transfer-Encoding: chunked\r\n\r\n2;${'x'.repeat(40_000)}\r\n`,
  ],
  [
    'a body over the limit',
    413,
    'too-large',
    (app) => `POST /api/searches HTTP/1.1\r\n${good(app)}Content-Length: 999999999\r\nConnection: close\r\n\r\n`,
  ],
  [
    'a code with much around it',
    413,
    'too-large',
    (app) =>
      `POST /api/session HTTP/1.1\r\n${own(app)}Origin: ${app.origin}\r\nContent-Type: application/json\r\nContent-Length: 1025\r\nConnection: close\r\n\r\n`,
  ],
  ['another Host', 403, 'foreign-host', () => 'GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n'],
  ['no token', 401, 'no-token', (app) => `GET /api/status HTTP/1.1\r\n${own(app)}\r\n`],
  [
    'a wrong token',
    401,
    'wrong-token',
    (app) => `GET /api/status HTTP/1.1\r\n${own(app)}Authorization: Bearer ${'x'.repeat(43)}\r\n\r\n`,
  ],
  [
    'another content type',
    415,
    'not-json',
    (app) =>
      `POST /api/searches HTTP/1.1\r\n${good(app).replace('application/json', 'text/plain')}Content-Length: 2\r\n\r\n{}`,
  ],
  [
    'what is no JSON',
    400,
    'bad-request',
    (app) => `POST /api/searches HTTP/1.1\r\n${good(app)}Content-Length: 1\r\nConnection: close\r\n\r\n{`,
  ],
  [
    'a path that is none',
    404,
    'not-found',
    (app) => `GET /api/nothing HTTP/1.1\r\n${good(app)}Connection: close\r\n\r\n`,
  ],
  [
    'a method that an address has not',
    404,
    'not-found',
    (app) => `DELETE /api/status HTTP/1.1\r\n${good(app)}Content-Length: 2\r\nConnection: close\r\n\r\n{}`,
  ],
  [
    'a long parameter',
    404,
    'not-found',
    (app) => `GET /api/deliveries/${'1'.repeat(2_000)} HTTP/1.1\r\n${good(app)}Connection: close\r\n\r\n`,
  ],
  [
    'an input that does not fit',
    400,
    'bad-request',
    (app) => `GET /api/deliveries/abc HTTP/1.1\r\n${good(app)}Connection: close\r\n\r\n`,
  ],
];

describe('answers that never get as far as a route', () => {
  test('carry every security header, close the connection, and are Problems', async () => {
    await withApp(async (app) => {
      for (const [told, status, code, request] of ANSWERS) {
        const answer = await answered(app, request(app));
        expect([answer.status, (JSON.parse(answer.body) as { code: string }).code], told).toEqual([status, code]);
        expect(check.Check(JSON.parse(answer.body)), told).toBe(true);
        expect(answer.headers.get('content-length'), told).toBe(String(Buffer.byteLength(answer.body)));
        for (const [name, value] of Object.entries(SECURITY_HEADERS))
          expect(answer.headers.get(name), `${told}: ${name}`).toBe(value);
        expect(
          [...answer.headers.keys()].filter((name) => name.startsWith('access-control')),
          told,
        ).toEqual([]);
      }
    });
  });

  test('an error of a handler and a request that comes too late are no exceptions', async () => {
    await withApp(async (app) => {
      app.app.store.searches.all = () => {
        throw new Error('broken');
      };
      const failed = await answered(app, `GET /api/searches HTTP/1.1\r\n${good(app)}Connection: close\r\n\r\n`);
      // What Node says when its clock has run out, which takes it half a minute at least.
      app.app.control.server.once('connection', (socket) => {
        app.app.control.server.emit(
          'clientError',
          Object.assign(new Error('late'), { code: 'ERR_HTTP_REQUEST_TIMEOUT' }),
          socket,
        );
      });
      const slow = await answered(app, '');
      expect([failed.status, slow.status]).toEqual([500, 408]);
      for (const [name, value] of Object.entries(SECURITY_HEADERS))
        expect([failed.headers.get(name), slow.headers.get(name)], name).toEqual([value, value]);
    });
  });

  test('what was expected of us is met once the gate let it in', async () => {
    await withApp(async (app) => {
      const client = await rawClient(Number(new URL(app.origin).port));
      const body = '{"name":"n","query":"q"}';
      await client.write(
        `POST /api/searches HTTP/1.1\r\n${good(app)}Expect: 100-continue\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n`,
      );
      expect(await client.until((text) => text.endsWith('\r\n\r\n'))).toMatch(/^HTTP\/1\.1 100 Continue\r\n\r\n$/);
      await client.write(body);
      expect(await client.until(() => false)).toContain('HTTP/1.1 200 OK');
      client.close();
    });
  });
});
