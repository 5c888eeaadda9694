import { ADDRESSES, addressOf } from '../../server/contract/addresses.ts';
import type { ProblemBody } from '../../server/contract/problem.ts';
import type { RouteInput, RouteName, RouteOutput } from '../../server/contract/routes.ts';

type Given<N extends RouteName> = {
  readonly [K in keyof RouteInput<N> as RouteInput<N>[K] extends undefined ? never : K]: RouteInput<N>[K];
};
type Arguments<N extends RouteName> = keyof Given<N> extends never ? [] : [input: Given<N>];

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

export interface Api {
  /** Call a route that answers JSON or nothing. Throws ApiError. */
  call<N extends RouteName>(name: N, ...input: Arguments<N>): Promise<RouteOutput<N>>;
  /** Call a route that answers bytes; `onProgress` is told how many have come. Throws ApiError. */
  bytes<N extends RouteName>(name: N, input: Given<N>, options?: BytesOptions): Promise<Uint8Array<ArrayBuffer>>;
  /** Call a route of bytes with `undo`: the bytes with codings undone, and how far that went. Throws ApiError. */
  undone<N extends 'getBody' | 'getAttemptBody'>(name: N, input: Given<N>, signal?: AbortSignal): Promise<UndoneBytes>;
  /** Open the live feed after a sequence number. Throws ApiError. */
  feed(after: number, signal: AbortSignal): Promise<ReadableStream<Uint8Array>>;
}

export interface UndoneBytes {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly end: 'whole' | 'bound' | 'broken';
}

export interface BytesOptions {
  readonly signal?: AbortSignal;
  readonly onProgress?: (receivedBytes: number) => void;
}

interface Loose {
  readonly params?: Readonly<Record<string, unknown>>;
  readonly query?: Readonly<Record<string, unknown>>;
  readonly body?: unknown;
}

/**
 * The control API with a bearer token (design.md, 5 and 6). Unsafe methods always carry a JSON body, as the gate asks.
 * `onRefused` is told when the token is no longer taken.
 */
export function createApi({
  token,
  fetch,
  onRefused,
}: {
  readonly token: string;
  readonly fetch: typeof globalThis.fetch;
  readonly onRefused: () => void;
}): Api {
  const request = async (name: RouteName, input: Loose, signal?: AbortSignal): Promise<Response> => {
    const { method, path } = ADDRESSES[name];
    const headers: Record<string, string> = { authorization: `Bearer ${token}` };
    if (method !== 'GET') headers['content-type'] = 'application/json';
    let response: Response;
    try {
      response = await fetch(addressOf(path, input.params, input.query), {
        method,
        headers,
        cache: 'no-store',
        ...(method === 'GET' ? {} : { body: JSON.stringify(input.body ?? {}) }),
        ...(signal === undefined ? {} : { signal }),
      });
    } catch (error) {
      if (signal?.aborted === true) throw error;
      throw new ApiError('unreachable', 0, 'Hookglass does not answer. Start it again; this page resumes by itself.');
    }
    if (response.ok) return response;
    if (response.status === 401) onRefused();
    throw await problemOf(response);
  };
  return {
    async call<N extends RouteName>(name: N, ...[input]: Arguments<N>): Promise<RouteOutput<N>> {
      const response = await request(name, (input ?? {}) as Loose);
      const text = await response.text();
      return (text === '' ? undefined : JSON.parse(text)) as RouteOutput<N>;
    },
    async bytes(name, input, options = {}) {
      const response = await request(name, input as Loose, options.signal);
      return readAll(response, options.onProgress);
    },
    async undone(name, input, signal) {
      const response = await request(name, input as Loose, signal);
      const end = response.headers.get('hookglass-end');
      const bytes = new Uint8Array(await response.arrayBuffer());
      return { bytes, end: end === 'bound' || end === 'broken' ? end : 'whole' };
    },
    async feed(after, signal) {
      const response = await request('feed', { query: { after } }, signal);
      if (response.body === null) throw new ApiError('unreachable', 0, 'The live feed has no content.');
      return response.body;
    },
  };
}

async function problemOf(response: Response): Promise<ApiError> {
  const body = (await response.json().catch(() => null)) as ProblemBody | null;
  if (typeof body?.code === 'string' && typeof body.sentence === 'string') {
    return new ApiError(body.code, response.status, body.sentence, body.detail);
  }
  return new ApiError('unexpected', response.status, `Hookglass answered ${response.status} without a reason.`);
}

async function readAll(
  response: Response,
  onProgress: ((receivedBytes: number) => void) | undefined,
): Promise<Uint8Array<ArrayBuffer>> {
  if (onProgress === undefined || response.body === null) return new Uint8Array(await response.arrayBuffer());
  const chunks: Uint8Array[] = [];
  let size = 0;
  for (const reader = response.body.getReader(); ; ) {
    const { done, value } = await reader.read();
    if (done) break;
    chunks.push(value);
    size += value.length;
    onProgress(size);
  }
  const all = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    all.set(chunk, at);
    at += chunk.length;
  }
  return all;
}

/** A failure in words for people: the Problem's sentence with its detail. */
export function sentenceOf(error: unknown): string {
  if (error instanceof ApiError)
    return error.detail === undefined ? error.message : `${error.message} (${error.detail})`;
  return error instanceof Error ? error.message : String(error);
}
