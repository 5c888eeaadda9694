import { afterEach, describe, expect, test } from 'vitest';
import { createApi } from '../renderer/state/api.ts';
import { createEventParser } from '../renderer/state/event-stream.ts';
import { type Connection, followFeed, LONGEST_RETRY_MS, retryDelayMs, SILENCE_MS } from '../renderer/state/feed.ts';
import { createFrameBatch } from '../renderer/state/frame-batch.ts';
import type { FeedMessage } from '../server/contract/feed.ts';
import { FEED_TOKEN, type FeedServer, printMessage, startFeedServer } from './support/feed-server.ts';

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

interface Followed {
  readonly seen: FeedMessage[];
  readonly told: Connection[];
  readonly timers: Map<() => void, number>;
  readonly logged: unknown[];
  /** Resolves once `done` holds after a message or a state. */
  until(done: () => boolean): Promise<void>;
  /** Runs the timers that wait less than the watchdog. */
  retry(): void;
}

function follow(
  server: FeedServer,
  { after = 0, deliver = (_: FeedMessage): void => undefined, token = FEED_TOKEN } = {},
): Followed {
  const api = createApi({
    token,
    fetch: (address, init) => fetch(new URL(String(address), server.origin), init),
    onRefused: () => undefined,
  });
  const seen: FeedMessage[] = [];
  const told: Connection[] = [];
  const logged: unknown[] = [];
  const timers = new Map<() => void, number>();
  const listeners = new Set<() => void>();
  const wake = (): void => {
    for (const listener of [...listeners]) listener();
  };
  const feed = followFeed({
    open: api.feed,
    after,
    deliver: (message) => {
      seen.push(message);
      wake();
      deliver(message);
    },
    tell: (connection) => {
      told.push(connection);
      wake();
    },
    later: (delayMs, action) => {
      timers.set(action, delayMs);
      return () => timers.delete(action);
    },
    random: () => 0,
    log: (_, error) => {
      logged.push(error);
      wake();
    },
  });
  closers.push(feed.close);
  return {
    seen,
    told,
    timers,
    logged,
    until: (done) =>
      new Promise((resolve) => {
        const check = (): void => {
          if (done()) resolve();
        };
        listeners.add(check);
        check();
      }),
    retry: () => {
      for (const [action, delayMs] of [...timers]) {
        if (delayMs >= SILENCE_MS) continue;
        timers.delete(action);
        action();
      }
    },
  };
}

async function startServer(): Promise<FeedServer> {
  const server = await startFeedServer();
  closers.push(server.close);
  return server;
}

