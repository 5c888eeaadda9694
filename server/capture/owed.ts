import type { ServerResponse } from 'node:http';
import type { Clock } from '../contract/clock.ts';

/** The answers that senders are still to get. */
export interface Owed {
  /** A request is taken: whoever sent it is to be answered. */
  add(): void;
  /** How many have not got theirs yet. */
  count(): number;
  /** The answer is written, or nobody is left to get it. */
  give(response: ServerResponse): void;
  /** Call `run` after `delayMs`, or as soon as nobody waits for it any more or the listener is to end. */
  after(delayMs: number, response: ServerResponse, run: () => void): void;
  /** Cut every delay short, now and from now on, and wait for the last answer to have left, for `withinMs` at most. */
  settle(withinMs: number): Promise<void>;
}

/** Answers are counted and not kept: a set that each request enters and leaves costs the collector a quarter of its time. */
export function createOwed(clock: Pick<Clock, 'after'>): Owed {
  let open = 0;
  const delays = new Set<() => void>();
  let isEnding = false;
  let onEmpty: (() => void) | null = null;

  const remove = (): void => {
    open--;
    if (open === 0) onEmpty?.();
  };
  return {
    add() {
      open++;
    },
    count: () => open,
    give(response) {
      // What the system has not taken yet would be lost with the connection.
      if (response.destroyed || (!isEnding && response.writableLength === 0)) remove();
      else response.once('close', remove);
    },
    after(delayMs, response, run) {
      if (isEnding || response.destroyed) return run();
      const end = (): void => {
        if (!delays.delete(end)) return;
        cancel();
        run();
      };
      const cancel = clock.after(delayMs, end);
      delays.add(end);
      response.once('close', end);
    },
    async settle(withinMs) {
      isEnding = true;
      for (const end of [...delays]) end();
      if (open === 0) return;
      const { promise, resolve } = Promise.withResolvers<void>();
      onEmpty = resolve;
      const cancel = clock.after(withinMs, resolve);
      await promise;
      cancel();
    },
  };
}
