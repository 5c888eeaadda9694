import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { verdictOn } from '../describe/verdict-on.ts';
import { INDEX_FILE, TRUTH_FILE } from '../truth/data-folder.ts';
import { layToRest } from '../truth/open-database.ts';
import { createArrivals } from './arrivals.ts';
import { createDeliveryCheck, createRequestCheck } from './check-delivery.ts';
import { startCheckpoints } from './checkpoints.ts';
import { collectIds } from './collect-ids.ts';
import { damagedIndex, openConnections } from './connections.ts';
import { createCredentialBook } from './credentials.ts';
import { createDescriber, type Judge } from './describe-slice.ts';
import { createDiagnoser } from './diagnose-slice.ts';
import { createTextEraser } from './erase-text.ts';
import { createHandlers } from './handlers.ts';
import { createInspection, type Inspection } from './inspect.ts';
import { createFlagKeeper, createIntact } from './intact.ts';
import { createJudgedBy } from './judged-by.ts';
import { createRejudging } from './judging.ts';
import { lowerPriority } from './lower-priority.ts';
import { createPageCheck, type PageCheck } from './page-check.ts';
import { loadProgress } from './progress.ts';
import type { Call, FromIndexer, IndexerData, Operations, ToIndexer } from './protocol.ts';
import { createPurges } from './purges.ts';
import { createQueries } from './queries.ts';
import { createSearches } from './searches.ts';
import { createSetProviders } from './set-providers.ts';
import { createTextIndexer } from './text-slice.ts';
import { toWire } from './to-wire.ts';
import { createTotals } from './totals.ts';
import { isDamage } from './walk-rows.ts';
import { createWorkLoop, pauseMs, SLICE_MS } from './work-loop.ts';

/**
 * The reading side, in a thread of its own: describes what was captured, keeps the text index, answers every query.
 * It works in slices of a few milliseconds and steps back while deliveries pour in, so that capture keeps the processor.
 */
const port = parentPort;
if (port === null) throw new Error('The indexer runs as a worker thread.');
const post = (message: FromIndexer): void => port.postMessage(message);

lowerPriority();
const { dataDir, basis } = workerData as IndexerData;
const connections = openOrFail();
const { index, truth } = connections;
const progress = loadProgress(index);
const totals = createTotals(index);
const intact = createIntact(
  connections,
  createFlagKeeper(index, (id) => post({ kind: 'changed', ids: [id] })),
);
const queries = createQueries({ connections, totals, intact });
const searches = createSearches({ connections, progress, totals, nowMs: Date.now });
const book = createCredentialBook(basis);
const providerOf = createSetProviders(truth, book);
const judge: Judge = (described, endpointId) => verdictOn(described, book.of(endpointId));
const describer = createDescriber(connections, progress, judge, providerOf, (message) =>
  post({ kind: 'log', message }),
);
const rejudging = createRejudging(connections, judge, providerOf);
const judgedBy = createJudgedBy(connections);
const checkDelivery = createDeliveryCheck({ book, stored: queries.stored, providerOf });
const diagnoser = createDiagnoser(connections, (id, budget) => checkDelivery(id, null, budget));
const textIndexer = createTextIndexer(connections, progress);
const eraser = createTextEraser(index, emptyLogs);
const purges = createPurges({ connections, forget });
const changes = collectIds((ids) => post({ kind: 'changed', ids }));
const arrivals = createArrivals(Number(truth.prepare('SELECT max(id) FROM delivery').pluck().get() ?? 0));
const checkpoints = startCheckpoints(dataDir, arrivals.isBusy);
const loop = createWorkLoop({
  arrivals,
  progress,
  describer,
  behind: workBehind,
  onDescribed: totals.invalidate,
  onIdle: changes.flush,
  onError: noteDamage,
  post,
});
const handlers = createHandlers({
  queries,
  searches,
  totals,
  describer,
  textIndexer,
  eraser,
  rejudging,
  judgedBy,
  diagnoser,
  checkDelivery,
  checkRequest: createRequestCheck(book),
  loop,
  purges,
  emptyLogs,
  inspect,
  post,
});
let isIndexLookedAt = false;

/** What was deleted stands in neither write-ahead log any more; where somebody holds one, the next time. */
function emptyLogs(): void {
  checkpoints.empty();
  index.pragma('wal_checkpoint(TRUNCATE)');
}

