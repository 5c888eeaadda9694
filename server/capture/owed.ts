import type { ServerResponse } from 'node:http';
import type { Clock } from '../contract/clock.ts';

/** The answers that senders are still to get whose requests have come to an end. */
export interface Owed {
  /** A request goes to the store: whoever sent it is to be answered. */
  add(): void;
  /** The answer is written, or nobody is left to get it. */
  give(response: ServerResponse): void;
  /** Call `run` after `delayMs`, or at once where the listener is to end. */
  after(delayMs: number, run: () => void): void;
  /** Cut every delay short, now and from now on, and wait for the last answer to have left, for `withinMs` at most. */
  settle(withinMs: number): Promise<void>;
}

/** Answers are counted and not kept: a set that each request enters and leaves costs the collector a quarter of its time. */
export function createOwed(clock: Pick<Clock, 'after'>): Owed {
  let open = 0;
  const delays = new Map<() => void, () => void>();
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
    give(response) {
      // What the system has not taken yet would be lost with the connection.
      if (response.destroyed || (!isEnding && response.writableLength === 0)) remove();
      else response.once('close', remove);
    },
    after(delayMs, run) {
      if (isEnding) return run();
      const cancel = clock.after(delayMs, () => {
        delays.delete(run);
        run();
      });
      delays.set(run, cancel);
    },
    async settle(withinMs) {
      isEnding = true;
      for (const [run, cancel] of delays) {
        cancel();
        run();
      }
      delays.clear();
      if (open === 0) return;
      const { promise, resolve } = Promise.withResolvers<void>();
      onEmpty = resolve;
      const cancel = clock.after(withinMs, resolve);
      await promise;
      cancel();
    },
  };
}
