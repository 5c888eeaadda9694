import { join } from 'node:path';
import { expect, test } from 'vitest';
import { withAnsweringServer } from '../support/answering-server.ts';
import { holdLock } from '../support/hold-lock.ts';
import { withServerProcess } from '../support/hookglass-process.ts';
import { rawClient } from '../support/raw-client.ts';
import { api, replayAll, sha256Of } from '../support/server-api.ts';
import { madeBody, memoryOf, postingMeanwhile, upload } from '../support/upload-load.ts';

const STEPS = [
  [1, 5_000_000, 1],
  [20, 500_000, 1],
  [50, 50_000_000, 65_536],
] as const;
const HEAP = '--max-old-space-size=400';
/** What docs/decisions.md states: twice the room, and 200 MiB. */
const BOUND_MB = 2 * 256 + 200;
const ROOM_BYTES = 268_435_456;
const MAX_ANSWER_BYTES = 10_485_760;

test('uploads in tiny chunks, and many large ones at once, stay within the bound, byte for byte or refused and counted', async () => {
  await withServerProcess(async (server) => {
    const { captureUrl, pid } = server;
    const ask = (path: string) => api(server, path);
    const stored = new Set<string>();
    const overloaded = async (): Promise<number> =>
      ((await (await ask('/status')).json()) as { overloaded: number }).overloaded;
    for (const [count, sizeBytes, chunkBytes] of STEPS) {
      const bodies = Array.from({ length: count }, () => madeBody(sizeBytes));
      const memory = memoryOf(pid);
      const refusedBefore = await overloaded();
      const uploads = Promise.all(bodies.map((body) => upload(captureUrl, body, chunkBytes)));
      const { result, statuses } = await postingMeanwhile(captureUrl, uploads);
      const grownMb = memory.grownMb();
      const taken = bodies.filter((_, at) => result[at] === 200);
      process.stdout.write(
        `${count} of ${sizeBytes} bytes: ${taken.length} stored, memory +${grownMb} MB, ${statuses.length} small ones\n`,
      );
      expect(new Set(result)).toEqual(new Set(taken.length === count ? [200] : [200, 503]));
      expect(taken.length).toBeGreaterThanOrEqual(Math.min(count, Math.floor(ROOM_BYTES / sizeBytes)));
      expect((await overloaded()) - refusedBefore).toBe(count - taken.length);
      expect(new Set(statuses)).toEqual(new Set([200]));
      expect(grownMb).toBeLessThan(BOUND_MB);
      for (const { sha256 } of taken) stored.add(sha256);
    }
    const found = new Set<string>();
    for (let before: number | null | undefined; before !== null; ) {
      const page = (await (
        await ask(`/deliveries?limit=100${before === undefined ? '' : `&before=${before}`}`)
      ).json()) as {
        deliveries: { id: number; flags: string[]; replyStatus: number }[];
      };
      for (const { id, flags } of page.deliveries) {
        if (flags.length > 0) continue;
        found.add(await sha256Of(await ask(`/deliveries/${id}/body`)));
      }
      before = page.deliveries.at(-1)?.id ?? null;
    }
    for (const sha256 of stored) expect(found).toContain(sha256);
  }, HEAP);
});

test('header lines that are never finished, on as many connections as are held, stay within the bound', async () => {
  await withServerProcess(async ({ captureUrl, pid }) => {
    const { port, pathname } = new URL(captureUrl);
    const heads = ['a:\r\n', 'x-123: 45\r\n', `x-long: ${'l'.repeat(8_000)}\r\n`];
    for (const line of heads) {
      const memory = memoryOf(pid);
      const head = `POST ${pathname} HTTP/1.1\r\nHost: x\r\n${line.repeat(Math.ceil(250_000 / line.length))}`;
      const sending = Promise.all(
        Array.from({ length: 1_000 }, async () => {
          const client = await rawClient(Number(port));
          void client.write(head);
          return client.until(() => false);
        }),
      );
      const answers = await sending;
      const grownMb = memory.grownMb();
      process.stdout.write(`1,000 unfinished heads of ${JSON.stringify(line.slice(0, 12))}: memory +${grownMb} MB\n`);
      for (const answer of answers) expect(answer).toMatch(/^(HTTP\/1\.1 4(08|31) |$)/);
      expect((await fetch(captureUrl, { method: 'POST', body: 'x' })).status).toBe(200);
      expect(grownMb).toBeLessThan(BOUND_MB);
    }
  }, HEAP);
});

