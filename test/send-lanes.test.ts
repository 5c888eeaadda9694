import { expect, test } from 'vitest';
import type { Attempt } from '../server/contract/replay.ts';
import { createLanes, type LanesOptions } from '../server/send/lanes.ts';

/** Pending rows by lane, sends that end when they are told to, and lanes over both. */
function heldSends(options: Partial<LanesOptions> = {}) {
  const rows: { id: number; lane: string }[] = [];
  const started: number[] = [];
  const open = new Map<number, { resolve: () => void; reject: (error: Error) => void }>();
  const lanes = createLanes({
    due: (lane, limit) => rows.filter((row) => row.lane === lane).slice(0, limit) as unknown as readonly Attempt[],
    untilNextMs: () => null,
    run({ id }) {
      started.push(id);
      return new Promise<void>((resolve, reject) => open.set(id, { resolve, reject })).then(() => {
        rows.splice(
          rows.findIndex((row) => row.id === id),
          1,
        );
      });
    },
    onError: (error) => {
      throw error;
    },
    ...options,
  });
  return {
    lanes,
    rows,
    started,
    add(ids: readonly number[], lane = 'a') {
      for (const id of ids) rows.push({ id, lane });
      lanes.wake(lane);
    },
    async end(id: number) {
      open.get(id)?.resolve();
      await settled();
    },
    async fail(id: number) {
      open.get(id)?.reject(new Error(`send ${id}`));
      await settled();
    },
  };
}

/** All promise callbacks that are due have run. */
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test('at most four sends of a lane run at a time, started in order', async () => {
  const { started, add, end } = heldSends();
  add([1, 2, 3]);
  add([4, 5, 6]);
  expect(started).toEqual([1, 2, 3, 4]);
  await end(3);
  expect(started).toEqual([1, 2, 3, 4, 5]);
  await end(1);
  expect(started).toEqual([1, 2, 3, 4, 5, 6]);
});

test('a lane whose destination hangs delays no other', async () => {
  const { started, add, end } = heldSends();
  add([1, 2, 3, 4, 5, 6], 'hangs');
  add([7, 8], 'healthy');
  expect(started).toEqual([1, 2, 3, 4, 7, 8]);
  await end(7);
  add([9], 'healthy');
  expect(started).toEqual([1, 2, 3, 4, 7, 8, 9]);
});

test('with a concurrency of one each send ends before the next begins', async () => {
  const { started, add, end } = heldSends({ concurrency: 1 });
  add([1, 2, 3]);
  expect(started).toEqual([1]);
  await end(1);
  expect(started).toEqual([1, 2]);
});

test('a row that is gone before its turn is not sent, and the rest goes on', async () => {
  const { started, rows, add, end } = heldSends({ concurrency: 2 });
  add([1, 2, 3, 4]);
  rows.splice(2, 2);
  add([5]);
  await end(1);
  expect(started).toEqual([1, 2, 5]);
});

test('idle waits for running and waiting sends', async () => {
  const { lanes, add, end } = heldSends({ concurrency: 1 });
  await lanes.idle();
  add([1, 2]);
  let isIdle = false;
  const idle = lanes.idle().then(() => {
    isIdle = true;
  });
  await end(1);
  expect(isIdle).toBe(false);
  await end(2);
  await idle;
  expect(isIdle).toBe(true);
});

test('a send that fails is reported and left alone, and the next one runs', async () => {
  const errors: unknown[] = [];
  const { started, lanes, add, fail } = heldSends({
    concurrency: 1,
    onError: (error, { id }) => errors.push([String(error), id]),
  });
  add([1, 2]);
  await fail(1);
  expect(errors).toEqual([['Error: send 1', 1]]);
  expect(started).toEqual([1, 2]);
  lanes.wake('a');
  expect(started).toEqual([1, 2]);
});

test('stopping begins nothing more, and ends with what runs', async () => {
  const { started, rows, lanes, add, end } = heldSends({ concurrency: 1 });
  add([1, 2]);
  let isStopped = false;
  const stopped = lanes.stop().then(() => {
    isStopped = true;
  });
  add([3]);
  await settled();
  expect(isStopped).toBe(false);
  await end(1);
  await stopped;
  expect(started).toEqual([1]);
  expect(rows.map(({ id }) => id)).toEqual([2, 3]);
});

test('what is due later is sent then', async () => {
  const sent = Promise.withResolvers<number>();
  let isDue = false;
  const lanes = createLanes({
    due: () => (isDue ? ([{ id: 1 }] as unknown as readonly Attempt[]) : []),
    untilNextMs() {
      if (isDue) return null;
      isDue = true;
      return 1;
    },
    async run({ id }) {
      isDue = false;
      sent.resolve(id);
    },
    onError: (error) => sent.reject(error),
  });
  lanes.wake('a');
  expect(await sent.promise).toBe(1);
  await lanes.stop();
});

test('ten thousand sends that end at once all run, in order', async () => {
  const waiting = Array.from({ length: 10_000 }, (_, at) => ({ id: at }));
  const started: number[] = [];
  const lanes = createLanes({
    due: (_lane, limit) => waiting.slice(0, limit) as unknown as readonly Attempt[],
    untilNextMs: () => null,
    async run({ id }) {
      started.push(id);
      waiting.splice(
        waiting.findIndex((row) => row.id === id),
        1,
      );
    },
    onError: (error) => {
      throw error;
    },
  });
  lanes.wake('a');
  await lanes.idle();
  expect(started).toEqual(Array.from({ length: 10_000 }, (_, at) => at));
});
