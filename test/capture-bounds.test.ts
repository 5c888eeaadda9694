import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { type TestApp, withApp } from './support/app.ts';
import { withDataDir } from './support/hookglass-process.ts';
import { answersIn, type RawClient, rawClient, sendRaw } from './support/raw-client.ts';

const MIB = 1_048_576;
const pathOf = (app: TestApp): string => new URL(app.captureUrl).pathname;
const post = (app: TestApp, headers: string, body = ''): string =>
  `POST ${pathOf(app)} HTTP/1.1\r\nHost: x\r\n${headers}\r\n${body}`;
const firstStatus = async (client: RawClient): Promise<number> =>
  answersIn(await client.until((text) => answersIn(text).length > 0))[0]?.status ?? 0;

async function answerLate(app: TestApp, delayMs: number): Promise<void> {
  const [endpoint] = await app.call('listEndpoints', {});
  const reply = { status: 200, headers: [], body: '', delayMs };
  await app.call('changeEndpoint', { params: { id: endpoint?.id ?? 0 }, body: { reply } });
}

test.each([
  ['one that was hung up', `Content-Length: ${4 * MIB}\r\n`, ''],
  ['one in chunks that was hung up', 'Transfer-Encoding: chunked\r\n', `${(4 * MIB).toString(16)}\r\n`],
])('of an unfinished body 1 MiB is kept: %s', async (_name, headers, before) => {
  await withApp(async (app) => {
    const client = await rawClient(app.capturePort);
    await client.write(post(app, headers, before));
    await client.write(Buffer.alloc(2 * MIB, 'u'));
    client.socket.end();
    await client.until(() => false);
    await expect
      .poll(async () => (await app.call('listDeliveries', { query: {} })).deliveries, { timeout: 10_000 })
      .toHaveLength(1);
    const { deliveries } = await app.call('listDeliveries', { query: {} });
    expect(deliveries).toMatchObject([{ flags: ['aborted'], sizeBytes: MIB, replyStatus: null }]);
  });
});

test('of a body over the cap that comes whole 1 MiB is kept', async () => {
  await withApp(async (app) => {
    await app.call('setSettings', { body: { bodyCapBytes: 2 * MIB } });
    const whole = post(app, `Content-Length: ${3 * MIB}\r\n`, 'o'.repeat(3 * MIB));
    expect((await sendRaw(app.capturePort, whole)).status).toBe(413);
    const { deliveries } = await app.call('listDeliveries', { query: {} });
    expect(deliveries).toMatchObject([{ flags: ['truncated'], sizeBytes: MIB, replyStatus: 413 }]);
  });
});

test('a sender that left before its answer was answered nothing, and the record says so', async () => {
  await withApp(async (app) => {
    await answerLate(app, 300);
    const client = await rawClient(app.capturePort);
    await client.write(post(app, 'Content-Length: 2\r\n', 'hi'));
    await expect.poll(async () => (await app.call('status', {})).deliveries).toBe(1);
    client.close();
    const statuses = async () => {
      const { deliveries } = await app.call('listDeliveries', { query: {} });
      return deliveries.map(({ replyStatus, flags }) => [replyStatus, flags]);
    };
    await expect.poll(statuses, { timeout: 10_000 }).toEqual([[null, []]]);
    const whole = await sendRaw(app.capturePort, post(app, 'Content-Length: 2\r\n', 'hi'));
    expect(whole.status).toBe(200);
    expect(await statuses()).toEqual([
      [200, []],
      [null, []],
    ]);
  });
});

test('large header lines of many connections fill the room like bodies, and it is empty again when they are gone', async () => {
  await withApp(
    async (app) => {
      const head = post(app, `X-Large: ${'h'.repeat(120_000)}\r\nContent-Length: 2\r\n`, 'a');
      const clients = await Promise.all(Array.from({ length: 40 }, () => rawClient(app.capturePort)));
      for (const client of clients) void client.write(head);
      const refused = 40 - Math.floor(MIB / (120_000 - 65_536));
      await expect
        .poll(async () => (await app.call('status', {})).overloaded, { timeout: 20_000 })
        .toBeGreaterThanOrEqual(refused);
      const { overloaded } = await app.call('status', {});
      expect(overloaded).toBeLessThan(refused + 4);
      expect((await sendRaw(app.capturePort, post(app, 'Content-Length: 1\r\n', 'z'))).status).toBe(200);
      for (const client of clients) void client.write('b');
      const statuses = await Promise.all(clients.map(firstStatus));
      expect(statuses.filter((status) => status === 503)).toHaveLength(overloaded);
      expect(statuses.filter((status) => status === 200)).toHaveLength(40 - overloaded);
      for (const client of clients) client.close();
      const again = await Promise.all(clients.slice(0, 10).map(() => sendRaw(app.capturePort, `${head}b`)));
      expect(again.map(({ status }) => status)).toEqual(again.map(() => 200));
    },
    { captureLimits: { roomBytes: MIB } },
  );
}, 60_000);

