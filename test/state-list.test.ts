import { describe, expect, test } from 'vitest';
import { createDeliveryList, FIRST_PAGE, NEXT_PAGE, scopeQuery } from '../renderer/state/delivery-list.ts';
import {
  addPage,
  dropDeliveries,
  emptyList,
  follow,
  hold,
  mergeNewestFirst,
  putDeliveries,
} from '../renderer/state/list-model.ts';
import { extendTo, forget, neighbour, selectOne, toggle } from '../renderer/state/selection.ts';
import type { DeliverySummary } from '../server/contract/delivery.ts';
import type { FeedMessage } from '../server/contract/feed.ts';
import { madeSummary } from './support/made-delivery.ts';

const row = (id: number, part: Partial<DeliverySummary> = {}): DeliverySummary => madeSummary({ id, ...part });
const range = (newest: number, oldest: number): readonly DeliverySummary[] =>
  Array.from({ length: newest - oldest + 1 }, (_, at) => row(newest - at));
const ids = (rows: readonly DeliverySummary[]): readonly number[] => rows.map(({ id }) => id);
const page = (deliveries: readonly DeliverySummary[], more: boolean, total = 10) => ({
  deliveries,
  more,
  total,
  matching: total,
  ...{ uncounted: null, looked: deliveries.length, partly: 0, lookedTo: more ? (deliveries.at(-1)?.id ?? 0) : 0 },
});

describe('the model of the list', () => {
  const first = addPage(emptyList(), page(range(10, 6), true));

  test('merges runs without loss or repeat, the newer copy winning', () => {
    const merged = mergeNewestFirst(range(5, 1), [row(3, { note: 'new' }), row(7), row(7)]);
    expect(ids(merged)).toEqual([7, 5, 4, 3, 2, 1]);
    expect(merged[3]?.note).toBe('new');
  });
  test('takes arrivals on top while it follows, and holds them while it does not', () => {
    expect(ids(putDeliveries(first, 'arrived', [row(11), row(12)]).rows)).toEqual([12, 11, 10, 9, 8, 7, 6]);
    const held = putDeliveries(hold(first), 'arrived', [row(11)]);
    expect([ids(held.rows), ids(held.held), held.total]).toEqual([[10, 9, 8, 7, 6], [11], 11]);
    expect(ids(putDeliveries(held, 'changed', [row(11, { note: 'x' })]).held)).toEqual([11]);
    expect(ids(follow(held).rows)).toEqual([11, 10, 9, 8, 7, 6]);
  });
  test('does not let a page bring back what was deleted, unless it is restored', () => {
    const gone = dropDeliveries(first, [5, 7], 'deleted');
    expect([ids(gone.rows), gone.total]).toEqual([[10, 9, 8, 6], 8]);
    expect(ids(addPage(gone, page(range(5, 1), false, 8)).rows)).toEqual([10, 9, 8, 6, 4, 3, 2, 1]);
    const back = putDeliveries(gone, 'changed', [row(7)]);
    expect([ids(back.rows), back.total]).toEqual([[10, 9, 8, 7, 6], 9]);
  });
  test('leaves what lies below the loaded run to its page', () => {
    const changed = putDeliveries(first, 'changed', [row(2, { note: 'x' })]);
    expect([ids(changed.rows), changed.total]).toEqual([[10, 9, 8, 7, 6], 10]);
    expect(ids(putDeliveries(addPage(first, page(range(5, 4), false)), 'arrived', [row(2)]).rows)).toContain(2);
  });
});

