import type { Attempt } from '../contract/replay.ts';

/** Attempts of one lane that run at a time; they start in the order in which they are due. */
export const DEFAULT_CONCURRENCY = 4;
/** A clock may be set: a lane looks again after this at the latest. */
const LOOK_AGAIN_MS = 60_000;

export interface LanesOptions {
  /** What is due in a lane now, in its order, those that run included; at most `limit`. */
  readonly due: (lane: string, limit: number) => readonly Attempt[];
  /** Milliseconds until the next one of a lane is due; null where none is. */
  readonly untilNextMs: (lane: string) => number | null;
  /** Send an attempt and settle it. One that rejects is left alone until the next start. */
  readonly run: (attempt: Attempt) => Promise<void>;
  readonly onError: (error: unknown, attempt: Attempt) => void;
  /** 1 keeps strict order, each attempt ending before the next begins. */
  readonly concurrency?: number;
}

export interface Lanes {
  /** Something may be due in a lane. */
  wake(lane: string): void;
  isRunning(id: number): boolean;
  /** Resolves when nothing that is due is left. */
  idle(): Promise<void>;
  /** Begin nothing more, and resolve when what runs has ended. */
  stop(): Promise<void>;
}

interface Lane {
  readonly running: Set<number>;
  readonly failed: Set<number>;
  timer: NodeJS.Timeout | null;
}

/** A lane for each destination, so that one that hangs delays no other. What waits is rows alone; memory holds what runs. */
export function createLanes({
  due,
  untilNextMs,
  run,
  onError,
  concurrency = DEFAULT_CONCURRENCY,
}: LanesOptions): Lanes {
  const lanes = new Map<string, Lane>();
  let stopped = false;
  let idlers: (() => void)[] = [];

  const areIdle = (): boolean => [...lanes.values()].every(({ running }) => running.size === 0);
  const tellIdlers = (): void => {
    if (!areIdle()) return;
    const waiting = idlers;
    idlers = [];
    for (const resolve of waiting) resolve();
  };
  const runOne = async (name: string, lane: Lane, attempt: Attempt): Promise<void> => {
    try {
      await run(attempt);
    } catch (error) {
      lane.failed.add(attempt.id);
      onError(error, attempt);
    } finally {
      lane.running.delete(attempt.id);
      pump(name, lane);
    }
  };
  const waitForNext = (name: string, lane: Lane): void => {
    const ms = untilNextMs(name);
    if (ms !== null) lane.timer = setTimeout(() => pump(name, lane), Math.min(ms, LOOK_AGAIN_MS)).unref();
    else if (lane.failed.size === 0) lanes.delete(name);
  };
  const pump = (name: string, lane: Lane): void => {
    if (lane.timer !== null) clearTimeout(lane.timer);
    lane.timer = null;
    const free = concurrency - lane.running.size;
    if (!stopped && free > 0) {
      const taken = ({ id }: Attempt): boolean => lane.running.has(id) || lane.failed.has(id);
      const next = due(name, lane.running.size + lane.failed.size + free).filter((attempt) => !taken(attempt));
      for (const attempt of next.slice(0, free)) {
        lane.running.add(attempt.id);
        void runOne(name, lane, attempt);
      }
      if (lane.running.size === 0) waitForNext(name, lane);
    }
    tellIdlers();
  };

  return {
    wake(name) {
      const lane: Lane = lanes.get(name) ?? { running: new Set(), failed: new Set(), timer: null };
      lanes.set(name, lane);
      pump(name, lane);
    },
    isRunning: (id) => [...lanes.values()].some(({ running }) => running.has(id)),
    idle: () => (areIdle() ? Promise.resolve() : new Promise((resolve) => idlers.push(resolve))),
    stop() {
      stopped = true;
      for (const { timer } of lanes.values()) if (timer !== null) clearTimeout(timer);
      return this.idle();
    },
  };
}
