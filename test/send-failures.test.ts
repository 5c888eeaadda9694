import { createServer as createHttpServer } from 'node:http';
import { createServer, type Socket } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Lookup } from '../server/send/guard.ts';
import { send } from '../server/send/send.ts';
import type { RecorderAnswer } from './support/raw-recorder.ts';
import { closed, guard, listen, planTo, recorderThat, sendTo, serverThat } from './support/send-to.ts';

/** An answer that is no more than what `act` does to the connection. */
const hangUp =
  (act: (socket: Socket) => void): RecorderAnswer =>
  (_request, socket) => {
    act(socket);
    return null;
  };

describe('a send that fails says why', () => {
  test('nothing listens', async () => {
    const server = createServer();
    const port = await listen(server);
    await closed(server);
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
    onTestFinished(() => closed(server));
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
