import module from 'node:module';
import { dirname } from 'node:path';
import { Worker } from 'node:worker_threads';
import { PROBLEMS, Problem, type ProblemCode } from '../contract/problem.ts';
import type { Judging } from '../contract/verification.ts';
import { StoreClosed } from '../truth/store-closed.ts';
import type { JudgingBasis } from './credentials.ts';
import type { Call, FromIndexer, IndexerData, Operation, Operations, ToIndexer } from './protocol.ts';

/** The reading side as the rest of the server sees it. */
export interface Reader {
  /** When the thread has opened its database for the first time; rejects where it cannot. */
  readonly ready: Promise<void>;
  /** Answered by the thread, by its next one while it is being replaced, or with an error where that cannot start. */
  call<O extends Operation>(operation: O, argument: Operations[O]['argument']): Promise<Operations[O]['result']>;
  /** Tell of new deliveries; cheap, may be called for each commit. */
  committed(lastId: number): void;
  /** Secrets, recipes or addresses changed. */
  setBasis(basis: JudgingBasis): void;
  /** Endpoints whose deliveries are judged again right now. */
  readonly judging: readonly Judging[];
  readonly pendingDescriptions: number;
  readonly pendingSearch: number;
  /** End the thread and go on with a fresh one; what it was asked meanwhile fails. */
  replace(): Promise<void>;
  close(): Promise<void>;
}

export interface ReaderOptions {
  readonly dataDir: string;
  /** What to judge by from the start: work of an earlier run goes on at once. */
  readonly basis: JudgingBasis;
  /** Everything up to this id has a summary now. */
  readonly onDescribed: (upTo: number) => void;
  /** Summaries of these ids changed. */
  readonly onChanged: (ids: readonly number[]) => void;
  /** Judging again has come further, or ended. */
  readonly onJudging: () => void;
  readonly log: (message: string) => void;
}

const TELL_EVERY_MS = 20;
const RESPAWN_AFTER_MS = 500;
/** A thread that does not end by itself is ended: what it knows is all in its database. */
const CLOSE_WITHIN_MS = 10_000;
/** The worker's file, beside this one in a checkout and beside the bundle when built. */
const workerFile = (): URL =>
  import.meta.url.endsWith('.ts') ? new URL('./indexer.ts', import.meta.url) : new URL('./indexer.js', import.meta.url);

/** A thread compiles anew what this one has from the cache, unless its environment names the cache as well. */
function withCompileCache(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const dir = module.getCompileCacheDir();
  return dir === undefined ? env : { ...env, NODE_COMPILE_CACHE: dirname(dir) };
}

