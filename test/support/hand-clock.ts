import type { Clock } from '../../server/contract/clock.ts';

export interface HandClock extends Clock {
  /** Let `ms` pass: every timer that falls due runs in its order, and what it sets off gets to run before the next one. */
  pass(ms: number): Promise<void>;
  /** Jump forward without running anything in between, as a sleeping machine does; what is overdue then runs. */
  sleep(ms: number): Promise<void>;
  /** How many timers wait. */
  readonly waiting: number;
}

/** A clock that only moves when it is told to. */
export function handClock(startAt = 1_000_000): HandClock {
  let now = startAt;
  const timers = new Set<{ readonly at: number; readonly run: () => void }>();

  async function runDue(until: number): Promise<void> {
    for (;;) {
      await settle();
      const next = [...timers].filter(({ at }) => at <= until).sort((a, b) => a.at - b.at)[0];
      if (next === undefined) return;
      timers.delete(next);
      now = Math.max(now, next.at);
      next.run();
    }
  }
  return {
    now: () => now,
    after(delayMs, run) {
      const timer = { at: now + delayMs, run };
      timers.add(timer);
      return () => timers.delete(timer);
    },
    async pass(ms) {
      const until = now + ms;
      await runDue(until);
      now = until;
    },
    async sleep(ms) {
      now += ms;
      await runDue(now);
    },
    get waiting() {
      return timers.size;
    },
  };
}

/** Let everything that is ready run: promises and what they set off. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 3; turn++) await new Promise<void>((resolve) => setImmediate(resolve));
}
