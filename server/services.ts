import type { Clock } from './contract/clock.ts';

/** A part of the server that begins to do something by itself, and has to come to an end. */
export interface Service {
  readonly name: string;
  start?(): void | Promise<void>;
  /** Also called where it never started, or failed to: then it releases what it holds. */
  stop?(): void | Promise<void>;
  /** How long its end is waited for; 10 s otherwise. */
  readonly deadlineMs?: number;
}

export interface Services {
  /** Start them in order. Rejects with what the first one throws, or with `Stopped` where the stop came in between. */
  start(): Promise<void>;
  /** Stop all of them, the last first. Never rejects; asked again, it is the same stop. */
  stop(): Promise<void>;
}

/** Thrown by a start that was stopped before its end. */
export class Stopped extends Error {
  constructor() {
    super('Hookglass was stopped before it had started.');
  }
}

interface ServicesOptions {
  readonly clock: Clock;
  readonly logError: (message: string, error: unknown) => void;
}

const DEADLINE_MS = 10_000;

/**
 * The parts of the server as one list. A stop that throws or that does not come to its end in time is logged, and the next one goes on.
 * A stop during the start waits for the step that runs, for as long as for an end, and the rest is not started.
 */
export function createServices(list: readonly Service[], { clock, logError }: ServicesOptions): Services {
  let starting: Promise<void> = Promise.resolve();
  let stopping: Promise<void> | null = null;

  const startAll = async (): Promise<void> => {
    for (const service of list) {
      if (stopping !== null) throw new Stopped();
      await service.start?.();
    }
    if (stopping !== null) throw new Stopped();
  };
  const within = async (deadlineMs: number, what: string, job: () => void | Promise<void>): Promise<void> => {
    const { promise: late, resolve } = Promise.withResolvers<'late'>();
    const cancel = clock.after(deadlineMs, () => resolve('late'));
    try {
      const end = await Promise.race([Promise.resolve().then(job), late]);
      if (end === 'late') logError(`${what} did not come to its end in time.`, new Error(`waited ${deadlineMs} ms`));
    } catch (error) {
      logError(`${what} could not be ended.`, error);
    } finally {
      cancel();
    }
  };
  const stopAll = async (): Promise<void> => {
    await within(DEADLINE_MS, 'The start', () => starting.catch(() => undefined));
    for (const { name, stop, deadlineMs = DEADLINE_MS } of list.toReversed())
      if (stop !== undefined) await within(deadlineMs, `The service "${name}"`, stop);
  };

  return {
    start() {
      starting = startAll();
      return starting;
    },
    stop() {
      // The start sees at once that it is to end, so this is set before anything is waited for.
      if (stopping === null) {
        const { promise, resolve } = Promise.withResolvers<void>();
        stopping = promise;
        void stopAll().then(resolve);
      }
      return stopping;
    },
  };
}
