import { expect, test } from 'vitest';
import { openConnections } from '../server/index/connections.ts';
import { loadProgress } from '../server/index/progress.ts';
import { createSearches } from '../server/index/searches.ts';
import { createTotals } from '../server/index/totals.ts';
import { withManyRows } from './support/many-rows.ts';

const ROWS = 2_000;

test('a look through the bodies that runs out of time tells how far it came, and the next goes on from there', async () => {
  await withManyRows(ROWS, { indexed: false }, async (dataDir) => {
    const connections = openConnections(dataDir);
    const totals = createTotals(connections.index);
    const progress = loadProgress(connections.index);
    // As much as one step: at least one delivery, at most some hundreds.
    const { list, find } = createSearches({ connections, progress, totals, nowMs: Date.now, lookMs: 0 });
    for (const [query, fitting] of [
      ['bl', ROWS],
      ['-bl', 0],
      ['header:content-type', ROWS],
      ['-header:x-none event:release.deploy', ROWS / 5],
      ['needle', ROWS / 1_000],
      ['header:x-none', 0],
    ] as const) {
      const found: number[] = [];
      let looked = 0;
      let answers = 0;
      for (let before: number | undefined; ; answers++) {
        const page = await list({ query, limit: 50, ...(before === undefined ? {} : { before }) });
        expect(page.lookedTo, query).toBeLessThan(before ?? ROWS + 1);
        expect([page.matching, page.uncounted], query).toEqual([null, 'not-looked-through']);
        found.push(...page.deliveries.map(({ id }) => id));
        looked += page.looked;
        before = page.lookedTo;
        if (!page.more) break;
        expect(page.deliveries.every(({ id }) => id >= page.lookedTo)).toBe(true);
      }
      expect(answers, query).toBeLessThan(ROWS);
      expect([found.length, looked], query).toEqual([fitting, ROWS]);
      expect(found, query).toEqual(await find({ query, limit: ROWS, upTo: ROWS }));
      expect(new Set(found).size).toBe(found.length);
    }
    const others = openConnections(dataDir);
    const patient = createSearches({ connections: others, progress, totals, nowMs: Date.now, lookMs: 60_000 });
    expect(await patient.list({ query: 'bl', limit: 50 })).toMatchObject({
      matching: ROWS,
      uncounted: null,
      more: true,
    });
    expect(await patient.list({ query: '-bl', limit: 50 })).toMatchObject({
      ...{ deliveries: [], matching: 0, uncounted: null, more: false, lookedTo: 0, looked: ROWS },
    });
    others.close();
    connections.close();
  });
});

test('everything else that is asked comes between two steps of a search', async () => {
  await withManyRows(ROWS, { indexed: false }, async (dataDir) => {
    const connections = openConnections(dataDir);
    const { list } = createSearches({
      ...{ connections, progress: loadProgress(connections.index), totals: createTotals(connections.index) },
      ...{ nowMs: Date.now, lookMs: 60_000 },
    });
    let turns = 0;
    let isOver = false;
    const search = list({ query: 'zq', limit: 50 }).then((page) => {
      isOver = true;
      return page;
    });
    while (!isOver) {
      await new Promise((resolve) => setImmediate(resolve));
      turns++;
    }
    expect((await search).looked).toBe(ROWS);
    // A step looks through 256 at most.
    expect(turns).toBeGreaterThanOrEqual(Math.floor(ROWS / 256));
    connections.close();
  });
});

test('a step reads no more than a bound, however many deliveries that are', async () => {
  await withManyRows(60, { indexed: false, paddingBytes: 100_000 }, async (dataDir) => {
    const connections = openConnections(dataDir);
    const { list } = createSearches({
      ...{ connections, progress: loadProgress(connections.index), totals: createTotals(connections.index) },
      ...{ nowMs: Date.now, lookMs: 0 },
    });
    let looked = 0;
    for (let before: number | undefined; looked < 60; ) {
      const page = await list({ query: 'zq', limit: 50, ...(before === undefined ? {} : { before }) });
      expect(page.looked).toBeGreaterThan(0);
      // Body and text of each, within 2 MiB.
      expect(page.looked).toBeLessThanOrEqual(11);
      looked += page.looked;
      before = page.lookedTo;
    }
    connections.close();
  });
});
