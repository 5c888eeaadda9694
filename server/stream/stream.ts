import { setTimeout as after } from 'node:timers/promises';
import type { Follower } from './follower.ts';

/** So many deliveries at most in one take. */
const DELIVERIES_A_TAKE = 500;
/** A take that failed comes again after this. */
const AGAIN_MS = 1_000;

export interface Stream {
  /** Deliveries up to this id are described. */
  reach(upTo: number): void;
  /** Let the takes under way end, and start none. */
  stop(): Promise<void>;
}

interface StreamOptions {
  readonly followers: readonly Follower[];
  readonly logError: (message: string, error: unknown) => void;
  readonly againMs?: number;
}

/** Leads each follower through the deliveries at its own pace; none waits for another. The table of deliveries is the stream. */
export function startStream({ followers, logError, againMs = AGAIN_MS }: StreamOptions): Stream {
  const stopping = new AbortController();
  const led = followers.map((follower) => lead(follower, { stopping: stopping.signal, logError, againMs }));
  return {
    reach(upTo) {
      for (const one of led) one.reach(upTo);
    },
    async stop() {
      stopping.abort();
      await Promise.all(led.map((one) => one.ended()));
      for (const follower of followers.toReversed())
        await follower.stop?.().catch((error: unknown) => logError(`The end of ${follower.name} failed.`, error));
    },
  };
}

function lead(
  follower: Follower,
  { stopping, logError, againMs }: { stopping: AbortSignal } & Required<Pick<StreamOptions, 'logError' | 'againMs'>>,
) {
  let done = follower.done;
  let reached = done;
  let walking: Promise<void> | null = null;

  const again = (): Promise<unknown> => after(againMs, undefined, { signal: stopping }).catch(() => undefined);
  const pause = (): Promise<unknown> => follower.pause?.() ?? Promise.resolve();
  const walk = async (): Promise<void> => {
    while (done < reached && !stopping.aborted) {
      const last = Math.min(reached, done + DELIVERIES_A_TAKE);
      try {
        await follower.take(done + 1, last);
        done = last;
        await pause();
      } catch (error) {
        logError(`Deliveries ${done + 1} to ${last} come again to ${follower.name}.`, error);
        await again();
      }
    }
    walking = null;
  };
  return {
    reach(upTo: number): void {
      reached = Math.max(reached, upTo);
      if (done < reached && !stopping.aborted) walking ??= walk();
    },
    ended: async (): Promise<void> => {
      await walking;
    },
  };
}
