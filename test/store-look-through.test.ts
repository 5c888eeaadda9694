import { expect, test } from 'vitest';
import { openConnections } from '../server/store/index/connections.ts';
import { addFunctions } from '../server/store/index/functions.ts';
import { loadProgress } from '../server/store/index/progress.ts';
import { createQueries } from '../server/store/index/queries.ts';
import { createTotals } from '../server/store/index/totals.ts';
import { withManyRows } from './support/many-rows.ts';

const ROWS = 2_000;

test('a look through the bodies that runs out of time tells what it found, and claims nothing of the rest', async () => {
  await withManyRows(ROWS, { indexed: false }, async (dataDir) => {
    const connections = openConnections(dataDir);
    const bounded = addFunctions(connections);
    let budgetMs = -1;
    const { list } = createQueries({
      connections,
      progress: loadProgress(connections.index),
      lookThrough: {
        start: () => bounded.start(budgetMs),
        get ranOut() {
          return bounded.ranOut;
        },
      },
      totals: createTotals(connections.index),
      nowMs: Date.now,
    });
    const nothingSeen = { deliveries: [], matching: null, more: true, total: ROWS };
    for (const query of ['bl', '-bl', 'header:content-type', '-header:x-none'])
      expect(list({ query, limit: 50 }), query).toMatchObject(nothingSeen);
    budgetMs = Number.POSITIVE_INFINITY;
    expect(list({ query: 'bl', limit: 50 })).toMatchObject({ matching: ROWS, more: true });
    expect(list({ query: '-bl', limit: 50 })).toMatchObject({ deliveries: [], matching: 0, more: false });
    const releases = list({ query: '-header:x-none event:release.deploy', limit: 1_000 });
    expect(releases).toMatchObject({ matching: ROWS / 5, more: false });
    connections.close();
  });
});
