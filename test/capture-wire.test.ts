import { createHash, randomBytes } from 'node:crypto';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { Delivery } from '../server/contract/delivery.ts';
import type { HeaderLine } from '../server/contract/header.ts';
import { type TestApp, withApp } from './support/app.ts';
import { answersIn, rawClient, sendRaw } from './support/raw-client.ts';

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const latin1 = (text: string): Buffer => Buffer.from(text, 'latin1');

interface WireCase {
  readonly name: string;
  readonly method?: string;
  /** Appended to the endpoint's path; or a whole target made from it. */
  readonly target?: (path: string) => string;
  readonly headers?: readonly HeaderLine[];
  readonly body?: Buffer;
}

const json: HeaderLine = ['Content-Type', 'application/json'];
const many = Array.from({ length: 3_000 }, (_, at): HeaderLine => [`X-${at}`, 'v']);

const CASES: readonly WireCase[] = [
  { name: 'malformed JSON', headers: [json], body: latin1('{') },
  { name: 'an odd content type', headers: [['Content-Type', 'whatever']], body: latin1('abc') },
  { name: 'no content type and a body', body: latin1('no type') },
  ...['GET', 'HEAD', 'DELETE', 'OPTIONS'].map((method) => ({
    name: `${method} with a body`,
    method,
    body: latin1('{}'),
  })),
  { name: 'a bad percent in the target', target: (path) => `${path}/%zz?a=%` },
  { name: 'a very long target', target: (path) => `${path}/${'x'.repeat(12_000)}` },
  ...['PURGE', 'PROPFIND', 'TRACE', 'QUERY', 'MKCOL'].map((method) => ({ name: method, method, body: latin1('b') })),
  { name: 'an absolute-form target', target: (path) => `http://x${path}` },
  {
    name: 'repeated headers in mixed case',
    headers: [
      ['X-A', '1'],
      ['x-a', '2'],
      ['X-A', ''],
    ],
  },
  { name: 'a header value in Latin-1 bytes', headers: [['X-N', 'caf\xe9']] },
  { name: '3,000 headers', headers: many },
  { name: 'one header of 64 KB', headers: [['X-Long', 'y'.repeat(65_536)]] },
  { name: 'a body of 0 bytes', headers: [json], body: Buffer.alloc(0) },
  { name: 'a body of one NUL', body: Buffer.from([0]) },
  { name: 'a body of invalid UTF-8', body: Buffer.from([0xff, 0xfe, 0xc3, 0x28, 0x80]) },
  { name: 'a body with a byte order mark', headers: [json], body: Buffer.from('\ufeff{"a":1}') },
  { name: 'a body with CRLF', body: latin1('a\r\nb\r\n') },
  { name: 'a gzip body', headers: [['Content-Encoding', 'gzip']], body: gzipSync('{"a":1}') },
  { name: 'a brotli body', headers: [['Content-Encoding', 'br']], body: brotliCompressSync('{"a":1}') },
  {
    name: 'a form body',
    headers: [['Content-Type', 'application/x-www-form-urlencoded']],
    body: latin1('a=1&b=%20+&a=2'),
  },
  {
    name: 'a multipart body',
    headers: [['Content-Type', 'multipart/form-data; boundary=zz']],
    body: latin1('--zz\r\nContent-Disposition: form-data; name="f"; filename="x.bin"\r\n\r\n\x00\xff\r\n--zz--\r\n'),
  },
];

function requestOf(
  { method = 'POST', target = (path) => path, headers = [], body }: WireCase,
  path: string,
): { bytes: Buffer; lines: HeaderLine[] } {
  const lines: HeaderLine[] = [
    ['Host', 'x'],
    ...headers,
    ...(body === undefined ? [] : [['Content-Length', String(body.length)] as const]),
  ];
  const head = `${method} ${target(path)} HTTP/1.1\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`;
  return { bytes: Buffer.concat([latin1(head), body ?? Buffer.alloc(0)]), lines };
}

const pathOf = (app: TestApp): string => new URL(app.captureUrl).pathname;

async function newest(app: TestApp): Promise<Delivery> {
  const { deliveries } = await app.call('listDeliveries', { query: { limit: 1 } });
  return app.call('getDelivery', { params: { id: deliveries[0]?.id ?? 0 } });
}

async function bodyOf(app: TestApp, id: number): Promise<Buffer> {
  return (await app.ask('getBody', { params: { id } })).bytes;
}

