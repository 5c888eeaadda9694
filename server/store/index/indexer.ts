import { parentPort, workerData } from 'node:worker_threads';
import { Problem } from '../../contract/problem.ts';
import { unchecked } from '../../contract/verdict.ts';
import type { Trial, Verification } from '../../contract/verification.ts';
import { verify } from '../../doctor/verification.ts';
import { describe, withoutCheck } from '../../inbox/describe.ts';
import { findProvider, providers } from '../../providers/index.ts';
import { judge, toVerdict } from '../../providers/judge.ts';
import { startCheckpoints } from './checkpoints.ts';
import { openConnections } from './connections.ts';
import { createCredentialBook } from './credentials.ts';
import { createDescriber, type Judge } from './describe-slice.ts';
import { createDiagnoser } from './diagnose-slice.ts';
import { addFunctions } from './functions.ts';
import { createRejudging } from './judging.ts';
import { loadProgress } from './progress.ts';
import type { Call, FromIndexer, Operations, ToIndexer } from './protocol.ts';
import { createQueries } from './queries.ts';
import { createTextIndexer } from './text-slice.ts';
import { createTotals } from './totals.ts';

/**
 * The reading side, in a thread of its own: describes what was captured, keeps the text index, answers every query.
 * It works in slices of a few milliseconds and steps back while deliveries pour in, so that capture keeps the processor.
 */
const port = parentPort;
if (port === null) throw new Error('The indexer runs as a worker thread.');
const post = (message: FromIndexer): void => port.postMessage(message);

const { dataDir } = workerData as { readonly dataDir: string };
const connections = openConnections(dataDir);
const progress = loadProgress(connections.index);
const totals = createTotals(connections.index);
const lookThrough = addFunctions(connections);
const queries = createQueries({ connections, progress, lookThrough, totals, nowMs: Date.now });
const book = createCredentialBook();
let publicUrls: readonly string[] = [];
const judgeDescribed: Judge = ({ request, provider }, endpointId) => {
  const found = provider === null ? undefined : findProvider(provider);
  if (found === undefined) return unchecked('unknown-provider');
  return toVerdict(judge(request, found, book.of(endpointId), request.arrivedAtMs).check);
};
const describeSlice = createDescriber(connections, progress, judgeDescribed, (message) =>
  post({ kind: 'log', message }),
);
const rejudging = createRejudging(connections, judgeDescribed);
const diagnoseSlice = createDiagnoser(connections, (id) => verification(id, null));
const textSlice = createTextIndexer(connections, progress);

const SLICE_MS = 8;
const BUSY_PAUSE_MS = 40;
/** Deliveries a second above which the slices step back. */
const BUSY_RATE = 1_500;

let committedId = Number(connections.truth.prepare('SELECT max(id) FROM delivery').pluck().get() ?? 0);
let rate = 0;
let rateAt = performance.now();
let timer: NodeJS.Timeout | NodeJS.Immediate | null = null;
let waiters: { readonly id: number; readonly resolve: (id: number) => void }[] = [];
let idleWaiters: (() => void)[] = [];

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

function wake(): void {
  if (timer === null) timer = setImmediate(work);
}

