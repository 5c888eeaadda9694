import { ADDRESSES, type Address, addressOf } from '../contract/addresses.ts';
import type { RouteName } from '../contract/routes.ts';
import type { LooseInput } from './input.ts';

/** A call of the control API, ready to be carried. */
export interface ApiRequest {
  readonly name: RouteName;
  readonly input: LooseInput;
  readonly method: Address['method'];
  /** Path and query, as they stand in a request line. */
  readonly target: string;
  /** JSON. Every method but GET has one: the gate asks for it. */
  readonly body: string | null;
  readonly signal: AbortSignal | null;
}

/** What came back, of whatever status. A `Response` is one. */
export interface ApiAnswer {
  readonly status: number;
  readonly headers: { get(name: string): string | null };
  readonly body: ReadableStream<Uint8Array> | null;
  arrayBuffer(): Promise<ArrayBuffer>;
}

/**
 * How a request gets to a control API and its answer back: over the network, or from a data folder. What keeps it from being
 * carried is answered as a Problem, like the server's own (`answerWithProblem`); only what is unexpected, or aborted, is thrown.
 */
export type Carry = (request: ApiRequest) => Promise<ApiAnswer>;

/** The request of one call. */
export function requestFor(name: RouteName, input: LooseInput = {}, signal: AbortSignal | null = null): ApiRequest {
  const { method, path } = ADDRESSES[name];
  const target = addressOf(path, input.params, input.query);
  return { name, input, method, target, body: method === 'GET' ? null : JSON.stringify(input.body ?? {}), signal };
}