test('answers in tiny chunks, and many large ones at once, stay within the bound, byte for byte or cut off and told', async () => {
  await withServerProcess(async (server) => {
    const { captureUrl, pid } = server;
    await withAnsweringServer(async (answering) => {
      for (const [count, sizeBytes, chunkBytes] of STEPS) {
        for (let at = 0; at < count; at++) await fetch(captureUrl, { method: 'POST', body: `${count} ${at}` });
        const page = (await (await api(server, `/deliveries?limit=${count}`)).json()) as {
          deliveries: { id: number }[];
        };
        const deliveryIds = page.deliveries.map(({ id }) => id);
        const body = madeBody(sizeBytes);
        answering.with(body, chunkBytes);
        const memory = memoryOf(pid);
        const { result, statuses } = await postingMeanwhile(captureUrl, replayAll(server, deliveryIds, answering.url));
        const grownMb = memory.grownMb();
        process.stdout.write(
          `${count} answers of ${sizeBytes} bytes: memory +${grownMb} MB, ${statuses.length} small ones\n`,
        );
        const isCut = sizeBytes > MAX_ANSWER_BYTES;
        const keptBytes = Math.min(sizeBytes, MAX_ANSWER_BYTES);
        for (const { outcome } of result)
          expect(outcome).toMatchObject({ kind: 'answered', status: 200, bodySizeBytes: keptBytes, truncated: isCut });
        for (const { id } of result)
          expect(await sha256Of(await api(server, `/attempts/${id}/body`))).toBe(body.sha256OfFirst(keptBytes));
        expect(new Set(statuses)).toEqual(new Set([200]));
        expect(grownMb).toBeLessThan(BOUND_MB);
      }
    });
  }, HEAP);
});

test('while another program holds the database, uploads stay within the bound, each stored byte for byte or refused and counted', async () => {
  await withServerProcess(async (server) => {
    const { captureUrl, pid, dataDir } = server;
    const refused = async (): Promise<number> => {
      const status = (await (await api(server, '/status')).json()) as { overloaded: number; storeFailures: number };
      return status.overloaded + status.storeFailures;
    };
    await fetch(captureUrl, { method: 'POST', body: 'before' });
    const memory = memoryOf(pid);
    const lock = await holdLock(join(dataDir, 'hookglass.db'), 'BEGIN IMMEDIATE');
    const bodies = Array.from({ length: 20 }, () => madeBody(40_000_000));
    const large = bodies.map((body) => upload(captureUrl, body, 65_536));
    const small = Array.from({ length: 50 }, (_, at) => fetch(captureUrl, { method: 'POST', body: `small ${at}` }));
    for (let second = 0; second < 40; second++) {
      expect((await fetch(new URL('/nothing', captureUrl))).status).toBe(404);
      await new Promise((resolve) => setTimeout(resolve, 1_000));
    }
    await lock.release();
    const statuses = await Promise.all(large);
    const grownMb = memory.grownMb();
    const taken = bodies.filter((_, at) => statuses[at] === 200);
    process.stdout.write(`locked for 40 s: ${taken.length} of 20 stored, memory +${grownMb} MB\n`);
    expect(new Set(statuses)).toEqual(new Set([200, 503]));
    expect((await Promise.all(small)).map(({ status }) => status)).toEqual(small.map(() => 200));
    expect(await refused()).toBe(large.length - taken.length);
    expect(grownMb).toBeLessThan(BOUND_MB);
    const page = (await (await api(server, '/deliveries?limit=100')).json()) as {
      deliveries: { id: number; flags: string[]; sizeBytes: number }[];
    };
    expect(page.deliveries).toHaveLength(1 + small.length + large.length);
    const found = new Set<string>();
    for (const { id, flags, sizeBytes } of page.deliveries)
      if (flags.length === 0 && sizeBytes > 1_000_000)
        found.add(await sha256Of(await api(server, `/deliveries/${id}/body`)));
    expect(found).toEqual(new Set(taken.map(({ sha256 }) => sha256)));
  }, HEAP);
});
