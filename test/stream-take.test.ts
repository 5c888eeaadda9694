import { expect, test } from 'vitest';
import type { Follower } from '../server/stream/follower.ts';
import { startStream } from '../server/stream/stream.ts';

/** A follower that fails at its first takes, and what it was given. */
function failing(name: string, failures: number, done = 0) {
  const taken: (readonly [first: number, last: number])[] = [];
  const { promise: isDone, resolve } = Promise.withResolvers<void>();
  const follower: Follower = {
    name,
    done,
    async take(first, last) {
      taken.push([first, last]);
      if (taken.length <= failures) throw new Error(`take ${taken.length}`);
      if (last === 5) resolve();
    },
  };
  return { follower, taken, isDone };
}

test('a take that failed comes again with what has arrived since, and no other follower waits for it', async () => {
  const odd = failing('odd', 2, 1);
  const even = failing('even', 0);
  const errors: unknown[] = [];
  const stream = startStream({
    followers: [odd.follower, even.follower],
    logError: (message, error) => {
      errors.push([message, String(error)]);
      if (errors.length === 2) stream.reach(5);
    },
    againMs: 1,
  });
  stream.reach(3);
  await Promise.all([odd.isDone, even.isDone]);
  await stream.stop();
  expect(odd.taken).toEqual([
    [2, 3],
    [2, 3],
    [2, 5],
  ]);
  expect(even.taken).toEqual([
    [1, 3],
    [4, 5],
  ]);
  expect(errors).toEqual([
    ['Deliveries 2 to 3 come again to odd.', 'Error: take 1'],
    ['Deliveries 2 to 3 come again to odd.', 'Error: take 2'],
  ]);
});

test('a stop does not wait for the time after which a take comes again, and starts none', async () => {
  const { follower, taken } = failing('odd', 2);
  const failed = Promise.withResolvers<void>();
  const stream = startStream({ followers: [follower], logError: () => failed.resolve(), againMs: 86_400_000 });
  stream.reach(5);
  await failed.promise;
  await stream.stop();
  stream.reach(6);
  expect(taken).toEqual([[1, 5]]);
});

test('a follower is ended after its last take, and an end that fails is told and keeps no other from its own', async () => {
  const done: string[] = [];
  const taking = Promise.withResolvers<void>();
  const began = Promise.withResolvers<void>();
  const slow: Follower = {
    name: 'slow',
    done: 0,
    async take() {
      began.resolve();
      await taking.promise;
      done.push('take');
    },
    stop: async () => void done.push('end of slow'),
  };
  const odd: Follower = {
    name: 'odd',
    done: 9,
    take: async () => undefined,
    stop: () => Promise.reject(new Error('odd')),
  };
  const logged: string[] = [];
  const stream = startStream({ followers: [slow, odd], logError: (message) => logged.push(message) });
  stream.reach(9);
  await began.promise;
  const stopped = stream.stop();
  taking.resolve();
  await stopped;
  expect(done).toEqual(['take', 'end of slow']);
  expect(logged).toEqual(['The end of odd failed.']);
});
