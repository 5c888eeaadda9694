import type { Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { FeedMessage } from '../server/contract/feed.ts';
import type { Attempt } from '../server/contract/replay.ts';
import type { RouteName } from '../server/contract/routes.ts';
import { type TestApp, withApp } from './support/app.ts';
import { startServerProcess, withDataDir } from './support/hookglass-process.ts';
import { sendRaw } from './support/raw-client.ts';
import { type RawRecorder, type RecorderAnswer, startRawRecorder } from './support/raw-recorder.ts';

/** A running app and a raw socket that records what it sends. */
async function withRecorder(
  use: (app: TestApp, recorder: RawRecorder) => Promise<void>,
  answer?: RecorderAnswer,
): Promise<void> {
  const recorder = await startRawRecorder(answer === undefined ? {} : { answer });
  try {
    await withApp((app) => use(app, recorder));
  } finally {
    await recorder.close();
  }
}

/** Send a request to the inbox; `{path}` becomes its path. The bytes as they went over the wire. */
async function capture(app: TestApp, head: string, body: Buffer = Buffer.alloc(0)): Promise<Buffer> {
  const text = head.replace('{path}', new URL(app.captureUrl).pathname).replaceAll('\n', '\r\n');
  const bytes = Buffer.concat([Buffer.from(text, 'latin1'), body]);
  await sendRaw(app.capturePort, bytes);
  return bytes;
}
const post = (app: TestApp, body: string) =>
  capture(app, `POST {path} HTTP/1.1\nHost: x\nContent-Length: ${body.length}\n\n`, Buffer.from(body));

/** Settled attempts, each once: a message tells the present state, so an early one may tell the end already. */
const settledIn = (messages: readonly FeedMessage[]): Attempt[] => {
  const told = messages.flatMap((message) => (message.kind === 'attempt' ? [message.attempt] : []));
  const settled = told.filter(({ outcome }) => outcome.kind !== 'pending');
  return [...new Map(settled.map((attempt) => [attempt.id, attempt])).values()];
};

/** Wait until `count` attempts are settled; all messages up to then. */
const untilSettled = (app: TestApp, count: number): Promise<FeedMessage[]> =>
  app.feed(0, (messages) => settledIn(messages).length >= count);

const problemOf = async (app: TestApp, name: RouteName, input: object): Promise<unknown> => {
  const { status, bytes } = await app.ask(name, input);
  return { status, code: (JSON.parse(bytes.toString()) as { code: string }).code };
};

describe('a replay through the control API', () => {
  const gzip = gzipSync('{"a":1}');
  test.each<[string, string, Buffer]>([
    [
      'header lines in order, with case and duplicates',
      'POST {path} HTTP/1.1\nHost: hooks.example\nX-B: 1\nx-b: 2\nX-N: caf\xe9\nX-B: 1\nContent-Length: 2\n\n',
      Buffer.from('{}'),
    ],
    ['a binary body', 'POST {path} HTTP/1.1\nhost: h\ncontent-length: 4\n\n', Buffer.from([0, 0xff, 0x0d, 0x0a])],
    ['a gzip body', `PUT {path} HTTP/1.1\nHost: h\nContent-Encoding: gzip\nContent-Length: ${gzip.length}\n\n`, gzip],
    ['a path below, a query and a bad percent', 'DELETE {path}/a/%zz?b=%20&b=+ HTTP/1.1\nHost: h\n\n', Buffer.alloc(0)],
    ['an announced empty body', 'PATCH {path} HTTP/1.1\nHost: h\nContent-Length: 0\n\n', Buffer.alloc(0)],
  ])('arrives as the bytes that were captured: %s', async (_name, head, body) => {
    await withRecorder(async (app, recorder) => {
      const sent = await capture(app, head, body);
      const [attempt] = await app.call('replay', { body: { deliveryIds: [1], url: recorder.url } });
      expect(attempt).toMatchObject({ deliveryId: 1, origin: 'replay', edited: false, outcome: { kind: 'pending' } });
      const path = new URL(app.captureUrl).pathname;
      const wanted = sent
        .toString('latin1')
        .replace(path, '')
        .replace(/^(\w+) (?=[ ?])/, '$1 /');
      expect((await recorder.next()).bytes.toString('latin1')).toBe(wanted);
      const [settled] = settledIn(await untilSettled(app, 1));
      expect(settled).toMatchObject({
        id: attempt?.id,
        headers: attempt?.headers,
        outcome: { kind: 'answered', status: 200 },
      });
    });
  });

  test('an attempt is pending until it is answered, settled once, and shown with its delivery', async () => {
    let hold: Socket | undefined;
    await withRecorder(
      async (app, recorder) => {
        await post(app, 'x');
        await app.call('replay', { body: { deliveryIds: [1], url: recorder.url } });
        await recorder.next();
        const before = await app.feed(0, (messages) => messages.some(({ kind }) => kind === 'attempt'));
        expect(before.at(-1)).toMatchObject({ kind: 'attempt', attempt: { outcome: { kind: 'pending' } } });
        const pending = await app.call('listDeliveries', { query: { query: 'outcome:pending' } });
        expect(pending.deliveries.map(({ id }) => id)).toEqual([1]);

        hold?.write('HTTP/1.1 207 Odd Thing\r\nX-A: 1\r\nx-a: 2\r\nContent-Length: 3\r\n\r\n\x00\xff\n', 'latin1');
        const seen = before.at(-1)?.seq ?? 0;
        const after = await app.feed(seen, (messages) => messages.some(({ kind }) => kind === 'changed'));
        expect(after.map(({ kind }) => kind)).toEqual(['attempt', 'changed']);
        const [attempt] = await app.call('listAttempts', { params: { id: 1 } });
        expect(after[0]).toMatchObject({ attempt });
        expect(attempt?.outcome).toMatchObject({
          kind: 'answered',
          status: 207,
          statusText: 'Odd Thing',
          headers: [
            ['X-A', '1'],
            ['x-a', '2'],
            ['Content-Length', '3'],
          ],
          bodySizeBytes: 3,
          truncated: false,
        });
        const { bytes, headers } = await app.ask('getAttemptBody', { params: { id: attempt?.id } });
        expect([...bytes]).toEqual([0, 0xff, 0x0a]);
        expect(headers.get('content-type')).toBe('application/octet-stream');
        const { deliveries } = await app.call('listDeliveries', { query: { query: 'outcome:207' } });
        expect(deliveries[0]?.lastAttempt).toEqual({ id: attempt?.id, outcome: 'answered', status: 207 });
      },
      (_request, socket) => {
        hold = socket;
        return null;
      },
    );
  });

  test('several deliveries are sent, each with an attempt of its own', async () => {
    await withRecorder(async (app, recorder) => {
      for (const body of ['one', 'two', 'three', 'four', 'five', 'six']) await post(app, body);
      const attempts = await app.call('replay', { body: { deliveryIds: [6, 1, 3, 2, 5, 4], url: recorder.url } });
      expect(attempts.map(({ deliveryId }) => deliveryId)).toEqual([6, 1, 3, 2, 5, 4]);
      const settled = settledIn(await untilSettled(app, 6));
      expect(settled.map(({ id }) => id).sort((a, b) => a - b)).toEqual(attempts.map(({ id }) => id));
      expect(recorder.requests.map(({ body }) => body.toString()).sort()).toEqual(
        ['one', 'two', 'three', 'four', 'five', 'six'].sort(),
      );
    });
  });

  test('an edited replay sends the edit, and says that it is one', async () => {
    await withRecorder(async (app, recorder) => {
      await post(app, 'before');
      const edit = {
        method: 'PUT',
        pathAndQuery: '/new?x=1',
        headers: [
          ['Host', 'edited.example'],
          ['X-New', 'yes'],
        ] as [string, string][],
        bodyBase64: Buffer.from([1, 2, 0]).toString('base64'),
      };
      const [attempt] = await app.call('replay', { body: { deliveryIds: [1], url: `${recorder.url}/base`, edit } });
      expect(attempt).toMatchObject({ edited: true, method: 'PUT', bodySizeBytes: 3 });
      const received = await recorder.next();
      expect(received.bytes.toString('latin1')).toBe(
        'PUT /base/new?x=1 HTTP/1.1\r\nHost: edited.example\r\nX-New: yes\r\nContent-Length: 3\r\n\r\n\x01\x02\x00',
      );
      expect((await app.ask('getBody', { params: { id: 1 } })).bytes.toString()).toBe('before');
    });
  });

  test('cancel drops what has not started and settles it', async () => {
    await withRecorder(
      async (app, recorder) => {
        for (let at = 0; at < 12; at++) await post(app, `body ${at}`);
        await app.call('replay', {
          body: { deliveryIds: Array.from({ length: 12 }, (_, at) => at + 1), url: recorder.url },
        });
        await recorder.next();
        const { cancelled } = await app.call('cancelReplays', {});
        expect(cancelled).toBe(8);
        const settled = settledIn(await untilSettled(app, 8));
        expect(settled.every(({ outcome }) => outcome.kind === 'failed' && outcome.code === 'interrupted')).toBe(true);
        expect((await app.call('cancelReplays', {})).cancelled).toBe(0);
      },
      () => null,
    );
  });
});

describe('destinations', () => {
  test('are made, changed, sent to with their extra headers, and deleted while their attempts stay', async () => {
    await withRecorder(async (app, recorder) => {
      await post(app, 'x');
      const draft = { url: `${recorder.url}/a`, extraHeaders: [['X-Extra', '1']] as [string, string][] };
      const made = await app.call('createDestination', { body: draft });
      expect(made).toMatchObject({ name: new URL(recorder.url).host, headerRule: 'as-received', timeoutMs: 30_000 });
      const changed = await app.call('changeDestination', {
        params: { id: made.id },
        body: { headerRule: 'for-destination' },
      });
      expect(await app.call('listDestinations', {})).toEqual([changed]);
      await app.call('replay', { body: { deliveryIds: [1], destinationId: made.id } });
      expect((await recorder.next()).headers).toEqual([
        ['Host', new URL(recorder.url).host],
        ['Content-Length', '1'],
        ['X-Extra', '1'],
      ]);
      await untilSettled(app, 1);
      await app.call('changeEndpoint', { params: { id: 1 }, body: { forwardTo: made.id } });
      await app.call('deleteDestination', { params: { id: made.id } });
      expect(await app.call('listDestinations', {})).toEqual([]);
      expect(await app.call('listEndpoints', {})).toMatchObject([{ forwardTo: null }]);
      expect(await app.call('listAttempts', { params: { id: 1 } })).toMatchObject([{ destinationId: made.id }]);
    });
  });

  test('a live forward sends each arrival once, byte for byte', async () => {
    await withRecorder(async (app, recorder) => {
      const made = await app.call('createDestination', { body: { url: recorder.url } });
      await app.call('changeEndpoint', { params: { id: 1 }, body: { forwardTo: made.id } });
      const sent = await capture(
        app,
        'POST {path}?a=1 HTTP/1.1\nHost: h\nX-A: 1\nx-a: 2\nContent-Length: 1\n\n',
        Buffer.from([0]),
      );
      const path = new URL(app.captureUrl).pathname;
      expect((await recorder.next()).bytes.toString('latin1')).toBe(sent.toString('latin1').replace(path, '/'));
      await post(app, 'again');
      const settled = settledIn(await untilSettled(app, 2));
      expect(settled.map(({ deliveryId, origin }) => [deliveryId, origin])).toEqual([
        [1, 'forward'],
        [2, 'forward'],
      ]);
      expect(recorder.requests.length).toBe(2);
    });
  });
});

describe('what is not sent', () => {
  test('a host beyond this machine until it is allowed, and link-local addresses ever', async () => {
    await withApp(async (app) => {
      await post(app, 'x');
      const to = (url: string) => ({ body: { deliveryIds: [1], url } });
      expect(await problemOf(app, 'replay', to('http://198.51.100.7/'))).toEqual({
        status: 403,
        code: 'host-not-allowed',
      });
      expect(await app.call('allowHost', { body: { host: 'Hooks.Example.' } })).toEqual(['hooks.example']);
      expect(await app.call('allowHost', { body: { host: '198.51.100.7' } })).toEqual([
        '198.51.100.7',
        'hooks.example',
      ]);
      expect(await app.call('forbidHost', { body: { host: '198.51.100.7' } })).toEqual(['hooks.example']);
      expect(await app.call('forbidHost', { body: { host: 'HOOKS.example' } })).toEqual([]);
      expect(await app.call('listAllowedHosts', {})).toEqual([]);
      expect(await problemOf(app, 'replay', to('http://hooks.example/'))).toEqual({
        status: 403,
        code: 'host-not-allowed',
      });
      for (const host of ['', 'a b', 'http://x', 'x:80', 'x/y']) {
        expect(await problemOf(app, 'allowHost', { body: { host } }), host).toEqual({
          status: 400,
          code: 'bad-request',
        });
      }
      for (const host of ['169.254.1.1', '[fe80::1]', '169.254.169.254']) {
        expect(await problemOf(app, 'replay', to(`http://${host}/`)), host).toEqual({
          status: 403,
          code: 'address-refused',
        });
      }
      expect(await app.call('listAttempts', { params: { id: 1 } })).toEqual([]);
    });
  });

  test('our own ports, in any spelling of this machine', async () => {
    await withApp(async (app) => {
      await post(app, 'x');
      const ports = [app.capturePort, Number(new URL(app.origin).port)];
      for (const port of ports) {
        for (const host of [
          '127.0.0.1',
          'localhost',
          'a.localhost',
          '127.1',
          '0.0.0.0',
          '[::1]',
          '[::ffff:127.0.0.1]',
          '2130706433',
        ]) {
          const input = { body: { deliveryIds: [1], url: `http://${host}:${port}/` } };
          expect(await problemOf(app, 'replay', input), host).toEqual({ status: 403, code: 'address-refused' });
        }
      }
      expect((await app.call('status', {})).deliveries).toBe(1);
    });
  });

  test('rows that are no whole request, unknown ids and URLs that are none', async () => {
    await withRecorder(async (app, recorder) => {
      await app.call('setSettings', { body: { bodyCapBytes: 1_024 } });
      await post(app, 'y'.repeat(2_000));
      await capture(app, 'P()ST {path} HTTP/1.1\nHost: x\n\n');
      const replay = (deliveryIds: number[], url = recorder.url) =>
        problemOf(app, 'replay', { body: { deliveryIds, url } });
      expect(await replay([1])).toEqual({ status: 409, code: 'truncated-delivery' });
      expect(await replay([2])).toEqual({ status: 409, code: 'malformed-delivery' });
      expect(await replay([99])).toEqual({ status: 404, code: 'no-such-delivery' });
      expect(await replay([99], 'ftp://127.0.0.1/')).toEqual({ status: 400, code: 'bad-destination' });
      expect(await replay([99], 'nonsense')).toEqual({ status: 400, code: 'bad-destination' });
      expect(await problemOf(app, 'replay', { body: { deliveryIds: [1] } })).toEqual({
        status: 400,
        code: 'bad-request',
      });
      expect(await problemOf(app, 'replay', { body: { deliveryIds: [1], destinationId: 5 } })).toEqual({
        status: 404,
        code: 'no-such-destination',
      });
      expect(recorder.requests.length).toBe(0);
    });
  });
});

test('attempts that a killed server left pending are failed as interrupted after the restart', async () => {
  await withDataDir(async (dataDir) => {
    const recorder = await startRawRecorder({ answer: () => null });
    const first = await startServerProcess(dataDir);
    await fetch(first.captureUrl, { method: 'POST', body: 'x' });
    await fetch(`${first.apiUrl}/replays`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${first.token}`,
        'content-type': 'application/json',
        origin: new URL(first.apiUrl).origin,
      },
      body: JSON.stringify({ deliveryIds: [1], url: recorder.url }),
    });
    await recorder.next();
    await first.end('SIGKILL');
    const second = await startServerProcess(dataDir);
    const headers = { authorization: `Bearer ${second.token}` };
    const attempts = (await (await fetch(`${second.apiUrl}/deliveries/1/attempts`, { headers })).json()) as Attempt[];
    expect(attempts).toMatchObject([{ outcome: { kind: 'failed', code: 'interrupted' } }]);
    expect(recorder.requests.length).toBe(1);
    expect(await second.end('SIGINT')).toBe(0);
    await recorder.close();
  });
});
