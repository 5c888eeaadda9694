import { once } from 'node:events';
import { createServer as createHttpServer, type RequestListener } from 'node:http';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { systemClock } from '../server/clock/system-clock.ts';
import { localtunnel } from '../server/tunnel/adapters/localtunnel.ts';
import { watchReopening } from '../server/tunnel/adapters/watch-reopening.ts';
import type { OpenRequest } from '../server/tunnel/opener.ts';
import { makeProbe } from '../server/tunnel/probe.ts';
import { lookupWithin, outOfReach } from '../server/tunnel/reach.ts';
import { makeTunnel } from '../server/tunnel/tunnel.ts';
import { isLost, startListener, stateLog } from './support/tunnel-bench.ts';

const clean: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of clean.splice(0).reverse()) await end();
});
const never = new AbortController().signal;

/** An http server on 127.0.0.1, and how often it was asked. */
async function serve(onRequest: RequestListener) {
  const asked: string[] = [];
  const server = createHttpServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    onRequest(request, response);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  clean.push(() => server.close().closeAllConnections());
  const { port } = server.address() as AddressInfo;
  return { asked, port, url: `http://127.0.0.1:${port}` };
}

/** A TCP server that does `onSocket` to each connection, counts them, and keeps what they send. */
async function accept(onSocket: (socket: Socket) => void = () => undefined) {
  const seen = { connections: 0, bytes: '' };
  const server = createServer((socket) => {
    seen.connections++;
    socket.on('error', () => undefined).on('data', (chunk) => (seen.bytes += chunk.toString('latin1')));
    clean.push(() => socket.destroy());
    onSocket(socket);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  clean.push(() => server.close());
  return Object.assign(seen, { port: (server.address() as AddressInfo).port });
}

const register =
  (answer: object): RequestListener =>
  (_request, response) =>
    response.end(JSON.stringify(answer));

async function tryOpening(host: string, change: Partial<OpenRequest> = {}) {
  const listener = await startListener();
  clean.push(listener.close);
  const request = { target: listener.target, subdomain: null, host, url: null, timeoutMs: 5_000, ...change };
  return localtunnel.open(request, never).then(
    (opened) => {
      clean.push(opened.close);
      return opened;
    },
    (error: Error) => error,
  );
}

describe('what a localtunnel server may make this computer do', () => {
  test.each([301, 302, 303, 307, 308])(
    'a redirect (%s) is not followed, and its target is not asked',
    async (status) => {
      const victim = await serve((_request, response) => response.writeHead(404).end('{"message":"INTERNAL"}'));
      const location = `${victim.url}/latest/meta-data/iam?x=1`;
      const server = await serve((_request, response) => response.writeHead(status, { Location: location }).end());
      for (const subdomain of [null, 'my-hooks']) {
        expect(await tryOpening(server.url, { subdomain })).toMatchObject({
          lasting: true,
          message: expect.stringContaining('answers with a redirect, which is not followed'),
        });
      }
      expect(victim.asked).toEqual([]);
    },
  );

  test.each(['127.0.0.2', 'localhost', '::1', '10.0.0.1', '169.254.169.254'])(
    'the address that it names to connect to (%s) is not looked at: its own is taken',
    async (ip) => {
      const own = await accept();
      const answer = { id: 'a', port: own.port, max_conn_count: 2, url: 'https://a.example', ip };
      const opened = await tryOpening((await serve(register(answer))).url);
      expect(opened).toMatchObject({ url: 'https://a.example' });
      await expect.poll(() => own.connections).toBe(2);
    },
  );

  test('a port of our own is refused', async () => {
    const control = await accept();
    const answer = { id: 'a', port: control.port, max_conn_count: 2, url: 'https://a.example' };
    const failure = await tryOpening((await serve(register(answer))).url, { ownPorts: [control.port] });
    expect(failure).toMatchObject({ lasting: true, message: expect.stringContaining("is Hookglass's own") });
    expect(control.connections).toBe(0);
  });

  test('what it says comes without escape sequences and hidden characters', async () => {
    const message = '\u001b[2J\u001b]0;title\u0007no \u202eway\u009b31m\u0000 in\u2066';
    const server = await serve((_request, response) => response.writeHead(403).end(JSON.stringify({ message })));
    const failure = (await tryOpening(server.url)) as Error;
    expect(failure.message).toBe(`${server.url} refused: no  way  in`);
  });

  test.each([
    ['at once', (socket: Socket) => socket.destroy()],
    ['politely', (socket: Socket) => socket.end()],
  ])('one that closes each connection %s does not make this computer connect without end', async (_how, close) => {
    const peer = await accept((socket) => setImmediate(close, socket));
    const answer = { id: 'a', port: peer.port, max_conn_count: 32, url: 'https://a.invalid' };
    const server = await serve(register(answer));
    const listener = await startListener();
    clean.push(listener.close);
    const log = stateLog();
    const tunnel = makeTunnel({
      target: listener.target,
      adapters: [localtunnel],
      probe: { send: () => new Promise(() => undefined) },
      onState: log.onState,
      recordGap: log.recordGap,
      onFault: (error) => {
        throw error;
      },
      timings: { firstRetryMs: 3_600_000, mostRetryMs: 3_600_000 },
    });
    clean.push(() => tunnel.close());
    await tunnel.open({ adapter: 'localtunnel', host: server.url });
    const { reason } = await log.until(isLost);
    expect(reason).toContain("closes the tunnel's connections as soon as they are made");
    expect(peer.connections).toBeLessThan(82 + 64);
  });

  test('connections that wait for senders and end now and then are no storm', () => {
    let at = 0;
    let storms = 0;
    const watch = watchReopening(
      10,
      () => storms++,
      () => at,
    );
    for (let step = 0; step < 1_000; step++) {
      at += 200;
      watch.ended(false);
      watch.ended(true);
    }
    expect(storms).toBe(0);
    for (let step = 0; step < 100; step++) watch.ended(true);
    expect(storms).toBe(0);
    for (let step = 0; step < 100; step++) watch.ended(false);
    expect(storms).toBe(1);
  });
});

describe('where a probe is sent', () => {
  const probe = makeProbe({ clock: systemClock, timeoutMs: 2_000 });

  test.each(['127.0.0.1', 'localhost', 'a.localhost', '[::1]', '[::ffff:127.0.0.1]', '0.0.0.0', '127.1', '2130706433'])(
    'not to this machine (%s), when a public server named it',
    async (host) => {
      const victim = await serve((_request, response) => response.end());
      const reach = { kinds: ['public'], refusedPorts: [] } as const;
      const result = await probe.send(`http://${host}:${victim.port}`, reach, never);
      expect(result).toMatchObject({
        kind: 'failed',
        definite: true,
        reason: expect.stringContaining('Nothing was sent'),
      });
      expect(victim.asked).toEqual([]);
    },
  );

  test.each([
    '10.1.2.3',
    '192.168.0.1',
    '172.16.9.9',
    '100.64.0.1',
    '169.254.169.254',
    '[fd00::1]',
    '[fe80::1]',
    '224.0.0.1',
    '[64:ff9b::7f00:1]',
  ])('not to %s', async (host) => {
    const reach = { kinds: ['public', 'this-machine'], refusedPorts: [] } as const;
    const result = await probe.send(`http://${host}/`, reach, never);
    expect(result).toMatchObject({
      kind: 'failed',
      definite: true,
      reason: expect.stringContaining('Nothing was sent'),
    });
  });

  test('to this machine where the tunnel server itself is, but never to a port of ours', async () => {
    const place = await serve((_request, response) => response.writeHead(418).end());
    const near = { kinds: ['public', 'this-machine'], refusedPorts: [] } as const;
    expect(await probe.send(place.url, near, never)).toMatchObject({ reason: expect.stringContaining('answered 418') });
    const own = { ...near, refusedPorts: [place.port] };
    for (const host of ['127.0.0.1', 'localhost', '127.0.0.2', '[::ffff:127.0.0.1]']) {
      const result = await probe.send(`http://${host}:${place.port}`, own, never);
      expect(result).toMatchObject({ reason: expect.stringContaining("Hookglass's own") });
    }
    expect(place.asked).toHaveLength(1);
  });

  test('a name is judged by what it resolves to, each time, and only fitting addresses are left', async () => {
    const resolve = (all: boolean) =>
      new Promise((done) =>
        lookupWithin(80, { kinds: ['public'], refusedPorts: [] })('localhost', { all }, (error, found) =>
          done(error ?? found),
        ),
      );
    for (const all of [true, false]) expect(await resolve(all)).toMatchObject({ message: '127.0.0.1 is this machine' });
    expect(outOfReach('93.184.216.34', 443, { kinds: ['public'], refusedPorts: [443] })).toBeNull();
  });
});
