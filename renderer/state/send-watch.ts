import type { Attempt } from '../../server/contract/replay.ts';
import { createStore, type Store } from './store.ts';

/** Sends that this page started and that are not settled yet. */
export interface SendProgress {
  readonly total: number;
  readonly settled: number;
  readonly failed: number;
}

export interface SendWatch {
  /** null while nothing is on its way. */
  readonly progress: Store<SendProgress | null>;
  /** Follow attempts from now on; resolves with all of them, settled. */
  follow(attempts: readonly Attempt[]): Promise<readonly Attempt[]>;
  /** An attempt's present state, from the feed. */
  settle(attempt: Attempt): void;
}

interface Group {
  readonly waiting: Set<number>;
  readonly done: Map<number, Attempt>;
  readonly finish: (attempts: readonly Attempt[]) => void;
}

/** Watches sends until the last is settled. An end that the feed told before the request's own answer is remembered. */
export function createSendWatch(): SendWatch {
  const progress = createStore<SendProgress | null>(null);
  const groups = new Set<Group>();
  const early = new Map<number, Attempt>();

  const tell = (): void => {
    if (groups.size === 0) {
      progress.set(null);
      return;
    }
    let total = 0;
    let settled = 0;
    let failed = 0;
    for (const { waiting, done } of groups) {
      total += waiting.size + done.size;
      settled += done.size;
      for (const { outcome } of done.values()) if (outcome.kind === 'failed') failed++;
    }
    progress.set({ total, settled, failed });
  };
  const settle = (attempt: Attempt): void => {
    if (attempt.outcome.kind === 'pending') return;
    for (const group of groups) {
      if (!group.waiting.delete(attempt.id)) continue;
      group.done.set(attempt.id, attempt);
      if (group.waiting.size === 0) {
        groups.delete(group);
        group.finish([...group.done.values()]);
      }
      tell();
      return;
    }
    early.set(attempt.id, attempt);
    if (early.size > 1_000) early.delete(early.keys().next().value as number);
  };
  return {
    progress,
    settle,
    follow: (attempts) =>
      new Promise((finish) => {
        if (attempts.length === 0) return finish([]);
        groups.add({ waiting: new Set(attempts.map(({ id }) => id)), done: new Map(), finish });
        tell();
        for (const attempt of attempts) {
          const known = attempt.outcome.kind === 'pending' ? early.get(attempt.id) : attempt;
          early.delete(attempt.id);
          if (known !== undefined) settle(known);
        }
      }),
  };
}
