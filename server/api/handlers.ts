import type { RouteInput, RouteName, RouteOutput, Routes } from '../contract/routes.ts';
import type { Caller } from './caller.ts';
import type { UndoneEnd } from './undo-codings.ts';

/** Bytes as an answer; `name` is offered as a file name. */
export interface Bytes {
  readonly bytes: Uint8Array;
  readonly name?: string;
  /** How far codings could be undone, where that was asked for. */
  readonly end?: UndoneEnd;
}

/** A stream of text that goes on until `signal` aborts. */
export interface TextStream {
  readonly run: (write: (text: string) => Promise<void>, signal: AbortSignal) => Promise<void>;
}

type BytesOr<N extends RouteName> = Routes[N] extends { readonly bytes: 'text/event-stream' }
  ? TextStream
  : Routes[N] extends { readonly bytes: string }
    ? Bytes
    : RouteOutput<N>;

/** What a route does, free of HTTP: its input is checked, its Problems are answered by the server. */
export type Handler<N extends RouteName> = (input: RouteInput<N>, caller: Caller) => BytesOr<N> | Promise<BytesOr<N>>;
export type Handlers = { readonly [N in RouteName]: Handler<N> };
