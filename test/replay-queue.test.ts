import { expect, test } from 'vitest';
import { createSendQueue } from '../server/send/queue.ts';

/** Jobs that end when they are told to. */
function heldJobs() {
  const started: number[] = [];
  const open = new Map<number, { resolve: () => void; reject: (error: Error) => void }>();
  return {
    started,
    run: (job: number): Promise<void> => {
      started.push(job);
      return new Promise((resolve, reject) => open.set(job, { resolve, reject }));
    },
    end: async (job: number): Promise<void> => {
      open.get(job)?.resolve();
      await settled();
    },
    fail: async (job: number): Promise<void> => {
      open.get(job)?.reject(new Error(`job ${job}`));
      await settled();
    },
  };
}

/** All promise callbacks that are due have run. */
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const unexpected = (error: unknown): never => {
  throw error;
};

test('at most four jobs run at a time, started in order', async () => {
  const { started, run, end } = heldJobs();
  const queue = createSendQueue<number>({ run, onError: unexpected });
  queue.enqueue([1, 2, 3]);
  queue.enqueue([4, 5, 6]);
  expect(started).toEqual([1, 2, 3, 4]);
  await end(3);
  expect(started).toEqual([1, 2, 3, 4, 5]);
  await end(1);
  expect(started).toEqual([1, 2, 3, 4, 5, 6]);
});

test('with a concurrency of one each job ends before the next begins', async () => {
  const { started, run, end } = heldJobs();
  const queue = createSendQueue<number>({ run, concurrency: 1, onError: unexpected });
  queue.enqueue([1, 2, 3]);
  expect(started).toEqual([1]);
  await end(1);
  expect(started).toEqual([1, 2]);
});

test('cancelling drops what has not started, tells of each, and leaves the rest running', async () => {
  const { started, run, end } = heldJobs();
  const dropped: number[] = [];
  const queue = createSendQueue<number>({
    run,
    concurrency: 2,
    onDropped: (job) => dropped.push(job),
    onError: unexpected,
  });
  queue.enqueue([1, 2, 3, 4]);
  expect(queue.cancelPending()).toBe(2);
  expect(queue.cancelPending()).toBe(0);
  expect(dropped).toEqual([3, 4]);
  queue.enqueue([5]);
  await end(1);
  expect(started).toEqual([1, 2, 5]);
});

test('idle waits for running and waiting jobs', async () => {
  const { run, end } = heldJobs();
  const queue = createSendQueue<number>({ run, concurrency: 1, onError: unexpected });
  await queue.idle();
  queue.enqueue([1, 2]);
  let isIdle = false;
  const idle = queue.idle().then(() => {
    isIdle = true;
  });
  await end(1);
  expect(isIdle).toBe(false);
  await end(2);
  await idle;
  expect(isIdle).toBe(true);
});

test('a job that fails is reported, and the next one runs', async () => {
  const { started, run, fail } = heldJobs();
  const errors: unknown[] = [];
  const queue = createSendQueue<number>({
    run,
    concurrency: 1,
    onError: (error, job) => errors.push([String(error), job]),
  });
  queue.enqueue([1, 2]);
  await fail(1);
  expect(errors).toEqual([['Error: job 1', 1]]);
  expect(started).toEqual([1, 2]);
});

test('closing drops what waits and what comes later, and ends with what runs', async () => {
  const { started, run, end } = heldJobs();
  const dropped: number[] = [];
  const queue = createSendQueue<number>({
    run,
    concurrency: 1,
    onDropped: (job) => dropped.push(job),
    onError: unexpected,
  });
  queue.enqueue([1, 2]);
  let isClosed = false;
  const closed = queue.close().then(() => {
    isClosed = true;
  });
  queue.enqueue([3]);
  await settled();
  expect(dropped).toEqual([2, 3]);
  expect(isClosed).toBe(false);
  await end(1);
  await closed;
  expect(started).toEqual([1]);
});

test('ten thousand jobs that end at once all run, in order', async () => {
  const started: number[] = [];
  const queue = createSendQueue<number>({
    run: async (job) => {
      started.push(job);
    },
    onError: unexpected,
  });
  const jobs = Array.from({ length: 10_000 }, (_, at) => at);
  queue.enqueue(jobs);
  await queue.idle();
  expect(started).toEqual(jobs);
});