function work(): void {
  timer = null;
  const busy = isBusy();
  try {
    const described = progress.describedId < committedId ? describeSlice(SLICE_MS) : 0;
    if (described > 0) announce();
    else if (progress.describedId < committedId) skipGap();
    const behind = described === 0 && !busy ? workBehind() : false;
    post({
      kind: 'progress',
      pendingDescriptions: committedId - progress.describedId,
      pendingSearch: progress.describedId - progress.indexedId,
    });
    if (progress.describedId < committedId || progress.indexedId < progress.describedId) {
      timer = busy ? setTimeout(work, BUSY_PAUSE_MS) : setImmediate(work);
    } else if (behind) wake();
    else if (busy && rejudging.active().length > 0) timer = setTimeout(work, BUSY_PAUSE_MS);
    else settleIdle();
  } catch (error) {
    post({
      kind: 'log',
      message: `Indexing failed and is tried again: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
    });
    timer = setTimeout(work, 1_000);
  }
}

/** One slice of what may wait: the text index, verdicts to be judged again, causes. Tells whether more may be left. */
function workBehind(): boolean {
  if (textSlice(SLICE_MS) > 0) return true;
  const changed = rejudging.slice(SLICE_MS);
  if (changed !== null) {
    if (changed.length > 0) post({ kind: 'changed', ids: changed });
    post({ kind: 'judging', active: rejudging.active() });
    return true;
  }
  const looked = diagnoseSlice(SLICE_MS);
  if (looked !== null) post({ kind: 'changed', ids: looked });
  return looked !== null;
}

/** The check of a delivery in full; with a trial, against that secret alone. null: no such delivery. */
function verification(id: number, trial: Trial | null): Verification | null {
  const stored = queries.stored(id);
  if (stored === null) return null;
  const set = connections.truth
    .prepare<[number], string | null>('SELECT provider FROM endpoint WHERE id = ?')
    .pluck()
    .get(stored.endpointId);
  const described = describe(stored, (set as string | null | undefined) ?? null);
  const provider = findProvider(trial?.provider ?? described.provider ?? '') ?? null;
  const tried = trial === null ? null : { name: 'tried now', value: trial.value, extra: trial.extra ?? {} };
  const credentials =
    tried === null
      ? book.forDoctor(stored.endpointId)
      : [{ credential: tried, origin: 'this-endpoint' as const, endpointName: '' }];
  const whole = withoutCheck(described);
  const { request } = described;
  const full = verify({
    request,
    provider,
    credentials,
    otherProviders: providers,
    publicUrls,
    nowMs: request.arrivedAtMs,
  });
  return whole === null || trial !== null ? full : { ...full, verdict: whole };
}

/** Ids that were committed and have been deleted since leave nothing to describe. */
function skipGap(): void {
  progress.setDescribed(committedId);
  announce();
}

function announce(): void {
  totals.invalidate();
  post({ kind: 'described', upTo: progress.describedId });
  waiters = waiters.filter(({ id, resolve }) => {
    if (id > progress.describedId) return true;
    resolve(progress.describedId);
    return false;
  });
}

function settleIdle(): void {
  for (const resolve of idleWaiters) resolve();
  idleWaiters = [];
}

function describedUpTo(id: number): Promise<number> {
  committedId = Math.max(committedId, id);
  if (id <= progress.describedId) return Promise.resolve(progress.describedId);
  wake();
  return new Promise((resolve) => waiters.push({ id, resolve }));
}

type Handlers = {
  readonly [O in keyof Operations]: (
    argument: Operations[O]['argument'],
  ) => Operations[O]['result'] | Promise<Operations[O]['result']>;
};
const handlers: Handlers = {
  list: queries.list,
  find: queries.find,
  get: queries.get,
  stored: queries.stored,
  body: queries.body,
  summaries: queries.summaries,
  summariesOf: queries.summariesOf,
  counts: queries.totals,
  prunable: queries.prunable,
  idsOfEndpoint: queries.idsOfEndpoint,
  forget: (ids) => {
    const remove = connections.index.prepare('DELETE FROM summary WHERE id = ?');
    const removeText = connections.index.prepare('DELETE FROM text WHERE rowid = ?');
    connections.index.transaction(() => {
      for (const id of ids) {
        remove.run(id);
        if (id <= progress.indexedId) removeText.run(id);
      }
    })();
    totals.invalidate();
    return null;
  },
  refresh: () => {
    totals.invalidate();
    return null;
  },
  describedUpTo,
  verification: ({ id, trial }) => verification(id, trial),
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
    if (error instanceof Problem) {
      post({
        kind: 'error',
        ticket,
        code: error.code,
        message: error.message,
        ...(error.detail === undefined ? {} : { detail: error.detail }),
      });
    } else {
      post({
        kind: 'error',
        ticket,
        code: null,
        message: error instanceof Error ? (error.stack ?? error.message) : String(error),
      });
    }
  }
}

port.on('message', (message: ToIndexer) => {
  if (message.kind === 'call') void answer(message);
  else if (message.kind === 'committed') noteCommit(message.lastId);
  else if (message.kind === 'credentials') {
    book.replace(message.all);
    publicUrls = message.publicUrls;
  } else {
    checkpoints.stop();
    connections.close();
    process.exit(0);
  }
});
const checkpoints = startCheckpoints(dataDir, isBusy);
post({ kind: 'ready', describedId: progress.describedId });
wake();
