import type { Arrivals } from './arrivals.ts';
import type { Describer } from './describe-slice.ts';
import type { Progress } from './progress.ts';
import type { FromIndexer } from './protocol.ts';
import { toWire } from './to-wire.ts';

export const SLICE_MS = 8;
const RETRY_MS = 500;
const BUSY_PAUSE_MS = 40;
/** Pause between slices of what may wait, while the last capture is not long ago. */
const VISITED_PAUSE_MS = 8;

/** How long what may wait pauses between two slices. */
export const pauseMs = (arrivals: Arrivals): number =>
  arrivals.isBusy() ? BUSY_PAUSE_MS : arrivals.isVisited() ? VISITED_PAUSE_MS : 0;

interface WorkLoopOptions {
  readonly arrivals: Arrivals;
  readonly progress: Progress;
  readonly describer: Pick<Describer, 'slice'>;
  /** One slice of what may wait; tells whether more may be left. */
  readonly behind: () => boolean;
  /** More deliveries have a summary. */
  readonly onDescribed: () => void;
  readonly onIdle: () => void;
  readonly onError: (error: unknown) => void;
  readonly post: (message: FromIndexer) => void;
}

export interface WorkLoop {
  /** There may be something to do. */
  wake(): void;
  /** Wait until everything up to `id` is described, or describing fails; the last id that is. */
  describedUpTo(id: number): Promise<number>;
  /** Wait until nothing is left to do. */
  settled(): Promise<null>;
}

/** What the reading side does by itself: descriptions first, then what may wait, in slices of a few milliseconds. */
export function createWorkLoop(options: WorkLoopOptions): WorkLoop {
  const { arrivals, progress, describer, behind, onDescribed, onIdle, onError, post } = options;
  let timer: NodeJS.Timeout | NodeJS.Immediate | null = null;
  let waiters: { readonly id: number; readonly resolve: (id: number) => void }[] = [];
  let idleWaiters: (() => void)[] = [];
  /** Why the last slice failed; told once. */
  let failing: string | null = null;

  const releaseWaiters = (isDue: (id: number) => boolean): void => {
    const due = waiters.filter(({ id }) => isDue(id));
    waiters = waiters.filter(({ id }) => !isDue(id));
    for (const { resolve } of due) resolve(progress.describedId);
  };
  const announce = (): void => {
    onDescribed();
    post({ kind: 'described', upTo: progress.describedId });
    releaseWaiters((id) => id <= progress.describedId);
  };
  /** Ids that were committed and have been deleted since leave nothing to describe. */
  const skipGap = (): void => {
    progress.setDescribed(arrivals.committedId);
    announce();
  };
  const settleIdle = (): void => {
    onIdle();
    for (const resolve of idleWaiters) resolve();
    idleWaiters = [];
  };
  const again = (ms: number): void => {
    timer = ms === 0 ? setImmediate(work) : setTimeout(work, ms);
  };

  const step = (): void => {
    const busy = arrivals.isBusy();
    const described = progress.describedId < arrivals.committedId ? describer.slice(SLICE_MS, arrivals.committedId) : 0;
    if (described > 0) announce();
    else if (progress.describedId < arrivals.committedId) skipGap();
    const isMoreBehind = described === 0 && !busy ? behind() : false;
    post({
      kind: 'progress',
      pendingDescriptions: arrivals.committedId - progress.describedId,
      pendingSearch: progress.describedId - progress.indexedId,
    });
    if (busy) again(BUSY_PAUSE_MS);
    else if (progress.describedId < arrivals.committedId) again(0);
    else if (isMoreBehind) again(arrivals.isVisited() ? VISITED_PAUSE_MS : 0);
    else if (described > 0 || progress.indexedId < progress.describedId) again(0);
    else settleIdle();
    failing = null;
  };

  function work(): void {
    timer = null;
    try {
      step();
    } catch (error) {
      progress.reload();
      onError(error);
      const { message } = toWire(error);
      if (message !== failing) post({ kind: 'log', message: `Indexing failed and is tried again: ${message}` });
      failing = message;
      // Who waits for a description gets what there is, and sees in `pendingDescriptions` that it is not all.
      releaseWaiters(() => true);
      again(RETRY_MS);
    }
  }

  const wake = (): void => {
    if (timer === null) again(0);
  };
  return {
    wake,
    describedUpTo(id) {
      arrivals.expect(id);
      if (id <= progress.describedId || failing !== null) return Promise.resolve(progress.describedId);
      wake();
      return new Promise((resolve) => waiters.push({ id, resolve }));
    },
    settled: () =>
      new Promise<null>((resolve) => {
        idleWaiters.push(() => resolve(null));
        wake();
      }),
  };
}
