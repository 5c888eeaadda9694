import { carryByFetch } from '../../server/client/carry-by-fetch.ts';
import { type Client, createClient } from '../../server/client/client.ts';
import type { ProblemBody } from '../../server/contract/problem.ts';

/** What a failed call throws. `code` is the Problem's, or `unreachable` when no answer came. */
export class ApiError extends Error {
  readonly code: string;
  readonly status: number;
  readonly detail: string | undefined;

  constructor(code: string, status: number, sentence: string, detail?: string) {
    super(sentence);
    this.name = 'ApiError';
    this.code = code;
    this.status = status;
    this.detail = detail;
  }
}

export type Api = Client;

const UNREACHABLE: ProblemBody = {
  code: 'unreachable',
  sentence: 'Hookglass does not answer. Start it again; this page resumes by itself.',
};

/** The control API as this page asks it. `onRefused` is told when the token is no longer taken; null asks for what needs none. */
export function createApi({
  token,
  fetch,
  onRefused,
}: {
  readonly token: string | null;
  readonly fetch: typeof globalThis.fetch;
  readonly onRefused: () => void;
}): Api {
  const carry = carryByFetch({ origin: '', token, fetch, unreachable: UNREACHABLE });
  return createClient({
    carry: async (request) => {
      const answer = await carry(request);
      if (answer.status === 401) onRefused();
      return answer;
    },
    errorOf: ({ code, status, sentence, detail }) => new ApiError(code, status, sentence, detail),
  });
}

/** A failure in words for people: the Problem's sentence with its detail. */
export function sentenceOf(error: unknown): string {
  if (error instanceof ApiError)
    return error.detail === undefined ? error.message : `${error.message} (${error.detail})`;
  return error instanceof Error ? error.message : String(error);
}
