import type { ProblemBody } from '../contract/problem.ts';
import { answerWithProblem } from './answer.ts';
import type { Carry } from './carry.ts';

/** A running server's API, and how to get there. */
export interface FetchOptions {
  /** Empty in a page of the server itself: there the browser knows the origin, and says it. */
  readonly origin: string;
  /** null: only what needs none can be asked. */
  readonly token: string | null;
  readonly fetch: typeof globalThis.fetch;
  /** What is said where nothing answers. */
  readonly unreachable: ProblemBody;
}

/** Carries requests by `fetch`, with the bearer token and the Origin that the gate asks for. */
export function carryByFetch({ origin, token, fetch, unreachable }: FetchOptions): Carry {
  return async ({ method, target, body, signal }) => {
    const headers: Record<string, string> = {};
    if (token !== null) headers['authorization'] = `Bearer ${token}`;
    if (body !== null) headers['content-type'] = 'application/json';
    if (body !== null && origin !== '') headers['origin'] = origin;
    try {
      return await fetch(`${origin}${target}`, { method, headers, cache: 'no-store', body, signal });
    } catch (error) {
      if (signal?.aborted === true) throw error;
      return answerWithProblem(0, unreachable);
    }
  };
}
