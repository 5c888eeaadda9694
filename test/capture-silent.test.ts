import { type AddressInfo, createServer, type Socket } from 'node:net';
import { expect, test } from 'vitest';
import { createCounters } from '../server/capture/counters.ts';
import { createListener } from '../server/capture/listener.ts';
import { createSilentConnections } from '../server/capture/silent-connections.ts';
import { systemClock } from '../server/clock/system-clock.ts';
import { planReply } from '../server/reply/plan.ts';
import { REPLIES } from '../server/reply/prepared.ts';
import type { CaptureRow } from '../server/truth/insert-rows.ts';
import { makeProbe } from '../server/tunnel/probe.ts';
import { answersIn, rawClient, sendRaw } from './support/raw-client.ts';

test('a connection held ready for long is not answered before anything was asked, and takes a request then', async () => {
  const listener = createListener({
    writer: { capture: () => undefined },
    endpoints: { find: () => undefined },
    counters: createCounters(),
    bodyCapBytes: () => 1_000,
    now: () => 0,
    logError: () => undefined,
  });
  await listener.listen({ host: '127.0.0.1', port: 0 });
  listener.server.headersTimeout = 1;
  const { port } = listener.server.address() as AddressInfo;
  const ready = await rawClient(port);
  const slow = await rawClient(port);
  await slow.write('GET / HTTP/1.1\r\nHost:');
  // Both time out in the same look of Node's at its connections; only the one that began to ask is answered.
  expect(answersIn(await slow.until(() => false))).toEqual([{ status: 408, body: '' }]);
  listener.server.headersTimeout = 10_000;
  await ready.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
  expect(await ready.until((received) => answersIn(received).length > 0)).toMatch(/^HTTP\/1\.1 404 /);
  ready.close();
  await listener.close();
});

test('of silent connections the oldest go when there are too many, and those that spoke stay', async () => {
  const accepted: Socket[] = [];
  const server = createServer((socket) => void accepted.push(socket.on('data', () => undefined)));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const clients = [];
  for (let at = 0; at < 4; at++) {
    clients.push(await rawClient(port));
    await expect.poll(() => accepted.length).toBe(at + 1);
  }
  const silent = createSilentConnections(2);
  expect(accepted.slice(0, 2).map(silent.letBe)).toEqual([true, true]);
  await clients[0]?.write('x');
  await expect.poll(() => accepted[0]?.bytesRead).toBe(1);
  expect(accepted.map(silent.letBe)).toEqual([false, true, true, true]);
  expect(accepted.map(({ destroyed }) => destroyed)).toEqual([false, true, false, false]);
  for (const client of clients) client.close();
  await new Promise((resolve) => server.close(resolve));
});

test('a delivery whose path holds a probe of ours is a delivery, and a long probe is cut off', async () => {
  const probe = makeProbe({ clock: systemClock, token: 'a'.repeat(64) });
  const target = `/e/__probe/${'a'.repeat(64)}/${'0'.repeat(32)}`;
  const slug = '0'.repeat(26);
  const rows: CaptureRow[] = [];
  const plan = planReply([{ reply: REPLIES.paused }], () => undefined);
  const listener = createListener({
    writer: {
      capture: (row, done) => {
        rows.push({ ...row, body: Buffer.from(row.body) });
        setImmediate(done, null, rows.length);
      },
    },
    endpoints: { find: (given) => (given === slug ? { id: 1, plan } : undefined) },
    counters: createCounters(),
    bodyCapBytes: () => 1_000,
    now: () => 0,
    logError: () => undefined,
    passage: {
      lead: () => undefined,
      close: async () => undefined,
      takeProbe: probe.handle,
      wayIn: () => null,
      exposure: () => null,
      noteDelivery: () => undefined,
    },
  });
  await listener.listen({ host: '127.0.0.1', port: 0 });
  const { port } = listener.server.address() as AddressInfo;
  const ask = (path: string, body: string) =>
    sendRaw(port, `POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Length: ${body.length}\r\n\r\n${body}`);
  expect((await ask(target, 'abc')).received).toMatch(/^HTTP\/1\.1 200 /);
  expect(rows).toHaveLength(0);
  expect((await ask(`/e/${slug}${target}`, 'abc')).status).toBe(503);
  expect((await ask(`/e/${slug}?${target}`, 'abc')).status).toBe(503);
  expect(rows.map(({ head }) => head.split(' ')[1])).toEqual([`/e/${slug}${target}`, `/e/${slug}?${target}`]);
  expect((await ask(target, 'x'.repeat(100_000))).received).toBe('');
  await listener.close();
});