/** Start the reading side. What it is asked before it is ready waits; when its database cannot be opened, that fails as `ready` does. */
export function openReader({ dataDir, basis, onDescribed, onChanged, onJudging, log }: ReaderOptions): Reader {
  const waiting = new Map<number, { resolve: (result: never) => void; reject: (error: Error) => void }>();
  let ticket = 0;
  let pendingDescriptions = 0;
  let pendingSearch = 0;
  let judging: readonly Judging[] = [];
  let toldId = 0;
  let newestId = 0;
  let tellTimer: NodeJS.Timeout | null = null;
  let closed = false;
  let newestBasis = basis;
  let worker: Worker;
  let isUp = false;
  let isGone = false;
  let wasUp = false;
  let respawn: NodeJS.Timeout | undefined;
  /** What was asked between two lives of the thread. The rest of what it must know, a new one is told anyway. */
  let outbox: Call[] = [];
  /** Why the thread could not be started again; calls fail with it until one starts. */
  let downFor: Error | null = null;
  const post = (message: ToIndexer): void => {
    if (isUp) worker.postMessage(message);
    else if (message.kind === 'call') outbox.push(message);
  };

  const receive = (message: FromIndexer): void => {
    switch (message.kind) {
      case 'answer':
        waiting.get(message.ticket)?.resolve(message.result as never);
        waiting.delete(message.ticket);
        break;
      case 'error':
        waiting.get(message.ticket)?.reject(toError(message.code, message.message, message.detail));
        waiting.delete(message.ticket);
        break;
      case 'described':
        onDescribed(message.upTo);
        break;
      case 'changed':
        onChanged(message.ids);
        break;
      case 'judging':
        judging = message.active;
        onJudging();
        break;
      case 'progress':
        pendingDescriptions = message.pendingDescriptions;
        pendingSearch = message.pendingSearch;
        break;
      case 'log':
        log(message.message);
        break;
      case 'ready':
      case 'failed':
      case 'emptied':
        break;
    }
  };
  const fail = (error: Error): void => {
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
    outbox = [];
  };
  /** A thread that dies is replaced: what it knew is all in its database, and what it was asked is answered with an error. */
  const spawn = (): Promise<void> =>
    new Promise((resolve, reject) => {
      const startedWith = newestBasis;
      isGone = false;
      worker = new Worker(workerFile(), {
        workerData: { dataDir, basis: startedWith } satisfies IndexerData,
        env: withCompileCache(process.env),
      });
      let cause = new Error('The indexer has stopped.');
      let isTold = false;
      worker.on('message', (message: FromIndexer) => {
        if (message.kind === 'failed') cause = toError(message.code, message.message, message.detail);
        if (message.kind === 'emptied') {
          cause = new Error(message.message);
          log(message.message);
          isTold = true;
        }
        if (message.kind !== 'ready') return receive(message);
        isUp = true;
        wasUp = true;
        downFor = null;
        if (newestBasis !== startedWith) post({ kind: 'basis', basis: newestBasis });
        for (const call of outbox) post(call);
        outbox = [];
        tellAgain();
        resolve();
      });
      worker.on('error', (error) => {
        cause = error instanceof Error ? error : new Error(String(error));
      });
      worker.once('exit', () => {
        const isNews = isUp || downFor?.message !== cause.message;
        if (!isUp) downFor = cause;
        fail(closed ? new StoreClosed() : cause);
        isUp = false;
        isGone = true;
        reject(cause);
        // An index that cannot be opened at the start is told of and not tried again.
        if (closed || !wasUp) return;
        if (isNews && !isTold) log(`The indexer stopped and is started again. ${cause.stack ?? cause.message}`);
        respawn = setTimeout(() => {
          starting = spawn();
          starting.catch(() => undefined);
        }, RESPAWN_AFTER_MS);
        respawn.unref();
      });
    });
  const tell = (): void => {
    tellTimer = null;
    if (toldId === newestId || closed) return;
    toldId = newestId;
    post({ kind: 'committed', lastId: newestId });
    tellTimer = setTimeout(tell, TELL_EVERY_MS);
  };
  const tellAgain = (): void => {
    toldId = 0;
    if (tellTimer === null) tell();
  };
  let starting = spawn();
  const ready = starting;
  ready.catch(() => undefined);

  return {
    ready,
    call: (operation, argument) =>
      new Promise((resolve, reject) => {
        if (closed) return reject(new StoreClosed());
        if (downFor !== null) return reject(downFor);
        ticket++;
        waiting.set(ticket, { resolve, reject });
        post({ kind: 'call', ticket, operation, argument });
      }),
    committed(lastId) {
      newestId = lastId;
      if (tellTimer === null) tell();
    },
    setBasis(next) {
      newestBasis = next;
      post({ kind: 'basis', basis: next });
    },
    get judging() {
      return judging;
    },
    get pendingDescriptions() {
      return pendingDescriptions;
    },
    get pendingSearch() {
      return pendingSearch;
    },
    async replace() {
      await worker.terminate();
    },
    async close() {
      closed = true;
      if (tellTimer !== null) clearTimeout(tellTimer);
      clearTimeout(respawn);
      // What it was asked while it started is answered first: a thread that starts either gets up or ends.
      await starting.catch(() => undefined);
      if (isGone) return;
      const gone = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
      post({ kind: 'close' });
      const end = setTimeout(() => void worker.terminate(), CLOSE_WITHIN_MS);
      await gone;
      clearTimeout(end);
    },
  };
}

function toError(code: string | null, message: string, detail: string | undefined): Error {
  return code !== null && Object.hasOwn(PROBLEMS, code) ? new Problem(code as ProblemCode, detail) : new Error(message);
}
