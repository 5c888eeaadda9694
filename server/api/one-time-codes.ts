import { createHash, randomBytes } from 'node:crypto';

/** A code that is opened at once. */
export const OPENED_LIFE_MS = 2 * 60_000;
/** One that is printed for somebody to open: a log keeps the line, so it must not be good for long. */
export const PRINTED_LIFE_MS = 10 * 60_000;
/** Making more than these drops the oldest. */
const MOST_CODES = 32;

/** 256 bits, URL-safe. */
export const makeToken = (): string => randomBytes(32).toString('base64url');

export interface OneTimeCodes {
  /** A fresh code, good for `lifeMs`. */
  make(lifeMs: number): string;
  /** Whether a code is good; it is good once. */
  take(code: string): boolean;
}

/** Codes are kept in memory as hashes: a look-up takes the same time whatever was guessed, and a restart ends them all. */
export function createOneTimeCodes(nowMs: () => number): OneTimeCodes {
  const codes = new Map<string, { readonly fromMs: number; readonly untilMs: number }>();
  const hash = (code: string): string => createHash('sha256').update(code).digest('base64');
  return {
    make(lifeMs) {
      const code = makeToken();
      const [oldest] = codes.keys();
      if (codes.size >= MOST_CODES && oldest !== undefined) codes.delete(oldest);
      codes.set(hash(code), { fromMs: nowMs(), untilMs: nowMs() + lifeMs });
      return code;
    },
    take(code) {
      const key = hash(code);
      const found = codes.get(key);
      codes.delete(key);
      // A clock that was set back does not lengthen a life.
      return found !== undefined && nowMs() >= found.fromMs && nowMs() < found.untilMs;
    },
  };
}