describe('every request is kept exactly as sent', () => {
  test('each case of the wire list', async () => {
    await withApp(async (app) => {
      for (const wire of CASES) {
        const { bytes, lines } = requestOf(wire, pathOf(app));
        const { status } = await sendRaw(app.capturePort, bytes);
        expect(status, wire.name).toBe(200);
        const delivery = await newest(app);
        const wanted = {
          method: wire.method ?? 'POST',
          fullTarget: (wire.target ?? ((path: string) => path))(pathOf(app)),
          headers: lines.map(([name, value]) => [name, value]),
          sha256: sha256(wire.body ?? Buffer.alloc(0)),
          flags: [],
        };
        expect(delivery, wire.name).toMatchObject(wanted);
        expect(await bodyOf(app, delivery.id), wire.name).toEqual(wire.body ?? Buffer.alloc(0));
      }
      expect((await app.call('listDeliveries', { query: {} })).total).toBe(CASES.length);
    });
  });

  test('a chunked body keeps its bytes and its trailers', async () => {
    await withApp(async (app) => {
      const head = `POST ${pathOf(app)} HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nTrailer: X-Sum\r\n\r\n`;
      await sendRaw(app.capturePort, `${head}3;ext=1\r\nabc\r\n2\r\nde\r\n0\r\nX-Sum: 5\r\nx-sum: six\r\n\r\n`);
      const delivery = await newest(app);
      expect(delivery.trailers).toEqual([
        ['X-Sum', '5'],
        ['x-sum', 'six'],
      ]);
      expect((await bodyOf(app, delivery.id)).toString()).toBe('abcde');
    });
  });

  test('Expect: 100-continue gets its 100 before the body is sent', async () => {
    await withApp(async (app) => {
      const client = await rawClient(app.capturePort);
      await client.write(
        `POST ${pathOf(app)} HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\n`,
      );
      expect(await client.until((text) => text.includes('100 Continue'))).toContain('HTTP/1.1 100 Continue');
      await client.write('late');
      await client.until((text) => answersIn(text).length === 1);
      client.close();
      expect((await bodyOf(app, (await newest(app)).id)).toString()).toBe('late');
    });
  });

  test('an unknown expectation is kept like any request', async () => {
    await withApp(async (app) => {
      const { status } = await sendRaw(
        app.capturePort,
        `POST ${pathOf(app)} HTTP/1.1\r\nHost: x\r\nExpect: the-unexpected\r\nContent-Length: 1\r\n\r\nz`,
      );
      expect(status).toBe(200);
      expect((await newest(app)).headers).toContainEqual(['Expect', 'the-unexpected']);
    });
  });

  test('25 MB arrive with the same SHA-256', async () => {
    await withApp(async (app) => {
      const body = randomBytes(25_000_000);
      await sendRaw(app.capturePort, requestOf({ name: '', body }, pathOf(app)).bytes);
      const delivery = await newest(app);
      expect(delivery.sha256).toBe(sha256(body));
      expect(sha256(await bodyOf(app, delivery.id))).toBe(sha256(body));
    });
  });

  test('a body over the cap is answered 413 and kept as a truncated row', async () => {
    await withApp(async (app) => {
      await app.call('setSettings', { body: { bodyCapBytes: 2_048 } });
      const body = randomBytes(10_000);
      const { status } = await sendRaw(app.capturePort, requestOf({ name: '', body }, pathOf(app)).bytes);
      expect(status).toBe(413);
      const delivery = await newest(app);
      expect(delivery).toMatchObject({
        flags: ['truncated'],
        replyStatus: 413,
        declaredSizeBytes: 10_000,
        sizeBytes: 2_048,
      });
      expect(await bodyOf(app, delivery.id)).toEqual(body.subarray(0, 2_048));
    });
  });

  test('a sender that hangs up half-way leaves a row marked aborted', async () => {
    await withApp(async (app) => {
      const client = await rawClient(app.capturePort);
      await client.write(`POST ${pathOf(app)} HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nhalf`);
      const seen = app.feed(0, (messages) => messages.some(({ kind }) => kind === 'arrived'));
      client.socket.end();
      client.close();
      await seen;
      const delivery = await newest(app);
      expect(delivery).toMatchObject({ flags: ['aborted'], replyStatus: null, declaredSizeBytes: 100 });
      expect((await bodyOf(app, delivery.id)).toString()).toBe('half');
    });
  });

  test('two pipelined requests are two rows, in order', async () => {
    await withApp(async (app) => {
      const one = requestOf({ name: '', body: latin1('first') }, pathOf(app)).bytes;
      const two = requestOf({ name: '', body: latin1('second') }, pathOf(app)).bytes;
      const client = await rawClient(app.capturePort);
      await client.write(Buffer.concat([one, two]));
      await client.until((text) => answersIn(text).length === 2);
      client.close();
      const { deliveries } = await app.call('listDeliveries', { query: {} });
      const bodies = await Promise.all(deliveries.map(async ({ id }) => (await bodyOf(app, id)).toString()));
      expect(bodies).toEqual(['second', 'first']);
    });
  });

  test('HTTP/1.0 without Host is kept', async () => {
    await withApp(async (app) => {
      const { status } = await sendRaw(app.capturePort, `POST ${pathOf(app)} HTTP/1.0\r\nContent-Length: 3\r\n\r\nold`);
      expect(status).toBe(200);
      expect(await newest(app)).toMatchObject({ httpVersion: '1.0', headers: [['Content-Length', '3']] });
    });
  });
});

