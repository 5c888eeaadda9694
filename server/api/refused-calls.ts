import type { ProblemCode } from '../contract/problem.ts';

const TOLD_EVERY_MS = 60_000;
/** Guesses are answered one by one, this far apart: twenty a second from all callers together. */
const APART_MS = 50;
/** More than these wait for nothing: their answers cost less than keeping their connections. */
const MOST_WAITING = 100;

/** So many happen without anybody's ill will: browsers ask for icons without a token, and people open a link again. */
const ORDINARY: Readonly<Partial<Record<ProblemCode, number>>> = {
  'no-token': Number.POSITIVE_INFINITY,
  'wrong-code': 5,
};

interface RefusedOptions {
  readonly log: (message: string) => void;
  readonly nowMs: () => number;
}

/** What the control side did not let in. */
export interface RefusedCalls {
  /** Calls refused since the start, wrong tokens and codes among them. */
  readonly total: number;
  /** Wrong tokens and wrong one-time codes. */
  readonly guesses: number;
  /** Count one, and tell it: each kind at once, then at most once a minute with how many there were meanwhile. */
  note(code: ProblemCode): void;
  /** Resolves when a guess may be answered. Whoever knows a token never waits here. */
  turn(): Promise<void>;
}

/** Counts, tells and slows the calls that are refused. Nothing of a call is put into the log: whoever made it chose what stands there. */
export function createRefusedCalls({ log, nowMs }: RefusedOptions): RefusedCalls {
  const told = new Map<ProblemCode, { atMs: number; since: number }>();
  const seen = new Map<ProblemCode, number>();
  const waiting: (() => void)[] = [];
  let total = 0;
  let guesses = 0;

  const answerNext = (): void => {
    waiting.shift()?.();
    if (waiting.length > 0) setTimeout(answerNext, APART_MS).unref();
  };

  return {
    get total() {
      return total;
    },
    get guesses() {
      return guesses;
    },
    note(code) {
      total++;
      if (code === 'wrong-token' || code === 'wrong-code') guesses++;
      const count = (seen.get(code) ?? 0) + 1;
      seen.set(code, count);
      if (count <= (ORDINARY[code] ?? 0)) return;
      const now = nowMs();
      const last = told.get(code);
      if (last !== undefined && Math.abs(now - last.atMs) < TOLD_EVERY_MS) {
        last.since++;
        return;
      }
      const more = last === undefined || last.since === 0 ? '' : ` ${last.since} more like it came in the meantime.`;
      told.set(code, { atMs: now, since: 0 });
      log(`The control side refused a call (${code}).${more}`);
    },
    turn() {
      if (waiting.length >= MOST_WAITING) return Promise.resolve();
      return new Promise((resolve) => {
        waiting.push(resolve);
        if (waiting.length === 1) setTimeout(answerNext, APART_MS).unref();
      });
    },
  };
}
