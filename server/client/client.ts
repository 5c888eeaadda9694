import type { ProblemBody } from '../contract/problem.ts';
import type { RouteName, RouteOutput } from '../contract/routes.ts';
import { problemIn } from './answer.ts';
import { type ApiAnswer, type Carry, requestFor } from './carry.ts';
import type { Arguments, Given, LooseInput } from './input.ts';
import { readBytes } from './read-bytes.ts';

/** Every failure of a call, the server's and the way's alike. `status` is HTTP's, 0 where nothing answered. */
export interface ArrivedProblem extends ProblemBody {
  readonly status: number;
}

/** What became of a call. */
export type Asked<T> =
  | { readonly kind: 'answered'; readonly value: T }
  | { readonly kind: 'problem'; readonly problem: ArrivedProblem };

/** The control API for a program: the page, the command line, a test. */
export interface Client {
  /** Call a route that answers JSON or nothing. */
  ask<N extends RouteName>(name: N, ...input: Arguments<N>): Promise<Asked<RouteOutput<N>>>;
  /** The same for who can do nothing about a Problem: it is thrown, as the client's `errorOf` makes it. */
  call<N extends RouteName>(name: N, ...input: Arguments<N>): Promise<RouteOutput<N>>;
  /** Call a route that answers bytes. Throws as `call`. */
  bytes<N extends RouteName>(name: N, input: Given<N>, options?: BytesOptions): Promise<Uint8Array<ArrayBuffer>>;
  /** Call a route of bytes with `undo`: the bytes with codings undone, and how far that went. Throws as `call`. */
  undone<N extends 'getBody' | 'getAttemptBody'>(name: N, input: Given<N>, signal?: AbortSignal): Promise<UndoneBytes>;
  /** Open the live feed after a sequence number. Throws as `call`. */
  feed(after: number, signal: AbortSignal): Promise<ReadableStream<Uint8Array>>;
}

export interface BytesOptions {
  readonly signal?: AbortSignal;
  readonly onProgress?: (receivedBytes: number) => void;
}

export interface UndoneBytes {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly end: 'whole' | 'bound' | 'broken';
}

/** One typed client, whatever carries its requests. `errorOf`: what is thrown where a Problem is not asked for as a value. */
export function createClient({
  carry,
  errorOf,
}: {
  readonly carry: Carry;
  readonly errorOf: (problem: ArrivedProblem) => Error;
}): Client {
  const send = async (
    name: RouteName,
    input: LooseInput | undefined,
    signal?: AbortSignal,
  ): Promise<Asked<ApiAnswer>> => {
    const answer = await carry(requestFor(name, input, signal));
    return answer.status >= 200 && answer.status < 300
      ? { kind: 'answered', value: answer }
      : { kind: 'problem', problem: await arrivedIn(answer) };
  };
  const unwrap = <T>(asked: Asked<T>): T => {
    if (asked.kind === 'problem') throw errorOf(asked.problem);
    return asked.value;
  };
  const ask: Client['ask'] = async <N extends RouteName>(name: N, ...[input]: Arguments<N>) => {
    const sent = await send(name, input as LooseInput | undefined);
    if (sent.kind === 'problem') return sent;
    const text = new TextDecoder().decode(await sent.value.arrayBuffer());
    return { kind: 'answered', value: (text === '' ? undefined : JSON.parse(text)) as RouteOutput<N> };
  };
  return {
    ask,
    call: async (...call) => unwrap(await ask(...call)),
    bytes: async (name, input, { signal, onProgress } = {}) =>
      readBytes(unwrap(await send(name, input as LooseInput, signal)), onProgress),
    async undone(name, input, signal) {
      const answer = unwrap(await send(name, input as LooseInput, signal));
      const end = answer.headers.get('hookglass-end');
      const bytes = await readBytes(answer);
      return { bytes, end: end === 'bound' || end === 'broken' ? end : 'whole' };
    },
    async feed(after, signal) {
      const { body } = unwrap(await send('feed', { query: { after } }, signal));
      if (body === null) throw errorOf({ code: 'unreachable', status: 0, sentence: 'The live feed has no content.' });
      return body;
    },
  };
}

async function arrivedIn(answer: ApiAnswer): Promise<ArrivedProblem> {
  const { status } = answer;
  const body = await answer.arrayBuffer().then(problemIn, () => null);
  return body === null
    ? { code: 'unexpected', status, sentence: `Hookglass answered ${status} without a reason.` }
    : { ...body, status };
}