describe('what the parser refuses', () => {
  const refused: readonly [string, (path: string) => string][] = [
    ['a method that is none', (path) => `P()ST ${path} HTTP/1.1\r\nHost: x\r\n\r\n`],
    [
      'both Content-Length and Transfer-Encoding',
      (path) => `POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
    ],
    ['a folded header line', (path) => `POST ${path} HTTP/1.1\r\nHost: x\r\nX-A: 1\r\n 2\r\n\r\n`],
  ];
  test.each(refused)('%s is answered 400, kept as a malformed row, and counted', async (_name, make) => {
    await withApp(async (app) => {
      const request = make(pathOf(app));
      expect((await sendRaw(app.capturePort, request)).status).toBe(400);
      const delivery = await newest(app);
      expect(delivery.flags).toEqual(['malformed']);
      expect(delivery.malformedReason).toMatch(/\w/);
      expect((await bodyOf(app, delivery.id)).toString('latin1')).toBe(request);
      expect((await app.call('status', {})).malformed).toBe(1);
    });
  });

  test('headers over the cap get a clear 431 that is counted', async () => {
    await withApp(async (app) => {
      const { status } = await sendRaw(
        app.capturePort,
        `POST ${pathOf(app)} HTTP/1.1\r\nHost: x\r\nX-Huge: ${'h'.repeat(140_000)}\r\n\r\n`,
      );
      expect(status).toBe(431);
      expect((await app.call('status', {})).malformed).toBe(1);
    });
  });

  test('bytes outside every endpoint are counted, not kept', async () => {
    await withApp(async (app) => {
      expect((await sendRaw(app.capturePort, 'GARBAGE\r\n\r\n')).status).toBe(400);
      expect(
        (
          await sendRaw(
            app.capturePort,
            'POST /e/00000000000000000000000000 HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n\r\nz',
          )
        ).status,
      ).toBe(404);
      expect((await sendRaw(app.capturePort, 'GET / HTTP/1.1\r\nHost: x\r\n\r\n')).status).toBe(404);
      const status = await app.call('status', {});
      expect(status).toMatchObject({ malformed: 1, unknownPaths: 2, deliveries: 0 });
    });
  });
});

describe('what the sender is told', () => {
  test('the canned reply of the endpoint, with nothing of the request in it', async () => {
    await withApp(async (app) => {
      const [endpoint] = await app.call('listEndpoints', {});
      const reply = {
        status: 202,
        headers: [['X-Own', 'yes']] as [string, string][],
        body: '{"taken":true}',
        delayMs: 1,
      };
      await app.call('changeEndpoint', { params: { id: endpoint?.id ?? 0 }, body: { reply } });
      const { received } = await sendRaw(
        app.capturePort,
        requestOf({ name: '', body: latin1('secret-marker') }, pathOf(app)).bytes,
      );
      expect(received).toMatch(
        /^HTTP\/1\.1 202 Accepted\r\nX-Own: yes\r\nX-Content-Type-Options: nosniff\r\nContent-Length: 14\r\n/,
      );
      expect(received).toMatch(/\r\n\r\n\{"taken":true\}$/);
      expect(received).not.toContain('secret-marker');
      expect((await newest(app)).replyStatus).toBe(202);
    });
  });

  test('a paused endpoint answers 503 with Retry-After and keeps nothing', async () => {
    await withApp(async (app) => {
      const [endpoint] = await app.call('listEndpoints', {});
      await app.call('changeEndpoint', { params: { id: endpoint?.id ?? 0 }, body: { paused: true } });
      const { status, received } = await sendRaw(
        app.capturePort,
        requestOf({ name: '', body: latin1('x') }, pathOf(app)).bytes,
      );
      expect(status).toBe(503);
      expect(received).toContain('Retry-After: 60');
      expect((await app.call('status', {})).deliveries).toBe(0);
    });
  });

  test('a rotated path answers 404 from then on', async () => {
    await withApp(async (app) => {
      const old = pathOf(app);
      const [endpoint] = await app.call('listEndpoints', {});
      const rotated = await app.call('rotateEndpoint', { params: { id: endpoint?.id ?? 0 } });
      expect((await sendRaw(app.capturePort, requestOf({ name: '', body: latin1('x') }, old).bytes)).status).toBe(404);
      expect(
        (
          await sendRaw(
            app.capturePort,
            requestOf({ name: '', body: latin1('x') }, new URL(rotated.url).pathname).bytes,
          )
        ).status,
      ).toBe(200);
    });
  });
});
