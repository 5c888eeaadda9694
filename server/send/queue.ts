/** Sends that wait their turn. Jobs start in the order in which they came. */
export interface SendQueue<Job> {
  /** Add jobs; those that come after `close` are dropped. */
  enqueue(jobs: readonly Job[]): void;
  /** Drop the jobs that have not started, each told to `onDropped`; returns how many. */
  cancelPending(): number;
  /** Resolves when nothing waits and nothing runs. */
  idle(): Promise<void>;
  /** Drop what waits, take nothing more, and resolve when what runs has ended. */
  close(): Promise<void>;
}

export interface SendQueueOptions<Job> {
  readonly run: (job: Job) => Promise<void>;
  /** How many run at a time; 1 keeps strict order, each job ending before the next begins. */
  readonly concurrency?: number;
  readonly onDropped?: (job: Job) => void;
  /** A job that rejects; the queue goes on. */
  readonly onError: (error: unknown, job: Job) => void;
}

export const DEFAULT_CONCURRENCY = 4;

/** Make a queue that runs a bounded number of jobs at a time. */
export function createSendQueue<Job>(options: SendQueueOptions<Job>): SendQueue<Job> {
  const { run, concurrency = DEFAULT_CONCURRENCY, onDropped = () => {}, onError } = options;
  let waiting: Job[] = [];
  let next = 0;
  let running = 0;
  let closed = false;
  let idlers: (() => void)[] = [];

  const runOne = async (job: Job): Promise<void> => {
    try {
      await run(job);
    } catch (error) {
      onError(error, job);
    } finally {
      running--;
      pump();
    }
  };
  const pump = (): void => {
    while (running < concurrency && next < waiting.length) {
      const job = waiting[next++] as Job;
      running++;
      void runOne(job);
    }
    if (next === waiting.length) {
      waiting = [];
      next = 0;
    }
    if (running > 0) return;
    const settled = idlers;
    idlers = [];
    for (const resolve of settled) resolve();
  };
  const takeAll = (): readonly Job[] => {
    const left = waiting.slice(next);
    waiting = [];
    next = 0;
    return left;
  };
  const idle = (): Promise<void> =>
    running === 0 && next === waiting.length ? Promise.resolve() : new Promise((resolve) => idlers.push(resolve));
  const drop = (jobs: readonly Job[]): number => {
    for (const job of jobs) onDropped(job);
    return jobs.length;
  };

  return {
    enqueue: (jobs) => {
      if (closed) return void drop(jobs);
      for (const job of jobs) waiting.push(job);
      pump();
    },
    cancelPending: () => drop(takeAll()),
    idle,
    close: async () => {
      closed = true;
      drop(takeAll());
      await idle();
    },
  };
}
