import { getEventListeners, once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, test } from 'vitest';
import type { Caller } from '../server/api/caller.ts';
import { type EventStream, openEventStream } from '../server/api/event-stream.ts';
import { rawClient } from './support/raw-client.ts';

const SLOW = { heartbeatMs: 3_600_000, stallMs: 3_600_000 };

/** A real connection with a stream on its server's side, and the session it belongs to. */
async function withStream(
  times: { heartbeatMs: number; stallMs: number },
  use: (parts: {
    readonly client: Awaited<ReturnType<typeof rawClient>>;
    readonly response: ServerResponse;
    readonly events: EventStream;
    readonly session: AbortController & { over?: true };
  }) => Promise<void>,
): Promise<void> {
  const session: AbortController & { over?: true } = new AbortController();
  const caller: Caller = { sessionId: 1, ended: session.signal, stillOpen: () => session.over !== true };
  const opened = Promise.withResolvers<{ response: ServerResponse; events: EventStream }>();
  const server = createServer((_request, response) =>
    opened.resolve({ response, events: openEventStream(response, caller, times) }),
  );
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const client = await rawClient((server.address() as AddressInfo).port);
  await client.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
  try {
    await use({ client, session, ...(await opened.promise) });
  } finally {
    client.close();
    server.closeAllConnections();
    server.close();
  }
}

const MESSAGE = `data: ${'x'.repeat(20_000)}\n\n`;

/** Write until the reader, which reads nothing, has no more room; the write that waits. */
async function fillUp(events: EventStream, response: ServerResponse): Promise<{ readonly written: Promise<void> }> {
  for (;;) {
    const written = events.write(MESSAGE);
    await Promise.resolve();
    if (response.writableNeedDrain) {
      // What the system's own buffers take is room too.
      const room = await Promise.race([
        written.then(() => true),
        new Promise<false>((done) => setTimeout(done, 50, false)),
      ]);
      if (!room) return { written };
    }
    await written;
  }
}

describe('an event stream', () => {
  test('to a reader that keeps up leaves no listener behind', async () => {
    await withStream(SLOW, async ({ client, response, events, session }) => {
      const counts = (): number[] => [
        response.listenerCount('drain'),
        response.listenerCount('close'),
        getEventListeners(events.signal, 'abort').length,
        getEventListeners(session.signal, 'abort').length,
      ];
      const before = counts();
      let waits = 0;
      for (let message = 0; message < 2_000; message++) {
        const written = events.write(MESSAGE);
        await Promise.resolve();
        if (response.writableNeedDrain) waits++;
        await written;
      }
      expect(waits).toBeGreaterThan(100);
      expect(counts()).toEqual(before);
      client.close();
      await once(response, 'close');
      expect(getEventListeners(session.signal, 'abort')).toEqual([]);
    });
  });

  test('to a reader that reads nothing holds one message, whatever beats meanwhile, and goes on when it reads', async () => {
    await withStream({ ...SLOW, heartbeatMs: 1 }, async ({ client, response, events }) => {
      client.socket.pause();
      const { written } = await fillUp(events, response);
      const held = response.writableLength + (response.socket?.writableLength ?? 0);
      const beats = Promise.withResolvers<void>();
      let passed = 0;
      const timer = setInterval(() => ++passed === 50 && beats.resolve(), 2);
      await beats.promise;
      clearInterval(timer);
      expect(response.writableLength + (response.socket?.writableLength ?? 0)).toBe(held);
      expect(held).toBeLessThan(5 * MESSAGE.length + response.writableHighWaterMark);
      expect(response.listenerCount('drain')).toBeLessThanOrEqual(2);
      client.socket.resume();
      await written;
      await events.write('data: last\n\n');
      await client.until((text) => text.includes('data: last'));
      await client.until((text) => text.includes(': still here'));
    });
  });

  test('ends a reader that takes nothing for long, and lets the writer go', async () => {
    await withStream({ ...SLOW, stallMs: 100 }, async ({ client, response, events }) => {
      client.socket.pause();
      const closed = once(response, 'close');
      await fillUp(events, response);
      await closed;
      expect(events.signal.aborted).toBe(true);
      await events.write('to nobody');
    });
  });

  test('ends with its session: at once when that is ended, at a heartbeat when its time is over', async () => {
    await withStream(SLOW, async ({ client, events, session }) => {
      session.abort();
      await client.until(() => false);
      await expect.poll(() => events.signal.aborted).toBe(true);
    });
    await withStream({ ...SLOW, heartbeatMs: 1 }, async ({ client, events, session }) => {
      await client.until((text) => text.includes(': still here'));
      session.over = true;
      await client.until(() => false);
      await expect.poll(() => events.signal.aborted).toBe(true);
    });
  });
});
