import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { expect, test } from 'vitest';
import { gatherBody } from '../server/body/gather.ts';
import { createRoom } from '../server/body/room.ts';
import { type TestApp, withApp } from './support/app.ts';
import { withServerProcess } from './support/hookglass-process.ts';
import { answersIn, rawClient, sendRaw } from './support/raw-client.ts';

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const pathOf = (app: TestApp): string => new URL(app.captureUrl).pathname;
const chunkedHead = (path: string): string => `POST ${path} HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n`;

/** Send a chunked body of `bytes` in chunks of `chunk`; the status of the answer. */
async function upload(port: number, path: string, bytes: number, chunk: number): Promise<number> {
  const client = await rawClient(port);
  const one = Buffer.from(`${chunk.toString(16)}\r\n${'A'.repeat(chunk)}\r\n`);
  const many = Buffer.concat(Array.from({ length: Math.max(1, Math.floor(65_536 / one.length)) }, () => one));
  await client.write(chunkedHead(path));
  for (let sent = 0; sent < bytes && !client.socket.destroyed; sent += (many.length / one.length) * chunk)
    await client.write(many);
  await client.write('0\r\n\r\n');
  const received = await client.until((text) => answersIn(text).length > 0);
  client.close();
  return answersIn(received)[0]?.status ?? 0;
}

test('a body in one-byte chunks costs about its bytes', async () => {
  await withServerProcess(async ({ captureUrl, pid }) => {
    const { port, pathname } = new URL(captureUrl);
    const residentMb = (): number =>
      Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))?.[1]) / 1_024;
    await upload(Number(port), pathname, 65_536, 1);
    const before = residentMb();
    expect(await upload(Number(port), pathname, 1_000_000, 1)).toBe(200);
    // A Buffer for each chunk would be 400 MB.
    expect(residentMb() - before).toBeLessThan(150);
  });
}, 180_000);

test('what finds no room is answered 503, kept in part and counted, and small ones are taken meanwhile', async () => {
  await withApp(
    async (app) => {
      const head = `POST ${pathOf(app)} HTTP/1.1\r\nHost: x\r\nContent-Length: 600000\r\n\r\n`;
      const held = await rawClient(app.capturePort);
      await held.write(`${head}${'a'.repeat(599_999)}`);
      const refused = await rawClient(app.capturePort);
      await refused.write(`${head}${'b'.repeat(599_999)}`);
      const received = await refused.until((text) => answersIn(text).length > 0);
      expect(received).toMatch(/^HTTP\/1\.1 503 [\s\S]*Retry-After: 5\r\n/);
      const small = `POST ${pathOf(app)} HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n\r\nz`;
      expect((await sendRaw(app.capturePort, small)).status).toBe(200);
      await held.write('a');
      expect(answersIn(await held.until((text) => answersIn(text).length > 0))[0]?.status).toBe(200);
      held.close();
      refused.close();
      expect((await app.call('status', {})).overloaded).toBe(1);
      expect((await app.call('listDeliveries', { query: {} })).total).toBe(3);
      const { deliveries } = await app.call('listDeliveries', { query: { query: 'is:truncated' } });
      expect(deliveries).toMatchObject([{ replyStatus: 503, sizeBytes: expect.any(Number) }]);
      expect((await sendRaw(app.capturePort, `${head}${'c'.repeat(600_000)}`)).status).toBe(200);
    },
    { captureLimits: { roomBytes: 1_000_000 } },
  );
});

test('a Content-Length over the cap is answered 413 though no more bytes come', async () => {
  await withApp(async (app) => {
    await app.call('setSettings', { body: { bodyCapBytes: 2_048 } });
    const client = await rawClient(app.capturePort);
    await client.write(`POST ${pathOf(app)} HTTP/1.1\r\nHost: x\r\nContent-Length: 999999\r\n\r\nfirst`);
    expect(answersIn(await client.until((text) => answersIn(text).length > 0))[0]?.status).toBe(413);
    client.close();
    const waiting = await rawClient(app.capturePort);
    const expecting = 'Expect: 100-continue\r\nContent-Length: 999999\r\n';
    await waiting.write(`POST ${pathOf(app)} HTTP/1.1\r\nHost: x\r\n${expecting}\r\n`);
    expect(await waiting.until((text) => text.includes('\r\n\r\n'))).toMatch(/^HTTP\/1\.1 413 /);
    waiting.close();
    const { deliveries } = await app.call('listDeliveries', { query: {} });
    const kept = { flags: ['truncated'], replyStatus: 413 };
    expect(deliveries).toMatchObject([
      { ...kept, sizeBytes: 0 },
      { ...kept, sizeBytes: 5 },
    ]);
    expect((await app.call('status', {})).tooLarge).toBe(2);
  });
});

