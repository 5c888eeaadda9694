/** A body that is being read, as the pace looks at it. */
export interface Paced {
  /** Bytes that have come so far. */
  received(): number;
  /** Called once, when it has to end. */
  end(why: 'slow' | 'time-is-up' | 'stopped'): void;
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
  /** Look at a body until the function returned is called, once. */
  watch(paced: Paced): () => void;
  /** End every body that is being read, and look at no more. */
  stop(): void;
}

/** A body among those that are looked at. */
interface Watched {
  readonly paced: Paced;
  readonly began: number;
  at: number;
  bytes: number;
  /** Its place in the list, so that it leaves at no cost. */
  place: number;
}

/**
 * Ends bodies that come too slowly, so that nobody holds a connection and memory by sending next to nothing. One timer looks at all of them.
 * `clock` is monotonic, in milliseconds.
 */
export function createPace(limits: PaceLimits = PACE, clock: () => number = () => performance.now()): Pace {
  const list: Watched[] = [];
  const look = (): void => {
    const now = clock();
    for (const watched of [...list]) {
      const { paced } = watched;
      if (paced.withinMs !== undefined && now - watched.began >= paced.withinMs) paced.end('time-is-up');
      else if (now - watched.at >= limits.stretchMs) {
        const bytes = paced.received();
        if (bytes - watched.bytes < limits.stretchBytes) paced.end('slow');
        watched.at = now;
        watched.bytes = bytes;
      }
    }
  };
  /** The last one takes the place of one that leaves. */
  const forget = (watched: Watched): void => {
    const last = list.pop() as Watched;
    if (last === watched) return;
    list[watched.place] = last;
    last.place = watched.place;
  };
  const timer = setInterval(look, limits.lookEveryMs);
  timer.unref();
  return {
    watch(paced) {
      const now = clock();
      const watched = { paced, began: now, at: now, bytes: 0, place: list.length };
      list.push(watched);
      return () => forget(watched);
    },
    stop() {
      clearInterval(timer);
      for (const { paced } of [...list]) paced.end('stopped');
    },
  };
}
