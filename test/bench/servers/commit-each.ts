import { createCounters } from '../../../server/capture/counters.ts';
import { createListener } from '../../../server/capture/listener.ts';
import { DEFAULT_REPLY } from '../../../server/contract/default-reply.ts';
import { planReply } from '../../../server/reply/plan.ts';
import { prepareReply } from '../../../server/reply/prepared.ts';
import { TRUTH_MIGRATIONS } from '../../../server/truth/migrations.ts';
import { openDatabase } from '../../../server/truth/open-database.ts';

/** What group commit saves: our own listener and table, but one transaction for each delivery. Takes the database's file. */
const db = openDatabase({ file: process.argv[2] ?? '', migrations: TRUTH_MIGRATIONS, synchronous: 'FULL' });
const insert = db.prepare('INSERT INTO delivery(endpoint_id, at, status, head, body, meta) VALUES (?,?,?,?,?,?)');
const endpoint = { id: 1, plan: planReply([{ reply: prepareReply(DEFAULT_REPLY) }], console.error) };
const slug = 'benchbenchbenchbenchbench0';
const app = createListener({
  writer: {
    capture({ endpointId, at, status, head, body, meta }, done) {
      const { lastInsertRowid } = insert.run(endpointId, at, status, head, body, meta);
      done(null, Number(lastInsertRowid));
    },
  },
  endpoints: { find: (given) => (given === slug ? endpoint : undefined) },
  counters: createCounters(),
  bodyCapBytes: () => 52_428_800,
  now: Date.now,
  logError: (message, error) => console.error(message, error),
});
const address = await app.listen({ host: '127.0.0.1', port: 0 });
console.log(JSON.stringify({ captureUrl: `${address}/e/${slug}` }));
