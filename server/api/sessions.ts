import { randomBytes } from 'node:crypto';
import type { Sessions } from './context.ts';

const CODE_LIFE_MS = 24 * 3_600_000;

interface SessionOptions {
  readonly uiUrl: () => string;
  readonly nowMs: () => number;
  readonly keep: (token: string) => Promise<void>;
}

/** 256 bits, URL-safe. */
export const makeToken = (): string => randomBytes(32).toString('base64url');

/** One-time codes travel in the URL's fragment, which no server and no log sees. */
export function createSessions({ uiUrl, nowMs, keep }: SessionOptions): Sessions {
  const codes = new Map<string, number>();
  return {
    makeLink() {
      const code = makeToken();
      codes.set(code, nowMs() + CODE_LIFE_MS);
      return `${uiUrl()}#code=${code}`;
    },
    async redeem(code) {
      const until = codes.get(code);
      codes.delete(code);
      if (until === undefined || until < nowMs()) return null;
      const token = makeToken();
      await keep(token);
      return token;
    },
  };
}
