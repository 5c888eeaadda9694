import type { ProblemBody } from '../contract/problem.ts';
import type { ApiAnswer } from './carry.ts';

/** An answer that is all there. */
export function answerOf(status: number, bytes: Uint8Array<ArrayBuffer>): ApiAnswer {
  const { buffer, byteOffset, length } = bytes;
  const isAll = length === buffer.byteLength;
  return {
    status,
    headers: { get: () => null },
    body: null,
    arrayBuffer: async () => (isAll ? buffer : buffer.slice(byteOffset, byteOffset + length)),
  };
}

/** The answer where a request was not carried. `status` 0: nothing answered. */
export function answerWithProblem(status: number, problem: ProblemBody): ApiAnswer {
  return answerOf(status, new TextEncoder().encode(JSON.stringify(problem)));
}

/** The Problem in the bytes of an answer, or null where they are nothing of ours. */
export function problemIn(bytes: ArrayBuffer | Uint8Array): ProblemBody | null {
  try {
    const body = JSON.parse(new TextDecoder().decode(bytes)) as Partial<ProblemBody> | null;
    return typeof body?.code === 'string' && typeof body.sentence === 'string' ? (body as ProblemBody) : null;
  } catch {
    return null;
  }
}