describe('the live feed', () => {
  test('delivers each message once and in order over broken connections', async () => {
    const server = await startServer();
    const followed = follow(server);
    await followed.until(() => followed.told.at(-1)?.kind === 'live');
    for (let round = 0; round < 4; round++) {
      server.arrive();
      await followed.until(() => followed.seen.length === 2 * round + 1);
      server.breakFeeds();
      await followed.until(() => followed.told.at(-1)?.kind === 'reconnecting');
      server.arrive();
      followed.retry();
      await followed.until(() => followed.seen.length === 2 * round + 2);
    }
    expect(followed.seen.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  });
  test('starts after the number it is given', async () => {
    const server = await startServer();
    server.arrive();
    server.arrive();
    const followed = follow(server, { after: 1 });
    await followed.until(() => followed.seen.length > 0);
    expect(followed.seen.map(({ seq }) => seq)).toEqual([2]);
  });
  test('skips a message that cannot be handled, and goes on', async () => {
    const server = await startServer();
    const followed = follow(server, {
      deliver: ({ seq }) => {
        if (seq === 1) throw new Error('broken');
      },
    });
    await followed.until(() => followed.told.at(-1)?.kind === 'live');
    server.write('data: {not json\n\n');
    server.arrive();
    server.arrive();
    await followed.until(() => followed.seen.length === 2 && followed.logged.length === 2);
    expect(followed.told.at(-1)?.kind).toBe('live');
  });
  test('follows a reset to lower numbers', async () => {
    const server = await startServer();
    const followed = follow(server, { after: 500 });
    await followed.until(() => followed.told.at(-1)?.kind === 'live');
    server.write(printMessage({ kind: 'status', seq: 3 }));
    server.write(printMessage({ kind: 'reset', seq: 7 }));
    server.write(printMessage({ kind: 'status', seq: 8 }));
    await followed.until(() => followed.seen.length === 2);
    expect(followed.seen.map(({ kind, seq }) => [kind, seq])).toEqual([
      ['reset', 7],
      ['status', 8],
    ]);
  });
  test('gives a silent connection up', async () => {
    const server = await startServer();
    const followed = follow(server);
    await followed.until(() => followed.told.at(-1)?.kind === 'live');
    const [watchdog] = [...followed.timers].find(([, delayMs]) => delayMs === SILENCE_MS) ?? [];
    watchdog?.();
    await followed.until(() => followed.told.at(-1)?.kind === 'reconnecting');
  });
  test('says that the server stopped, and resumes by itself', async () => {
    const server = await startServer();
    const port = Number(new URL(server.origin).port);
    const followed = follow(server);
    await followed.until(() => followed.told.at(-1)?.kind === 'live');
    await server.close();
    closers.length = 0;
    await followed.until(() => followed.told.at(-1)?.kind === 'reconnecting');
    followed.retry();
    await followed.until(() => followed.told.at(-1)?.kind === 'stopped');
    const again = await startFeedServer({ port });
    closers.push(again.close);
    followed.retry();
    await followed.until(() => followed.told.at(-1)?.kind === 'live');
  });
  test('stops when its token is refused', async () => {
    const server = await startServer();
    const followed = follow(server, { token: 'wrong' });
    await followed.until(() => followed.told.at(-1)?.kind === 'refused');
    expect(followed.timers.size).toBe(0);
  });
  test('waits longer after each failure, to a bound', () => {
    expect([1, 2, 3, 4, 5, 6, 60].map((attempt) => retryDelayMs(attempt, 0))).toEqual([
      250,
      500,
      1_000,
      2_000,
      4_000,
      5_000,
      LONGEST_RETRY_MS,
    ]);
    expect(retryDelayMs(60, 1)).toBe(3_750);
  });
});

describe('the event stream', () => {
  const stream = ': hi\n\nid: 1\ndata: a\ndata:  b\n\nevent: x\r\ndata: c\r\n\r\ndata\n\n';
  test('reads the same events however the bytes are cut', () => {
    const whole = createEventParser()(stream);
    expect(whole).toEqual([
      { id: null, data: null },
      { id: '1', data: 'a\n b' },
      { id: null, data: 'c' },
      { id: null, data: '' },
    ]);
    for (let at = 1; at < stream.length; at++) {
      const parse = createEventParser();
      expect([...parse(stream.slice(0, at)), ...parse(stream.slice(at))]).toEqual(whole);
    }
  });
});

describe('the frame batch', () => {
  test('hands a burst over once, at the frame or at the slow clock, whichever comes first', () => {
    const flushed: (readonly number[])[] = [];
    const frames = new Set<() => void>();
    const clocks = new Set<() => void>();
    const queue = (waiting: Set<() => void>) => (action: () => void) => {
      waiting.add(action);
      return () => waiting.delete(action);
    };
    const run = (waiting: Set<() => void>): void => {
      for (const action of [...waiting]) action();
    };
    const batch = createFrameBatch<number>({
      flush: (items) => flushed.push(items),
      nextFrame: queue(frames),
      later: (_, action) => queue(clocks)(action),
    });
    batch.add(1);
    batch.add(2);
    run(frames);
    expect([flushed, frames.size, clocks.size]).toEqual([[[1, 2]], 0, 0]);
    batch.add(3);
    run(clocks);
    expect([flushed, frames.size, clocks.size]).toEqual([[[1, 2], [3]], 0, 0]);
  });
});