test('of a body that is announced over the cap no more than 1 MiB is read, whatever the cap', async () => {
  await withApp(
    async (app) => {
      const client = await rawClient(app.capturePort);
      void client.write(`POST ${pathOf(app)} HTTP/1.1\r\nHost: x\r\nContent-Length: ${100 * 1_048_576}\r\n\r\n`);
      void client.write(Buffer.alloc(8 * 1_048_576, 'o'));
      expect(answersIn(await client.until((text) => answersIn(text).length > 0))[0]?.status).toBe(413);
      client.close();
      const { deliveries } = await app.call('listDeliveries', { query: {} });
      expect(deliveries).toMatchObject([{ flags: ['truncated'], replyStatus: 413, sizeBytes: 1_048_576 }]);
    },
    { captureLimits: { roomBytes: 2 * 1_048_576 } },
  );
});

test.each([
  ['from the start', 'drip'],
  ['after much at once', 'd'.repeat(5_000)],
])('a body that comes too slowly is answered 408 and kept as far as it came: %s', async (_, sent) => {
  await withApp(
    async (app) => {
      const client = await rawClient(app.capturePort);
      await client.write(`POST ${pathOf(app)} HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n${sent}`);
      await expect.poll(async () => (await app.call('status', {})).tooSlow, { timeout: 20_000 }).toBe(1);
      expect(answersIn(await client.until((text) => answersIn(text).length > 0))[0]?.status).toBe(408);
      client.close();
      const { deliveries } = await app.call('listDeliveries', { query: {} });
      expect(deliveries).toMatchObject([{ flags: ['aborted'], replyStatus: 408, sizeBytes: sent.length }]);
    },
    { captureLimits: { pace: { stretchMs: 50, stretchBytes: 1_000, lookEveryMs: 10 } } },
  );
});

test('of unfinished requests an endpoint keeps so many a minute, and the rest is counted', async () => {
  await withApp(
    async (app) => {
      for (let at = 0; at < 4; at++) {
        const client = await rawClient(app.capturePort);
        await client.write(`POST ${pathOf(app)} HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nabc`);
        client.socket.end();
        await client.until(() => false);
      }
      const counts = async () => {
        const { deliveries, unfinishedDropped } = await app.call('status', {});
        return [deliveries, unfinishedDropped];
      };
      await expect.poll(counts).toEqual([2, 2]);
    },
    { nowMs: () => 1_000_000, captureLimits: { unfinishedAMinute: 2 } },
  );
});

test.each([
  ['kept', 9],
  ['over what an endpoint keeps', 0],
])('unfinished requests that are %s give back what they held of the room', async (_, unfinishedAMinute) => {
  await withApp(
    async (app) => {
      const head = `POST ${pathOf(app)} HTTP/1.1\r\nHost: x\r\nContent-Length: 600000\r\n\r\n`;
      const counted = async (): Promise<number> => {
        const { deliveries, unfinishedDropped } = await app.call('status', {});
        return deliveries + unfinishedDropped;
      };
      for (let at = 1; at <= 3; at++) {
        const client = await rawClient(app.capturePort);
        await client.write(`${head}${'u'.repeat(599_999)}`);
        client.socket.end();
        await client.until(() => false);
        await expect.poll(counted).toBe(at);
      }
      expect((await app.call('status', {})).overloaded).toBe(0);
      expect((await sendRaw(app.capturePort, `${head}${'w'.repeat(600_000)}`)).status).toBe(200);
    },
    { nowMs: () => 1_000_000, captureLimits: { roomBytes: 1_000_000, unfinishedAMinute } },
  );
});

test('connections over the most are closed, counted and told of', async () => {
  await withApp(
    async (app) => {
      const held = [await rawClient(app.capturePort), await rawClient(app.capturePort)];
      const over = connect(app.capturePort, '127.0.0.1');
      await new Promise((resolve) => over.on('error', () => undefined).on('close', resolve));
      await expect.poll(async () => (await app.call('status', {})).connectionsRefused).toBe(1);
      expect(app.logs.join('\n')).toMatch(/More than 2 connections/);
      for (const client of held) client.close();
    },
    { captureLimits: { connections: 2 } },
  );
});

test('a gathered body is its chunks, and its room is given back', () => {
  const room = createRoom(() => 1_000_000);
  for (const expectedBytes of [null, 300_000, 10]) {
    const body = gatherBody({ room, mostBytes: 400_000, expectedBytes, freeBytes: 1_000 });
    const chunks = Array.from({ length: 3_000 }, (_, at) => Buffer.alloc((at * 7) % 190, at));
    for (const chunk of chunks) expect(body.add(chunk)).toBe(true);
    expect(sha256(body.bytes())).toBe(sha256(Buffer.concat(chunks)));
    expect(room.held()).toBeGreaterThanOrEqual(body.size() - 1_000);
    expect(room.held()).toBeLessThanOrEqual(400_000);
    body.cut(5_000);
    expect(body.bytes().equals(Buffer.concat(chunks).subarray(0, 5_000))).toBe(true);
    expect(room.held()).toBe(4_000);
    body.release();
    expect(room.held()).toBe(0);
  }
  const full = gatherBody({ room: createRoom(() => 10), mostBytes: 1_000, freeBytes: 0 });
  expect([full.add(Buffer.alloc(8)), full.add(Buffer.alloc(8))]).toEqual([true, false]);
  expect(full.size()).toBe(8);
});
