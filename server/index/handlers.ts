import type { Verification } from '../contract/verification.ts';
import { judgeVectors } from '../providers/vectors.ts';
import { isLocked } from '../truth/open-database.ts';
import type { createDeliveryCheck, createRequestCheck } from './check-delivery.ts';
import type { Describer } from './describe-slice.ts';
import type { Diagnoser } from './diagnose-slice.ts';
import type { TextEraser } from './erase-text.ts';
import type { Inspection } from './inspect.ts';
import type { JudgedBy } from './judged-by.ts';
import type { Rejudging } from './judging.ts';
import type { FromIndexer, Operations } from './protocol.ts';
import type { Purges } from './purges.ts';
import type { Queries } from './queries.ts';
import type { createSearches } from './searches.ts';
import type { TextIndexer } from './text-slice.ts';
import type { Totals } from './totals.ts';
import type { WorkLoop } from './work-loop.ts';

interface Parts {
  readonly queries: Queries;
  readonly searches: ReturnType<typeof createSearches>;
  readonly totals: Totals;
  readonly describer: Describer;
  readonly textIndexer: TextIndexer;
  readonly eraser: TextEraser;
  readonly rejudging: Rejudging;
  readonly judgedBy: JudgedBy;
  readonly diagnoser: Diagnoser;
  readonly checkDelivery: ReturnType<typeof createDeliveryCheck>;
  readonly checkRequest: ReturnType<typeof createRequestCheck>;
  readonly loop: WorkLoop;
  readonly purges: Purges;
  /** Cut both write-ahead logs to nothing. */
  readonly emptyLogs: () => void;
  readonly inspect: () => Promise<Inspection>;
  readonly post: (message: FromIndexer) => void;
}

export type Handlers = {
  readonly [O in keyof Operations]: (
    argument: Operations[O]['argument'],
  ) => Operations[O]['result'] | Promise<Operations[O]['result']>;
};

/** What the reading side does when it is asked: one function an operation. */
export function createHandlers(parts: Parts): Handlers {
  const { queries, searches, totals, describer, textIndexer, eraser, rejudging, loop, post } = parts;
  const { diagnoser, checkDelivery } = parts;

  /** That the list cannot be told of a cause now keeps nobody from the answer. */
  const keepCause = (id: number, full: Verification): boolean => {
    try {
      return diagnoser.keep(id, full);
    } catch (error) {
      if (isLocked(error)) return false;
      throw error;
    }
  };

  return {
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
    describeAgain(ids) {
      describer.again(ids);
      textIndexer.again(ids);
      searches.forgetHits();
      post({ kind: 'changed', ids });
      loop.wake();
      return null;
    },
    forget() {
      parts.purges.takeUp();
      return null;
    },
    erase({ text }) {
      if (text) eraser.begin();
      parts.emptyLogs();
      loop.wake();
      return null;
    },
    refresh() {
      totals.invalidate();
      return null;
    },
    describedUpTo: loop.describedUpTo,
    verification({ id, trial }) {
      const full = checkDelivery(id, trial);
      if (trial === null && full !== null && keepCause(id, full)) post({ kind: 'changed', ids: [id] });
      return full;
    },
    checkRequest: parts.checkRequest,
    judgeVectors,
    judgeAgain(endpointId) {
      const started = rejudging.start(endpointId);
      parts.judgedBy.note(endpointId);
      post({ kind: 'judging', active: rejudging.active() });
      loop.wake();
      return started;
    },
    cancelJudging(endpointId) {
      rejudging.cancel(endpointId);
      post({ kind: 'judging', active: rejudging.active() });
      return null;
    },
    inspect: parts.inspect,
    settled: loop.settled,
  };
}