test('a pipeline deeper than what waits for answers at once is cut off with 503, and all before it is answered', async () => {
  await withApp(async (app) => {
    await answerLate(app, 30_000);
    const client = await rawClient(app.capturePort);
    await client.write(post(app, 'Content-Length: 0\r\n').repeat(10_500));
    await expect
      .poll(async () => (await app.call('status', {})).overloaded, { timeout: 60_000 })
      .toBeGreaterThanOrEqual(1);
    expect((await app.call('status', {})).deliveries).toBeLessThanOrEqual(10_000);
    await answerLate(app, 0);
    expect((await sendRaw(app.capturePort, post(app, 'Content-Length: 0\r\n'))).status).toBe(503);
    client.close();
    const status = async () => (await sendRaw(app.capturePort, post(app, 'Content-Length: 0\r\n'))).status;
    await expect.poll(status, { timeout: 60_000 }).toBe(200);
  });
}, 180_000);

test.each([
  ['trailers', `0\r\nX-Sum: ${'t'.repeat(400_000)}\r\n\r\n`, 431],
  ['many trailers', `0\r\n${'X-Sum: t\r\n'.repeat(50_000)}\r\n`, 431],
  ['chunk extensions', `1;${'e'.repeat(400_000)}\r\na\r\n0\r\n\r\n`, 413],
])('%s without an end are refused, and the row is kept', async (_name, chunks, status) => {
  await withApp(async (app) => {
    const sent = post(app, 'Transfer-Encoding: chunked\r\n', `3\r\nabc\r\n${chunks}`);
    const client = await rawClient(app.capturePort);
    await client.write(sent);
    expect(await firstStatus(client)).toBe(status);
    client.close();
    const { deliveries } = await app.call('listDeliveries', { query: {} });
    expect(deliveries).toMatchObject([{ sizeBytes: 3, replyStatus: status }]);
    expect(deliveries[0]?.flags).toContain('malformed');
    expect((await sendRaw(app.capturePort, post(app, 'Content-Length: 1\r\n', 'z'))).status).toBe(200);
  });
});

test.skipIf(process.platform === 'win32')(
  'with few open files allowed, connections over the most are told of, and it goes on',
  async () => {
    await withDataDir(async (dataDir) => {
      const command = fileURLToPath(new URL('../bin/hookglass.mjs', import.meta.url));
      const words = [command, 'serve', '--json', '--no-open', '--data', dataDir, '--port', '0', '--ui-port', '0'];
      const child = spawn('/bin/sh', ['-c', 'ulimit -n 128 && exec "$0" "$@"', process.execPath, ...words]);
      try {
        let stderr = '';
        child.stderr.on('data', (chunk: Buffer) => {
          stderr += chunk.toString();
        });
        const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
        const url = new URL((JSON.parse(line) as { captureUrl: string }).captureUrl);
        const request = `POST ${url.pathname} HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n\r\nz`;
        expect((await sendRaw(Number(url.port), request)).status).toBe(200);
        const idle = await Promise.all(Array.from({ length: 300 }, () => rawClient(Number(url.port))));
        await expect.poll(() => stderr, { timeout: 20_000 }).toMatch(/More than \d+ connections to the capture port/);
        // Those that it holds are served while the others are closed.
        const served = idle.filter(({ socket }) => !socket.destroyed).slice(0, 3);
        expect(served).toHaveLength(3);
        for (const client of idle) if (!served.includes(client)) client.close();
        const status = async () => (await sendRaw(Number(url.port), request)).status;
        await expect.poll(status, { timeout: 20_000 }).toBe(200);
        expect(stderr).not.toMatch(/EMFILE|could not be stored/);
      } finally {
        child.kill('SIGKILL');
        await once(child, 'exit');
      }
    });
  },
  120_000,
);
