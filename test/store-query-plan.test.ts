import { expect, test } from 'vitest';
import { openConnections } from '../server/store/index/connections.ts';
import { addFunctions } from '../server/store/index/functions.ts';
import { compileSearch, VISIBLE } from '../server/store/index/search-sql.ts';
import { SUMMARY_COLUMNS, SUMMARY_JOINS } from '../server/store/index/summary-rows.ts';
import { createTextHits } from '../server/store/index/text-hits.ts';
import { withManyRows } from './support/many-rows.ts';

const ROWS = 20_000;

interface Step {
  readonly detail: string;
}

/** The steps are those of SQLite's EXPLAIN QUERY PLAN. */
test('listing and searching walk the summaries from the newest, without sorting, and never the bodies', async () => {
  await withManyRows(ROWS, { indexed: false }, async (dataDir) => {
    const connections = openConnections(dataDir);
    const { index, truth, close } = connections;
    addFunctions(connections);
    const hits = createTextHits(index, { indexedId: ROWS });
    const plan = (query: string, bound: string): string[] => {
      const context = { nowMs: Date.now(), indexedId: ROWS, endpointIds: () => [1], hits };
      const { sql, values } = compileSearch(query, context) ?? { sql: '1', values: [] };
      const select = `SELECT ${SUMMARY_COLUMNS} FROM ${SUMMARY_JOINS} WHERE ${bound} AND (${VISIBLE.sql}) AND (${sql})`;
      return index
        .prepare<unknown[], Step>(`EXPLAIN QUERY PLAN ${select} ORDER BY s.id DESC LIMIT 51`)
        .all(...values)
        .map(({ detail }) => detail);
    };
    const queries = ['', 'event:release.deploy', 'needle', 'needle provider:contentstack -is:sent', 'size:>1kb'];
    for (const query of queries) {
      const told = `${query}\n${plan(query, '1').join('\n')}`;
      expect(plan(query, '1'), told).toContain('SCAN s');
      expect(plan(query, 's.id < 500'), told).toContain('SEARCH s USING INTEGER PRIMARY KEY (rowid<?)');
    }
    expect(plan('endpoint:Inbox', '1')).toContain('SEARCH s USING INDEX summary_endpoint (endpoint_id=?)');
    for (const query of [...queries, 'endpoint:Inbox'])
      for (const bound of ['1', 's.id < 500'])
        expect(plan(query, bound).filter((step) => /\bdelivery\b|TEMP B-TREE|^SCAN (?:m|a)\b/.test(step))).toEqual([]);
    const totals = `SELECT s.endpoint_id, count(*), max(s.id) FROM summary AS s WHERE ${VISIBLE.sql} GROUP BY s.endpoint_id`;
    const steps = index.prepare<[], Step>(`EXPLAIN QUERY PLAN ${totals}`).all();
    expect(steps.map(({ detail }) => detail)).toContain('SCAN s USING COVERING INDEX summary_endpoint');
    const body = truth.prepare<[], Step>('EXPLAIN QUERY PLAN SELECT body FROM delivery WHERE id = 1').all();
    expect(body.map(({ detail }) => detail)).toEqual(['SEARCH delivery USING INTEGER PRIMARY KEY (rowid=?)']);
    close();
  });
});
