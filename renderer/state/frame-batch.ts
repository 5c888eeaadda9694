import type { Later } from './feed.ts';

/** Asks for `action` at the next drawn frame; returns the way to cancel. */
export type NextFrame = (action: () => void) => () => void;

/** A hidden page draws no frames; the batch is flushed after this long all the same. */
export const SLOW_FLUSH_MS = 500;

/** Collect items and hand them over together once per drawn frame, so that a burst costs one render. */
export function createFrameBatch<T>({
  flush,
  nextFrame,
  later,
}: {
  readonly flush: (items: readonly T[]) => void;
  readonly nextFrame: NextFrame;
  readonly later: Later;
}): { add(item: T): void } {
  let waiting: T[] = [];
  let cancel: (() => void) | null = null;
  const run = (): void => {
    cancel?.();
    cancel = null;
    const items = waiting;
    waiting = [];
    if (items.length > 0) flush(items);
  };
  return {
    add(item) {
      waiting.push(item);
      if (cancel !== null) return;
      const cancelFrame = nextFrame(run);
      const cancelSlow = later(SLOW_FLUSH_MS, run);
      cancel = () => {
        cancelFrame();
        cancelSlow();
      };
    },
  };
}
