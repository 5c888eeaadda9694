import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { networkInterfaces } from 'node:os';
import { expect, test } from 'vitest';
import { createRoom } from '../server/body/room.ts';
import { createIdleConnections } from '../server/capture/idle-connections.ts';
import { createSurplus } from '../server/capture/surplus.ts';
import { type TestApp, withApp } from './support/app.ts';
import { answersIn, rawClient, sendRaw } from './support/raw-client.ts';

const pathOf = (app: TestApp): string => new URL(app.captureUrl).pathname;
const post = (app: TestApp, headers = ''): string =>
  `POST ${pathOf(app)} HTTP/1.1\r\nHost: x\r\n${headers}Content-Length: 2\r\n\r\nhi`;
const hasSix = Object.values(networkInterfaces()).some((all) => all?.some(({ address }) => address === '::1'));
const held = (app: TestApp, count: number) =>
  Promise.all(Array.from({ length: count }, () => rawClient(app.capturePort)));
const stillHeld = async (app: TestApp): Promise<number> =>
  new Promise((resolve) => app.app.capture.server.getConnections((_error, count) => resolve(count)));

/** A connection that stays half open after its peer ended it, as an attacker's would. */
async function stubborn(port: number): Promise<Socket> {
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
  socket.on('error', () => undefined);
  await new Promise((resolve) => socket.once('connect', resolve));
  return socket;
}

test('only the first connections may send long header lines, because unfinished ones cost seven times their bytes', async () => {
  await withApp(async (app) => {
    const long = post(app, `X-Long: ${'l'.repeat(100_000)}\r\n`);
    const many = post(app, 'x-many: m\r\n'.repeat(4_000));
    const clients = await held(app, 63);
    expect((await sendRaw(app.capturePort, long)).status).toBe(200);
    clients.push(...(await held(app, 1)));
    for (const request of [long, many]) expect((await sendRaw(app.capturePort, request)).status).toBe(431);
    expect((await sendRaw(app.capturePort, post(app, `X-Usual: ${'u'.repeat(7_000)}\r\n`))).status).toBe(200);
    for (const client of clients.splice(32)) client.close();
    await expect.poll(async () => (await sendRaw(app.capturePort, many)).status).toBe(200);
    for (const client of clients) client.close();
    const { deliveries } = await app.call('listDeliveries', { query: {} });
    expect(deliveries.map(({ replyStatus }) => replyStatus)).toContain(431);
  });
});

test('every one of many header lines is kept, and more than are taken are refused with a row', async () => {
  await withApp(async (app) => {
    const sent = [
      post(app, 'a:\r\n'.repeat(30_000)),
      post(app, 'a:\r\n'.repeat(40_000)),
      `POST ${pathOf(app)} HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\n${'a:\r\n'.repeat(40_000)}\r\n`,
    ];
    const statuses: number[] = [];
    for (const request of sent) statuses.push((await sendRaw(app.capturePort, request)).status);
    expect(statuses).toEqual([200, 431, 431]);
    const { deliveries } = await app.call('listDeliveries', { query: {} });
    expect(deliveries.map(({ sizeBytes, flags }) => [sizeBytes, flags])).toEqual([
      [2, ['malformed']],
      [0, ['truncated']],
      [2, []],
    ]);
    const whole = await app.call('getDelivery', { params: { id: deliveries[2]?.id ?? 0 } });
    expect(whole.headers.filter(([name]) => name === 'a')).toHaveLength(30_000);
  });
});

test.skipIf(!hasSix)('connections to ::1 count as those to 127.0.0.1 do', async () => {
  await withApp(
    async (app) => {
      const clients = [await rawClient(app.capturePort), await rawClient(app.capturePort, '::1')];
      for (const host of ['::1', '127.0.0.1']) {
        const over = await rawClient(app.capturePort, host);
        expect(await over.until(() => false)).toBe('');
      }
      expect((await app.call('status', {})).connectionsRefused).toBe(2);
      for (const client of clients) client.close();
      await expect.poll(async () => (await sendRaw(app.capturePort, post(app))).status).toBe(200);
    },
    { captureLimits: { connections: 2 } },
  );
});

test('a connection that asked for a tunnel is ended whatever its peer does, and one that resets it is nobody’s error', async () => {
  await withApp(async (app) => {
    const ask = 'CONNECT x:1 HTTP/1.1\r\nHost: x\r\n\r\n';
    const clients = await Promise.all(Array.from({ length: 4 }, () => stubborn(app.capturePort)));
    for (const client of clients) client.resume().write(ask);
    await expect.poll(() => stillHeld(app), { timeout: 10_000 }).toBe(0);
    for (const client of clients) client.destroy();
    for (let at = 0; at < 20; at++) {
      const client = await stubborn(app.capturePort);
      await new Promise((resolve) => client.write(`${ask}${'x'.repeat(200_000)}`, resolve));
      client.resetAndDestroy();
    }
    await expect.poll(() => stillHeld(app), { timeout: 10_000 }).toBe(0);
    expect((await sendRaw(app.capturePort, post(app))).status).toBe(200);
  });
});

