/** A body that is being read, as the pace looks at it. */
export interface Paced {
  /** Bytes that have come so far. */
  received(): number;
  /** Called once, when it has to end. */
  end(why: 'slow' | 'time-is-up'): void;
  /** Milliseconds after which it ends however fast it is; absent where nothing but its pace counts. */
  readonly withinMs?: number;
}

export interface PaceLimits {
  /** Each stretch of `stretchMs` has to bring `stretchBytes`. */
  readonly stretchMs: number;
  readonly stretchBytes: number;
  readonly lookEveryMs: number;
}

/** 100 bytes a second, looked at over ten seconds. */
export const PACE: PaceLimits = { stretchMs: 10_000, stretchBytes: 1_000, lookEveryMs: 1_000 };

export interface Pace {
  watch(paced: Paced): void;
  forget(paced: Paced): void;
  stop(): void;
}

interface Mark {
  readonly began: number;
  at: number;
  bytes: number;
}

/**
 * Ends bodies that come too slowly, so that nobody holds a connection and memory by sending next to nothing. One timer looks at all of them.
 * `clock` is monotonic, in milliseconds.
 */
export function createPace(limits: PaceLimits = PACE, clock: () => number = () => performance.now()): Pace {
  const marks = new Map<Paced, Mark>();
  const look = (): void => {
    const now = clock();
    for (const [paced, mark] of marks) {
      if (paced.withinMs !== undefined && now - mark.began >= paced.withinMs) paced.end('time-is-up');
      else if (now - mark.at >= limits.stretchMs) {
        const bytes = paced.received();
        if (bytes - mark.bytes < limits.stretchBytes) paced.end('slow');
        mark.at = now;
        mark.bytes = bytes;
      }
    }
  };
  const timer = setInterval(look, limits.lookEveryMs);
  timer.unref();
  return {
    watch(paced) {
      const now = clock();
      marks.set(paced, { began: now, at: now, bytes: 0 });
    },
    forget: (paced) => void marks.delete(paced),
    stop: () => clearInterval(timer),
  };
}
