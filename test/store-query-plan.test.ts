import { expect, test } from 'vitest';
import { parseSearch } from '../server/contract/search-grammar.ts';
import { openConnections } from '../server/index/connections.ts';
import { loadProgress } from '../server/index/progress.ts';
import { compileSearch, VISIBLE } from '../server/index/search-sql.ts';
import { createSearchWalks, selectIn } from '../server/index/search-walk.ts';
import { createTextHits } from '../server/index/text-hits.ts';
import { withManyRows } from './support/many-rows.ts';

const ROWS = 2_000;

interface Step {
  readonly detail: string;
}

/** The steps are those of SQLite's EXPLAIN QUERY PLAN. */
test('listing and searching walk the summaries from the newest, without sorting, and never the bodies', async () => {
  await withManyRows(ROWS, { indexed: true }, async (dataDir) => {
    const connections = openConnections(dataDir);
    const { index, truth, close } = connections;
    const progress = loadProgress(index);
    const hits = createTextHits(index, progress, { mostHits: ROWS / 2 });
    createSearchWalks({ connections, progress, endpointIds: () => [1], hits });
    const plan = (query: string, from: number): string[] => {
      const window = { from, to: ROWS + 1 };
      const context = { nowMs: Date.now(), endpointIds: () => [1], window, hits };
      const search = compileSearch(parseSearch(query), context);
      expect(search.looks).toEqual([]);
      const { sql, values } = selectIn('s.id', search, window, 'ORDER BY s.id DESC LIMIT 51');
      return index
        .prepare<unknown[], Step>(`EXPLAIN QUERY PLAN ${sql}`)
        .all(...values)
        .map(({ detail }) => detail);
    };
    const byRange = [
      '',
      'event:release.deploy',
      'contentstack',
      '-needle',
      'size:>1kb',
      'header:user-agent',
      '-is:sent outcome:none',
      'outcome:failed',
      'outcome:2xx -outcome:pending',
      'is:truncated,aborted',
      'is:damaged -is:duplicate',
      'is:pinned,noted',
      'verdict:invalid cause:body-reserialized',
    ];
    for (const query of byRange)
      for (const from of [1, 500])
        expect(plan(query, from), query).toContain('SEARCH s USING INTEGER PRIMARY KEY (rowid>? AND rowid<?)');
    const byId = ['needle', 'needle provider:contentstack -is:sent', 'id:3,5,7', 'page id:3,5', 'header:x-none'];
    for (const query of byId) expect(plan(query, 1), query).toContain('SEARCH s USING INTEGER PRIMARY KEY (rowid=?)');
    expect(plan('endpoint:Inbox', 1), plan('endpoint:Inbox', 1).join('; ')).toContain(
      'SEARCH s USING COVERING INDEX summary_endpoint (endpoint_id=? AND id>? AND id<?)',
    );
    for (const query of [...byRange, ...byId, 'endpoint:Inbox'])
      expect(
        plan(query, 1).filter((step) => /\bdelivery\b|TEMP B-TREE|^SCAN [skt]\b/.test(step)),
        query,
      ).toEqual([]);
    const totals = `SELECT s.endpoint_id, count(*), max(s.id) FROM summary AS s WHERE ${VISIBLE.sql} GROUP BY s.endpoint_id`;
    const steps = index.prepare<[], Step>(`EXPLAIN QUERY PLAN ${totals}`).all();
    expect(steps.map(({ detail }) => detail)).toContain('SCAN s USING COVERING INDEX summary_endpoint');
    const body = truth.prepare<[], Step>('EXPLAIN QUERY PLAN SELECT body FROM delivery WHERE id = 1').all();
    expect(body.map(({ detail }) => detail)).toEqual(['SEARCH delivery USING INTEGER PRIMARY KEY (rowid=?)']);
    close();
  });
});
