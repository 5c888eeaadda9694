import type { Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { createRoom } from '../server/body/room.ts';
import type { Lookup } from '../server/send/guard.ts';
import { recorderThat, sendTo, serverThat } from './support/send-to.ts';

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