function openOrFail(): ReturnType<typeof openConnections> {
  try {
    return openConnections(dataDir, (message) => post({ kind: 'log', message }));
  } catch (error) {
    post({ kind: 'failed', ...toWire(error) });
    process.exit(1);
  }
}

/** A page was found damaged: whether it is one of the index is looked up once. */
function noteDamage(error: unknown): void {
  if (isIndexLookedAt || !isDamage(error)) return;
  isIndexLookedAt = true;
  void inSteps(checkPages('index')).then(({ broken }) => {
    if (broken !== null) buildAnew(broken);
  });
}

function checkPages(name: 'truth' | 'index'): PageCheck {
  return createPageCheck(join(dataDir, name === 'truth' ? TRUTH_FILE : INDEX_FILE));
}

/** Take the steps of something until it has a result, and let everything else that is asked come between two of them. */
async function inSteps<T>(step: (budgetMs: number) => T | null): Promise<T> {
  for (;;) {
    const result = step(SLICE_MS);
    if (result !== null) return result;
    await pause(pauseMs(arrivals));
  }
}

/** End this thread and its database; the next thread makes both anew from the truth. */
function buildAnew(broken: string): never {
  post({ kind: 'emptied', message: damagedIndex(broken) });
  checkpoints.stop();
  connections.removeIndex();
  process.exit(1);
}

async function inspect(): Promise<Inspection> {
  const found = await inSteps(
    createInspection({ connections, intact, forget, again: (ids) => void handlers.describeAgain(ids), checkPages }),
  );
  if (found.index !== null) setImmediate(buildAnew, found.index);
  return found;
}

/** Take deliveries that are gone for good out of the index. */
function forget(ids: readonly number[]): void {
  const remove = index.prepare('DELETE FROM summary WHERE id = ?');
  const removeText = index.prepare('DELETE FROM text WHERE rowid = ?');
  const removePartly = index.prepare('DELETE FROM partly WHERE id = ?');
  index.transaction(() => {
    eraser.note();
    for (const id of ids) {
      remove.run(id);
      removePartly.run(id);
      if (id <= progress.indexedId) removeText.run(id);
    }
  })();
  totals.invalidate();
}

/** Before every answer, so that none shows what is gone for good. What another program's lock or damage prevents is tried again. */
function takeUpPurges(): boolean {
  try {
    return purges.takeUp();
  } catch (error) {
    noteDamage(error);
    return false;
  }
}

/** One slice of what may wait: verdicts to be judged again, the text index, causes. Tells whether more may be left. */
function workBehind(): boolean {
  takeUpPurges();
  const changed = rejudging.slice(SLICE_MS);
  if (changed !== null) {
    changes.add(changed);
    if (rejudging.active().length === 0) changes.flush();
    post({ kind: 'judging', active: rejudging.active() });
    return true;
  }
  if (textIndexer.slice(SLICE_MS) > 0) return true;
  if (eraser.slice(SLICE_MS)) return true;
  const looked = diagnoser.slice(SLICE_MS);
  if (looked === null) return false;
  changes.add(looked);
  return true;
}

async function answer({ ticket, operation, argument }: Call): Promise<void> {
  try {
    takeUpPurges();
    const handler = handlers[operation] as (argument: unknown) => unknown;
    const result = (await handler(argument)) as Operations[typeof operation]['result'];
    post({ kind: 'answer', ticket, result });
  } catch (error) {
    post({ kind: 'error', ticket, ...toWire(error) });
    noteDamage(error);
  }
}

port.on('message', (message: ToIndexer) => {
  if (message.kind === 'call') void answer(message);
  else if (message.kind === 'committed') {
    arrivals.note(message.lastId);
    loop.wake();
  } else if (message.kind === 'basis') book.replace(message.basis);
  else {
    takeUpPurges();
    checkpoints.stop();
    layToRest(index);
    connections.close();
    process.exit(0);
  }
});
// What an earlier thread had not come to: its text goes at once, too.
if (takeUpPurges()) eraser.begin();
for (const endpointId of judgedBy.outdated()) handlers.judgeAgain(endpointId);
post({ kind: 'ready', describedId: progress.describedId });
loop.wake();
