import { setTimeout as pause } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { Problem } from '../../contract/problem.ts';
import { unchecked } from '../../contract/unchecked.ts';
import type { Verification } from '../../contract/verification.ts';
import { judge, toVerdict } from '../../providers/judge.ts';
import type { Provider } from '../../providers/provider.ts';
import { judgeVectors } from '../../providers/vectors.ts';
import { isLocked } from '../open-database.ts';
import { createDeliveryCheck, createRequestCheck } from './check-delivery.ts';
import { startCheckpoints } from './checkpoints.ts';
import { collectIds } from './collect-ids.ts';
import { openConnections } from './connections.ts';
import { createCredentialBook } from './credentials.ts';
import { createDescriber, type Judge } from './describe-slice.ts';
import { createDiagnoser } from './diagnose-slice.ts';
import { createTextEraser } from './erase-text.ts';
import { brokenPages, createInspection, type Inspection } from './inspect.ts';
import { createIntact } from './intact.ts';
import { createRejudging } from './judging.ts';
import { lowerPriority } from './lower-priority.ts';
import { loadProgress } from './progress.ts';
import type { Call, FromIndexer, IndexerData, Operations, ToIndexer } from './protocol.ts';
import { createQueries } from './queries.ts';
import { createSearches } from './searches.ts';
import { createTextIndexer } from './text-slice.ts';
import { createTotals } from './totals.ts';
import { isDamage } from './walk-rows.ts';

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
const progress = loadProgress(connections.index);
const totals = createTotals(connections.index);
const intact = createIntact(connections, (id) => post({ kind: 'changed', ids: [id] }));
const queries = createQueries({ connections, totals, intact });
const searches = createSearches({ connections, progress, totals, nowMs: Date.now });
const book = createCredentialBook(basis);
const setProviderId = connections.truth
  .prepare<[number], string | null>('SELECT provider FROM endpoint WHERE id = ?')
  .pluck();
/** The provider that an endpoint was given; null where it has none, or a recipe that is gone. */
const providerOf = (endpointId: number): Provider | null => {
  const id = setProviderId.get(endpointId) as string | null | undefined;
  return id == null ? null : (book.providers.find(id) ?? null);
};
const judgeDescribed: Judge = ({ request, rules }, endpointId) =>
  rules === null
    ? unchecked('unknown-provider')
    : toVerdict(judge(request, rules, book.of(endpointId), request.arrivedAtMs).check);
const describer = createDescriber(connections, progress, judgeDescribed, providerOf, (message) =>
  post({ kind: 'log', message }),
);
const rejudging = createRejudging(connections, judgeDescribed, providerOf);
const checkDelivery = createDeliveryCheck({ book, stored: queries.stored, providerOf });
const checkRequest = createRequestCheck(book);
const diagnoser = createDiagnoser(connections, (id, budget) => checkDelivery(id, null, budget));
const textIndexer = createTextIndexer(connections, progress);
const eraser = createTextEraser(connections.index);

const changes = collectIds((ids) => post({ kind: 'changed', ids }));

const SLICE_MS = 8;
const RETRY_MS = 500;
const BUSY_PAUSE_MS = 40;
/** Pause between slices of what may wait, while the last capture is not longer ago than `VISITED_MS`. */
const VISITED_PAUSE_MS = 8;
const VISITED_MS = 250;
/** Deliveries a second above which the slices step back. */
const BUSY_RATE = 400;

let committedId = Number(connections.truth.prepare('SELECT max(id) FROM delivery').pluck().get() ?? 0);
let rate = 0;
let rateAt = performance.now();
let timer: NodeJS.Timeout | NodeJS.Immediate | null = null;
let waiters: { readonly id: number; readonly resolve: (id: number) => void }[] = [];
let idleWaiters: (() => void)[] = [];
/** Why the last slice failed; told once. */
let failing: string | null = null;
let isIndexLookedAt = false;

