import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { TRUTH_MIGRATIONS } from '../server/truth/migrations.ts';
import { openDatabase } from '../server/truth/open-database.ts';
import { createFeedLog } from '../server/truth/tables/feed-log.ts';

test('a number that an earlier server gave is known before this one has described what it stands for', () => {
  const folder = mkdtempSync(join(tmpdir(), 'hookglass-feed-'));
  const db = openDatabase({ file: join(folder, 'truth.db'), migrations: TRUTH_MIGRATIONS, synchronous: 'FULL' });
  onTestFinished(() => {
    db.close();
    rmSync(folder, { recursive: true });
  });
  const earlier = createFeedLog(db);
  const insert = db.prepare("INSERT INTO delivery(id, endpoint_id, at, head, body) VALUES (?, 1, 0, 'GET / 1.1', '')");
  for (const id of [1, 2, 3]) insert.run(id);
  earlier.arrive(3);
  const told = earlier.after(0, 10).at(-1)?.seq as number;
  const later = createFeedLog(db);
  expect([later.knows(0), later.knows(told), later.knows(told + 1)]).toEqual([true, true, false]);
  expect(later.after(told, 10)).toEqual([]);
  later.arrive(3);
  expect(later.after(told, 10)).toEqual([]);
  insert.run(4);
  later.arrive(4);
  expect(later.after(told, 10)).toMatchObject([{ kind: 'arrived', first: 4, last: 4 }]);
});
