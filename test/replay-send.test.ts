import { once } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, test } from 'vitest';
import { createRoom } from '../server/body/room.ts';
import type { GuardRules, Lookup } from '../server/send/guard.ts';
import { planSend, type SendPlan } from '../server/send/plan.ts';
import { type SendOptions, send } from '../server/send/send.ts';
import { type RawRecorder, type RecorderAnswer, startRawRecorder } from './support/raw-recorder.ts';

const guard: GuardRules = { ownPorts: [7420], allowedHosts: [] };
const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

async function recorderThat(answer: RecorderAnswer): Promise<RawRecorder> {
  const recorder = await startRawRecorder({ answer });
  closers.push(() => recorder.close());
  return recorder;
}

/** A TCP server that does `onSocket` with each connection; its port. */
async function serverThat(onSocket: (socket: Socket) => void, host = '127.0.0.1'): Promise<number> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    onSocket(socket);
  });
  closers.push(() => {
    for (const socket of sockets) socket.destroy();
    return closed(server);
  });
  return listen(server, host);
}

async function listen(server: Server, host = '127.0.0.1'): Promise<number> {
  server.listen(0, host);
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

/** An answer that is no more than what `act` does to the connection. */
const hangUp =
  (act: (socket: Socket) => void): RecorderAnswer =>
  (_request, socket) => {
    act(socket);
    return null;
  };

const closed = async (server: Server): Promise<void> => {
  server.close();
  await once(server, 'close');
};

function planTo(url: string, change: { method?: string; body?: Uint8Array; timeoutMs?: number } = {}): SendPlan {
  const { method = 'POST', body = Buffer.from('{}'), timeoutMs = 10_000 } = change;
  return planSend(
    { method, target: '/hook', headers: [['Host', 'x']], trailers: [], body, httpVersion: '1.1' },
    { url, headerRule: 'as-received', extraHeaders: [], timeoutMs },
  );
}

const sendTo = (url: string, change?: Parameters<typeof planTo>[1], options?: Partial<SendOptions>) =>
  send(planTo(url, change), { guard, ...options });

describe('the room that answers share', () => {
  const begun = 'HTTP/1.1 200 OK\r\nContent-Length: 900000\r\n\r\n';
  /** A server that begins an answer of which more than half comes, then does `act`. */
  const beginning = (act: (socket: Socket) => void): Promise<number> =>
    serverThat((socket) => {
      socket.once('data', () => socket.write(begun + 'a'.repeat(500_000), () => act(socket)));
    });

  test('is given back where a send is stopped in the midst of an answer', async () => {
    const room = createRoom(() => 1_000_000);
    const stop = new AbortController();
    const port = await beginning(() => undefined);
    const sending = sendTo(`http://127.0.0.1:${port}/`, {}, { room, signal: stop.signal });
    await expect.poll(() => room.held(), { timeout: 20_000 }).toBeGreaterThan(0);
    stop.abort();
    expect((await sending).outcome).toMatchObject({ kind: 'failed', code: 'interrupted' });
    await expect.poll(() => room.held(), { timeout: 20_000 }).toBe(0);
  });

  test('is given back where the other side hangs up in the midst of an answer', async () => {
    const room = createRoom(() => 1_000_000);
    const port = await beginning((socket) => socket.destroySoon());
    const { outcome } = await sendTo(`http://127.0.0.1:${port}/`, {}, { room });
    expect(outcome.kind).toBe('failed');
    await expect.poll(() => room.held(), { timeout: 20_000 }).toBe(0);
  });

  test('cuts off what it does not hold, and is given back once that is stored', async () => {
    const room = createRoom(() => 100_000);
    const port = await beginning((socket) => socket.end('a'.repeat(400_000)));
    const sent = await sendTo(`http://127.0.0.1:${port}/`, {}, { room });
    expect(sent.outcome).toMatchObject({ kind: 'answered', truncated: true });
    expect(sent.answerBody.length).toBeLessThan(500_000);
    sent.release();
    expect(room.held()).toBe(0);
  });
});

describe('an answer', () => {
  test('is kept as it came: status, text, header lines, bytes', async () => {
    const zipped = gzipSync('hello');
    const head = `HTTP/1.1 207 Multi  caf\xe9\r\nX-A: 1\r\nx-a: 2\r\nX-N: caf\xe9\r\nSet-Cookie: a\r\nset-cookie: b\r\nContent-Encoding: gzip\r\nContent-Length: ${zipped.length}\r\n\r\n`;
    const { url } = await recorderThat(() => Buffer.concat([Buffer.from(head, 'latin1'), zipped]));
    const { outcome, answerBody } = await sendTo(url);
    expect(outcome).toMatchObject({
      kind: 'answered',
      status: 207,
      statusText: 'Multi  caf\xe9',
      headers: [
        ['X-A', '1'],
        ['x-a', '2'],
        ['X-N', 'caf\xe9'],
        ['Set-Cookie', 'a'],
        ['set-cookie', 'b'],
        ['Content-Encoding', 'gzip'],
        ['Content-Length', String(zipped.length)],
      ],
      bodySizeBytes: zipped.length,
      truncated: false,
    });
    expect(zipped.equals(answerBody)).toBe(true);
  });

  test.each<[string, string, number, string]>([
    [
      'in chunks',
      'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n1\r\nc\r\n0\r\nT: 1\r\n\r\n',
      200,
      'abc',
    ],
    ['without a text', 'HTTP/1.1 500\r\nContent-Length: 1\r\n\r\nx', 500, 'x'],
    ['without a body', 'HTTP/1.1 204 No Content\r\n\r\n', 204, ''],
    ['of an odd status', 'HTTP/1.1 799 Odd\r\nContent-Length: 0\r\n\r\n', 799, ''],
    [
      'after interim ones',
      'HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 202 OK\r\nContent-Length: 1\r\n\r\ny',
      202,
      'y',
    ],
    [
      'that switches protocols',
      'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n',
      101,
      '',
    ],
    ['that redirects', 'HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n', 302, ''],
    ['with stray bytes behind it', 'HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nzSTRAY', 200, 'z'],
    ['with 5,000 header lines', `HTTP/1.1 200 OK\r\n${'X: 1\r\n'.repeat(5_000)}Content-Length: 1\r\n\r\nw`, 200, 'w'],
  ])('%s', async (_name, answer, status, body) => {
    const { url, requests } = await recorderThat(() => answer);
    const { outcome, answerBody } = await sendTo(url);
    expect(outcome).toMatchObject({ kind: 'answered', status, truncated: false, bodySizeBytes: body.length });
    expect(Buffer.from(answerBody).toString()).toBe(body);
    expect(requests.length).toBe(1);
  });

  test('that ends with the connection', async () => {
    const { url } = await recorderThat((_request, socket) => {
      socket.end('HTTP/1.1 200 OK\r\n\r\nall of it');
      return null;
    });
    const { outcome, answerBody } = await sendTo(url);
    expect(outcome).toMatchObject({ kind: 'answered', status: 200, truncated: false });
    expect(Buffer.from(answerBody).toString()).toBe('all of it');
  });

  test('to HEAD is whole without a body, even if the app sends one', async () => {
    const { url } = await recorderThat(() => 'HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\nsurplus');
    const { outcome } = await sendTo(url, { method: 'HEAD' });
    expect(outcome).toMatchObject({ kind: 'answered', status: 200, bodySizeBytes: 0, truncated: false });
  });

  test('is cut at the cap and marked, even if it never ends', async () => {
    const port = await serverThat((socket) => {
      socket.once('data', () => socket.write('HTTP/1.1 200 OK\r\n\r\n'));
      const pour = (): void => {
        while (!socket.destroyed && socket.write('0123456789'.repeat(1_000)));
      };
      socket.once('data', pour);
      socket.on('drain', pour);
    });
    const { outcome, answerBody } = await sendTo(`http://127.0.0.1:${port}`, {}, { maxAnswerBytes: 100_001 });
    expect(outcome).toMatchObject({ kind: 'answered', status: 200, truncated: true, bodySizeBytes: 100_001 });
    expect(Buffer.from(answerBody).equals(Buffer.from('0123456789'.repeat(10_001).slice(0, 100_001)))).toBe(true);
  });

  test('of exactly the cap is not marked', async () => {
    const { url } = await recorderThat(() => 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n12345');
    const { outcome } = await sendTo(url, {}, { maxAnswerBytes: 5 });
    expect(outcome).toMatchObject({ kind: 'answered', truncated: false, bodySizeBytes: 5 });
  });

  test.each([
    ['with its length', 'HTTP/1.1 413 Too Large\r\nContent-Length: 3\r\n\r\nbig'],
    ['without a length', 'HTTP/1.1 413 Too Large\r\n\r\nbig'],
  ])('that comes before the request was read counts, %s', async (_name, answer) => {
    const port = await serverThat((socket) => {
      socket.once('data', () => {
        socket.pause();
        socket.write(answer, () => socket.resetAndDestroy());
      });
    });
    const { outcome, answerBody } = await sendTo(`http://127.0.0.1:${port}`, { body: Buffer.alloc(30_000_000) });
    expect(outcome).toMatchObject({ kind: 'answered', status: 413 });
    expect(Buffer.from(answerBody).toString()).toBe('big');
  });

  test.each(['localhost', 'LOCALHOST.', 'any.localhost'])('comes from %s even if nothing resolves it', async (host) => {
    const { port } = await recorderThat(() => 'HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n');
    const lookup: Lookup = () => Promise.reject(new Error('no resolver'));
    const { outcome } = await sendTo(`http://${host}:${port}`, {}, { lookup });
    expect(outcome).toMatchObject({ kind: 'answered', status: 200 });
  });

  test.each(['127.0.0.1', '::1'])('comes from an app on localhost that listens on %s only', async (host) => {
    const port = await serverThat((socket) => {
      socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n'));
    }, host);
    const { outcome } = await sendTo(`http://localhost:${port}`);
    expect(outcome).toMatchObject({ kind: 'answered', status: 200 });
  });

  test('comes with the time of each phase', async () => {
    const { port, url } = await recorderThat(() => 'HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n');
    let ticks = 0;
    const now = () => ticks++;
    const literal = await sendTo(url, {}, { now });
    expect(literal.outcome.timings).toEqual({ dnsMs: null, connectMs: 1, tlsMs: null, firstByteMs: 2, totalMs: 3 });
    ticks = 0;
    const named = await sendTo(`http://localhost:${port}`, {}, { now });
    expect(named.outcome.timings).toEqual({ dnsMs: 1, connectMs: 2, tlsMs: null, firstByteMs: 3, totalMs: 4 });
  });
});

describe('a send that fails says why', () => {
  test('nothing listens', async () => {
    const port = await serverThat(() => {});
    for (const close of closers.splice(0)) await close();
    for (const host of ['127.0.0.1', 'localhost', '[::1]']) {
      const { outcome, answerBody } = await sendTo(`http://${host}:${port}`);
      expect(outcome).toMatchObject({
        kind: 'failed',
        code: 'refused',
        reason: `Nothing is listening on port ${port}. Start your app, then replay.`,
      });
      expect(answerBody.length).toBe(0);
    }
  });

  test('no answer within the time-out', async () => {
    const port = await serverThat(() => {});
    const { outcome } = await sendTo(`http://127.0.0.1:${port}`, { timeoutMs: 100 });
    expect(outcome).toMatchObject({ kind: 'failed', code: 'timeout' });
    expect(outcome).toHaveProperty(
      'reason',
      expect.stringContaining(`The app on port ${port} did not answer within 100 ms.`),
    );
  });

  test('an answer that does not end within the time-out', async () => {
    const { url } = await recorderThat(() => 'HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf');
    const { outcome } = await sendTo(url, { timeoutMs: 200 });
    expect(outcome).toMatchObject({
      kind: 'failed',
      code: 'timeout',
      reason: expect.stringContaining('began to answer (200)'),
    });
  });

  test('a look-up that does not end within the time-out', async () => {
    const lookup: Lookup = () => new Promise(() => {});
    const { outcome } = await sendTo('http://localhost:3000', { timeoutMs: 50 }, { lookup });
    expect(outcome).toMatchObject({ kind: 'failed', code: 'timeout', timings: { dnsMs: null, connectMs: null } });
  });

  test('a name that has no address', async () => {
    const { outcome } = await sendTo(
      'http://nowhere.invalid/',
      {},
      { guard: { ...guard, allowedHosts: ['nowhere.invalid'] } },
    );
    expect(outcome).toMatchObject({ kind: 'failed', code: 'dns', reason: expect.stringContaining('nowhere.invalid') });
    const none = await sendTo(
      'http://a.example',
      {},
      { guard: { ...guard, allowedHosts: ['a.example'] }, lookup: () => Promise.resolve([]) },
    );
    expect(none.outcome).toMatchObject({ kind: 'failed', code: 'dns' });
  });

  test.each<[string, RecorderAnswer, string, RegExp]>([
    [
      'a connection that is reset',
      hangUp((socket) => socket.resetAndDestroy()),
      'reset',
      /closed the connection without an answer/,
    ],
    [
      'a connection that is closed',
      hangUp((socket) => socket.end()),
      'reset',
      /closed the connection without an answer/,
    ],
    [
      'an answer that breaks off',
      hangUp((socket) => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf')),
      'reset',
      /began to answer \(200\)/,
    ],
    ['an answer that is no HTTP', () => 'SSH-2.0-OpenSSH_9.2\r\n', 'invalid-answer', /not valid HTTP\/1\.1/],
    [
      'a header line that is none',
      () => 'HTTP/1.1 200 OK\r\nno colon\r\n\r\n',
      'invalid-answer',
      /not valid HTTP\/1\.1/,
    ],
    [
      'a head without end',
      () => `HTTP/1.1 200 OK\r\nX: ${'x'.repeat(400_000)}`,
      'invalid-answer',
      /not valid HTTP\/1\.1/,
    ],
    [
      'chunks that are none',
      () => 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n',
      'invalid-answer',
      /not valid HTTP\/1\.1/,
    ],
    [
      'two framings at once',
      () => 'HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
      'invalid-answer',
      /not valid HTTP\/1\.1/,
    ],
  ])('%s', async (_name, answer, code, words) => {
    const { url } = await recorderThat(answer);
    const { outcome } = await sendTo(url);
    expect(outcome).toMatchObject({ kind: 'failed', code, reason: expect.stringMatching(words) });
  });

  test('https to an app that speaks http', async () => {
    const server = createHttpServer((_request, response) => response.end());
    const port = await listen(server);
    closers.push(() => closed(server));
    const { outcome } = await sendTo(`https://127.0.0.1:${port}`);
    expect(outcome).toMatchObject({ kind: 'failed', code: 'tls', reason: expect.stringContaining('Use http://') });
  });

  test('the user stopped it, before or while it ran', async () => {
    const stopped = await sendTo('http://127.0.0.1:3000', {}, { signal: AbortSignal.abort() });
    expect(stopped.outcome).toMatchObject({ kind: 'failed', code: 'interrupted' });
    const stop = new AbortController();
    const { url } = await recorderThat(() => {
      stop.abort();
      return null;
    });
    const { outcome } = await sendTo(url, {}, { signal: stop.signal });
    expect(outcome).toMatchObject({ kind: 'failed', code: 'interrupted' });
  });

  test('a plan that HTTP cannot carry', async () => {
    const plan = { ...planTo('http://127.0.0.1:3000'), target: '/a b' };
    const { outcome } = await send(plan, { guard });
    expect(outcome).toMatchObject({
      kind: 'failed',
      code: 'other',
      reason: expect.stringContaining('unescaped characters'),
    });
  });
});

describe('the guard stands before every connection', () => {
  test('one of our own ports is never connected to', async () => {
    let connections = 0;
    const port = await serverThat(() => connections++);
    const rules = { ownPorts: [port], allowedHosts: ['dev.example', 'localhost', '127.0.0.1'] };
    const lookup: Lookup = () => Promise.resolve([{ address: '127.0.0.1', family: 4 }]);
    for (const host of ['127.0.0.1', 'localhost', '[::1]', '0.0.0.0', '127.1', '[::ffff:7f00:1]', 'dev.example']) {
      const { outcome } = await sendTo(`http://${host}:${port}`, {}, { guard: rules, lookup });
      expect(outcome).toMatchObject({
        kind: 'failed',
        code: 'blocked',
        reason: expect.stringContaining('does not send to this address'),
      });
    }
    expect(connections).toBe(0);
  });

  test('a host that is not allowed is not connected to, and the user is told how to allow it', async () => {
    const { outcome } = await sendTo('http://example.com/');
    expect(outcome).toMatchObject({
      kind: 'failed',
      code: 'blocked',
      reason: expect.stringMatching(/Allow it once.*example\.com/),
    });
  });

  test('a name is looked up once, and exactly the checked address is connected to', async () => {
    const { port, requests } = await recorderThat(() => 'HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n');
    const addresses = ['127.0.0.1', '169.254.169.254'];
    let lookups = 0;
    const lookup: Lookup = () => Promise.resolve([{ address: addresses[lookups++] ?? '', family: 4 }]);
    const rules = { ownPorts: [], allowedHosts: ['rebound.example'] };
    const first = await sendTo(`http://rebound.example:${port}`, {}, { guard: rules, lookup });
    expect(first.outcome).toMatchObject({ kind: 'answered', status: 200 });
    expect(lookups).toBe(1);
    const second = await sendTo(`http://rebound.example:${port}`, {}, { guard: rules, lookup });
    expect(second.outcome).toMatchObject({ kind: 'failed', code: 'blocked' });
    expect(requests.length).toBe(1);
  });
});