/** What was deleted stands in neither write-ahead log any more; where somebody holds one, the next time. */
function emptyLogs(): void {
  checkpoints.empty();
  connections.index.pragma('wal_checkpoint(TRUNCATE)');
}

function builtAnew(what: string): string {
  return `The index is damaged and is built anew from the deliveries: ${what}`;
}

function openOrFail(): ReturnType<typeof openConnections> {
  try {
    return openConnections(dataDir, (what) => post({ kind: 'log', message: builtAnew(what) }));
  } catch (error) {
    post({ kind: 'failed', ...toWire(error) });
    process.exit(1);
  }
}

/** An error as it travels to the other thread. */
function toWire(error: unknown): { code: string | null; message: string; detail?: string } {
  if (!(error instanceof Problem))
    return { code: null, message: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  const { code, message, detail } = error;
  return { code, message, ...(detail === undefined ? {} : { detail }) };
}

/** That the list cannot be told of a cause now keeps nobody from the answer. */
function keepCause(id: number, full: Verification): boolean {
  try {
    return diagnoser.keep(id, full);
  } catch (error) {
    if (isLocked(error)) return false;
    throw error;
  }
}

function noteCommit(lastId: number): void {
  const now = performance.now();
  const seconds = Math.max(0.001, (now - rateAt) / 1_000);
  rate = 0.5 * rate + 0.5 * ((lastId - committedId) / seconds);
  rateAt = now;
  committedId = Math.max(committedId, lastId);
  wake();
}

function isBusy(): boolean {
  return rate > BUSY_RATE && performance.now() - rateAt < 250;
}

/** Captures arrive now and then: what may wait gives way half of the time. */
function isVisited(): boolean {
  return performance.now() - rateAt < VISITED_MS;
}

function wake(): void {
  if (timer === null) timer = setImmediate(work);
}

function work(): void {
  timer = null;
  const busy = isBusy();
  try {
    const described = progress.describedId < committedId ? describer.slice(SLICE_MS, committedId) : 0;
    if (described > 0) announce();
    else if (progress.describedId < committedId) skipGap();
    const behind = described === 0 && !busy ? workBehind() : false;
    post({
      kind: 'progress',
      pendingDescriptions: committedId - progress.describedId,
      pendingSearch: progress.describedId - progress.indexedId,
    });
    if (busy) timer = setTimeout(work, BUSY_PAUSE_MS);
    else if (progress.describedId < committedId) timer = setImmediate(work);
    else if (behind) timer = isVisited() ? setTimeout(work, VISITED_PAUSE_MS) : setImmediate(work);
    else if (described > 0 || progress.indexedId < progress.describedId) timer = setImmediate(work);
    else settleIdle();
    failing = null;
  } catch (error) {
    progress.reload();
    noteDamage(error);
    const { message } = toWire(error);
    if (message !== failing) post({ kind: 'log', message: `Indexing failed and is tried again: ${message}` });
    failing = message;
    // Who waits for a description gets what there is, and sees in `pendingDescriptions` that it is not all.
    releaseWaiters(() => true);
    timer = setTimeout(work, RETRY_MS);
  }
}

/** A page was found damaged: whether it is one of the index is looked up once. */
function noteDamage(error: unknown): void {
  if (isIndexLookedAt || !isDamage(error)) return;
  isIndexLookedAt = true;
  const broken = brokenPages(connections.index);
  if (broken !== null) buildAnew(broken);
}

/** End this thread and its database; the next thread makes both anew from the truth. */
function buildAnew(broken: string): never {
  post({ kind: 'emptied', message: builtAnew(broken) });
  checkpoints.stop();
  connections.removeIndex();
  process.exit(1);
}

async function inspect(): Promise<Inspection> {
  const step = createInspection({ connections, intact, forget });
  for (;;) {
    const found = step(SLICE_MS);
    if (found !== null) {
      if (found.index !== null) setImmediate(buildAnew, found.index);
      return found;
    }
    await pause(isBusy() ? BUSY_PAUSE_MS : isVisited() ? VISITED_PAUSE_MS : 0);
  }
}

/** Take deliveries that are gone for good out of the index. */
function forget(ids: readonly number[]): void {
  const remove = connections.index.prepare('DELETE FROM summary WHERE id = ?');
  const removeText = connections.index.prepare('DELETE FROM text WHERE rowid = ?');
  const removePartly = connections.index.prepare('DELETE FROM partly WHERE id = ?');
  connections.index.transaction(() => {
    for (const id of ids) {
      remove.run(id);
      removePartly.run(id);
      if (id <= progress.indexedId) removeText.run(id);
    }
  })();
  totals.invalidate();
}

/** One slice of what may wait: verdicts to be judged again, the text index, causes. Tells whether more may be left. */
function workBehind(): boolean {
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

/** Ids that were committed and have been deleted since leave nothing to describe. */
function skipGap(): void {
  progress.setDescribed(committedId);
  announce();
}

function announce(): void {
  totals.invalidate();
  post({ kind: 'described', upTo: progress.describedId });
  releaseWaiters((id) => id <= progress.describedId);
}

function releaseWaiters(isDue: (id: number) => boolean): void {
  const due = waiters.filter(({ id }) => isDue(id));
  waiters = waiters.filter(({ id }) => !isDue(id));
  for (const { resolve } of due) resolve(progress.describedId);
}

function settleIdle(): void {
  changes.flush();
  for (const resolve of idleWaiters) resolve();
  idleWaiters = [];
}

function describedUpTo(id: number): Promise<number> {
  committedId = Math.max(committedId, id);
  if (id <= progress.describedId || failing !== null) return Promise.resolve(progress.describedId);
  wake();
  return new Promise((resolve) => waiters.push({ id, resolve }));
}

type Handlers = {
  readonly [O in keyof Operations]: (
    argument: Operations[O]['argument'],
  ) => Operations[O]['result'] | Promise<Operations[O]['result']>;
};
const handlers: Handlers = {
  list: searches.list,
  find: searches.find,
  get: queries.get,
  stored: queries.stored,
  body: queries.body,
  summaries: queries.summaries,
  summariesOf: queries.summariesOf,
  counts: queries.totals,
  prunable: queries.prunable,
  idsOfEndpoint: queries.idsOfEndpoint,
  describeAgain: (ids) => {
    describer.again(ids);
    textIndexer.again(ids);
    searches.forgetHits();
    post({ kind: 'changed', ids });
    wake();
    return null;
  },
  forget: (ids) => {
    forget(ids);
    return null;
  },
  erase: () => {
    eraser.begin();
    emptyLogs();
    wake();
    return null;
  },
  refresh: () => {
    totals.invalidate();
    return null;
  },
  describedUpTo,
  verification: ({ id, trial }) => {
    const full = checkDelivery(id, trial);
    if (trial === null && full !== null && keepCause(id, full)) post({ kind: 'changed', ids: [id] });
    return full;
  },
  checkRequest,
  judgeVectors,
  judgeAgain: (endpointId) => {
    const started = rejudging.start(endpointId);
    post({ kind: 'judging', active: rejudging.active() });
    wake();
    return started;
  },
  cancelJudging: (endpointId) => {
    rejudging.cancel(endpointId);
    post({ kind: 'judging', active: rejudging.active() });
    return null;
  },
  inspect,
  settled: () =>
    new Promise<null>((resolve) => {
      idleWaiters.push(() => resolve(null));
      wake();
    }),
};

async function answer({ ticket, operation, argument }: Call): Promise<void> {
  try {
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
  else if (message.kind === 'committed') noteCommit(message.lastId);
  else if (message.kind === 'basis') book.replace(message.basis);
  else {
    checkpoints.stop();
    connections.close();
    process.exit(0);
  }
});
const checkpoints = startCheckpoints(dataDir, isBusy);
post({ kind: 'ready', describedId: progress.describedId });
wake();