/** A server in a function: pages of `rows`, answered when the test says so. */
function withList(rows: readonly DeliverySummary[]) {
  const state = { rows: [...rows], asked: [] as string[] };
  const timers: (() => void)[] = [];
  const waiting: (() => void)[] = [];
  const list = createDeliveryList({
    later: (_, action) => {
      timers.push(action);
      return () => timers.splice(timers.indexOf(action), 1);
    },
    fetchPage: ({ query = '', limit, before = Number.POSITIVE_INFINITY }) => {
      state.asked.push(`${query}|${limit}|${before}`);
      const wanted = /id:([\d,]+)/.exec(query)?.[1]?.split(',').map(Number);
      const text = query.replace(/id:\S+/, '').trim();
      const fitting = state.rows.filter(
        (one) => (text === '' || one.method === text) && (wanted?.includes(one.id) ?? true),
      );
      const found = fitting.filter(({ id }) => id < before);
      const answer = {
        deliveries: found.slice(0, limit),
        more: found.length > limit,
        matching: fitting.length,
        total: state.rows.length,
        ...{
          uncounted: null,
          looked: found.length,
          partly: 0,
          lookedTo: found[limit] === undefined ? 0 : (found[limit - 1]?.id ?? 0),
        },
      };
      return new Promise((resolve) => waiting.push(() => resolve(answer)));
    },
  });
  const settle = async (): Promise<void> => {
    for (let turn = 0; turn < 10; turn++) {
      for (const answer of waiting.splice(0)) answer();
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  return {
    list,
    state,
    settle,
    runTimers: (): void => {
      for (const action of timers.splice(0)) action();
    },
  };
}
const arrived = (...deliveries: DeliverySummary[]): FeedMessage => ({ kind: 'arrived', seq: 1, deliveries });

describe('the list', () => {
  const everything = { text: '', endpoint: null };

  test('pages through everything, each delivery once, in order', async () => {
    const { list, settle, state } = withList(range(3_500, 1));
    list.show(everything);
    await settle();
    expect(list.view.get().model.rows.length).toBe(FIRST_PAGE);
    list.need(3_499);
    await settle();
    expect(ids(list.view.get().model.rows)).toEqual(ids(range(3_500, 1)));
    expect(state.asked).toEqual([
      `|${FIRST_PAGE}|Infinity`,
      ...[3_301, 2_301, 1_301, 301].map((before) => `|${NEXT_PAGE}|${before}`),
    ]);
  });
  test('loses nothing that arrives or is deleted while the first page is on its way', async () => {
    const { list, settle } = withList(range(10, 1));
    list.show(everything);
    list.receive([
      arrived(row(11)),
      { kind: 'deleted', seq: 2, ids: [4] },
      { kind: 'changed', seq: 3, deliveries: [row(9, { note: 'x' })] },
    ]);
    await settle();
    const { rows, total } = list.view.get().model;
    expect([ids(rows), total]).toEqual([[11, 10, 9, 8, 7, 6, 5, 3, 2, 1], 10]);
    expect(rows[2]?.note).toBe('x');
  });
  test('ignores the answer to a search that was replaced', async () => {
    const { list, settle } = withList([row(2, { method: 'PUT' }), row(1, { method: 'GET' })]);
    list.show({ text: 'GET', endpoint: null });
    list.show({ text: 'PUT', endpoint: null });
    await settle();
    expect(ids(list.view.get().model.rows)).toEqual([2]);
  });
  test('asks the server which arrivals and changes fit a search', async () => {
    const { list, settle, state, runTimers } = withList([row(1, { method: 'GET' })]);
    list.show({ text: 'GET', endpoint: null });
    await settle();
    state.rows.unshift(row(3, { method: 'GET' }), row(2, { method: 'PUT' }));
    list.receive([arrived(row(2, { method: 'PUT' }), row(3, { method: 'GET' }))]);
    runTimers();
    await settle();
    expect(ids(list.view.get().model.rows)).toEqual([3, 1]);
    expect(list.view.get().model).toMatchObject({ matching: 2, total: 3 });
    state.rows = state.rows.map((one) => (one.id === 1 ? row(1, { method: 'PUT' }) : one));
    list.receive([{ kind: 'changed', seq: 4, deliveries: [row(1, { method: 'PUT' })] }]);
    runTimers();
    await settle();
    expect(ids(list.view.get().model.rows)).toEqual([3]);
  });
  test('keeps to its endpoint', async () => {
    const { list, settle } = withList([]);
    const scope = { text: '', endpoint: { id: 1, slug: 's' } };
    expect(scopeQuery(scope)).toBe('endpoint:s');
    list.show(scope);
    await settle();
    list.receive([arrived(row(1, { endpointId: 2 }), row(2))]);
    expect(ids(list.view.get().model.rows)).toEqual([2]);
  });
  test('starts over after a reset', async () => {
    const { list, settle, state } = withList(range(3, 1));
    list.show(everything);
    await settle();
    state.rows = [row(1)];
    list.receive([{ kind: 'reset', seq: 1 }]);
    await settle();
    expect(ids(list.view.get().model.rows)).toEqual([1]);
  });
});

describe('selection', () => {
  const rows = range(9, 1);
  test('grows from its anchor in both directions', () => {
    const one = selectOne(5);
    expect([...extendTo(one, rows, 7).ids]).toEqual([7, 6, 5]);
    expect([...extendTo(extendTo(one, rows, 7), rows, 4).ids]).toEqual([5, 4]);
  });
  test('moves within the list and begins at the newest', () => {
    expect(neighbour(selectOne(9), rows, -1)).toBe(9);
    expect(neighbour(selectOne(2), rows, 5)).toBe(1);
    expect(neighbour({ ids: new Set(), focus: null, anchor: null }, rows, 1)).toBe(9);
  });
  test('lets go of the last one, and of what is deleted', () => {
    expect(toggle(selectOne(5), 5).focus).toBe(null);
    expect(forget(selectOne(5), rows, [5, 4]).focus).toBe(3);
    expect(forget(selectOne(1), rows, [1]).focus).toBe(2);
    expect(forget(selectOne(1), rows, [2])).toEqual(selectOne(1));
  });
});