test('connections that are kept by empty lines, or by answers that nobody reads, are ended; those that wait for an answer are not', async () => {
  await withApp(
    async (app) => {
      const [endpoint] = await app.call('listEndpoints', {});
      const reply = { status: 200, headers: [], body: '', delayMs: 1_500 };
      await app.call('changeEndpoint', { params: { id: endpoint?.id ?? 0 }, body: { reply } });
      const waiting = await rawClient(app.capturePort);
      await waiting.write(post(app));
      const dripping = await rawClient(app.capturePort);
      await dripping.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
      const drip = setInterval(() => void dripping.write('\r\n'), 50);
      const deaf = await stubborn(app.capturePort);
      const pipeline = Buffer.from('GET / HTTP/1.1\r\nHost: x\r\n\r\n'.repeat(2_000));
      const ask = (): void => {
        while (!deaf.destroyed && deaf.write(pipeline));
      };
      deaf.on('drain', ask);
      ask();
      expect(answersIn(await dripping.until(() => false))).toMatchObject([{ status: 404 }]);
      clearInterval(drip);
      expect(answersIn(await waiting.until((text) => answersIn(text).length > 0))).toMatchObject([{ status: 200 }]);
      await expect.poll(() => stillHeld(app), { timeout: 20_000 }).toBe(0);
      deaf.destroy();
    },
    { captureLimits: { idle: { afterMs: 400, lookEveryMs: 20 } } },
  );
}, 60_000);

test('a connection that takes its answers little by little is let be, and ended once it takes nothing more', async () => {
  let now = 0;
  let looks = 0;
  const idle = createIdleConnections({ afterMs: 400, lookEveryMs: 5 }, () => {
    looks++;
    return now;
  });
  const part = Buffer.alloc(65_536);
  const server = createServer((socket) => {
    idle.watch(socket);
    socket.on('error', () => undefined);
    const write = (left: number): boolean => left === 0 || socket.write(part, () => write(left - 1));
    write(1_024);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const accepted = once(server, 'connection');
  const client = connect((server.address() as AddressInfo).port, '127.0.0.1').pause();
  const [served] = (await accepted) as [Socket];
  const sentBytes = (): number => served.bytesWritten - served.writableLength;
  const looked = async (): Promise<void> => {
    const seen = looks;
    await expect.poll(() => looks).toBeGreaterThan(seen + 1);
  };
  const take = (bytes: number): Promise<void> =>
    new Promise((resolve) => {
      let taken = 0;
      const count = (chunk: Buffer): void => {
        taken += chunk.length;
        if (taken < bytes) return;
        client.off('data', count).pause();
        resolve();
      };
      client.on('data', count).resume();
    });
  await looked();
  for (let round = 0; round < 3; round++) {
    now += 300;
    const before = sentBytes();
    await take(8_388_608);
    await expect.poll(sentBytes).toBeGreaterThan(before);
    await looked();
    expect([served.destroyed, served.writableLength > 0]).toEqual([false, true]);
  }
  now += 400;
  await expect.poll(() => served.destroyed, { timeout: 10_000 }).toBe(true);
  idle.stop();
  client.destroy();
  server.close();
});

test('what connections hold of bytes after requests counts to a room, and what finds none is counted only', () => {
  const room = createRoom(() => 300_000);
  const [first, second] = [createSurplus(room), createSurplus(room)];
  for (let at = 0; at < 300; at++) first.add(Buffer.alloc(1_000, at));
  expect(Buffer.from(first.meta().base64, 'base64')).toHaveLength(262_144);
  for (let at = 0; at < 300; at++) second.add(Buffer.alloc(1_000, at));
  expect(second.sizeBytes()).toBe(300_000);
  const kept = Buffer.from(second.meta().base64, 'base64');
  expect(kept.length).toBeLessThan(60_000);
  expect(
    kept.equals(
      Buffer.concat(Array.from({ length: 300 }, (_, at) => Buffer.alloc(1_000, at))).subarray(0, kept.length),
    ),
  ).toBe(true);
  first.end();
  second.end();
  expect(room.held()).toBe(0);
  expect(first.meta().sizeBytes).toBe(300_000);
});
