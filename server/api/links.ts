import type { LinkPages } from './link-pages.ts';
import { type OneTimeCodes, OPENED_LIFE_MS } from './one-time-codes.ts';

interface LinkOptions {
  readonly codes: OneTimeCodes;
  readonly pages: LinkPages;
  readonly uiUrl: () => string;
  readonly openSession: () => Promise<string>;
}

/** Ways into the user interface, each good once. The code travels in the URL's fragment, which no server and no log sees. */
export interface Links {
  /** A link that is good for `lifeMs`; for two minutes when it is opened at once. */
  makeLink(lifeMs?: number): string;
  /** The path of a file that leads to such a link, for programs whose arguments everybody can read. */
  makePage(): string;
  /** The token for a code, or null for a code that is unknown, used or too old. */
  redeem(code: string): Promise<string | null>;
}

export function createLinks({ codes, pages, uiUrl, openSession }: LinkOptions): Links {
  const linkOf = (code: string): string => `${uiUrl()}#code=${code}`;
  return {
    makeLink: (lifeMs = OPENED_LIFE_MS) => linkOf(codes.make(lifeMs)),
    makePage() {
      const code = codes.make(OPENED_LIFE_MS);
      return pages.write(code, linkOf(code), OPENED_LIFE_MS);
    },
    async redeem(code) {
      pages.remove(code);
      return codes.take(code) ? openSession() : null;
    },
  };
}
